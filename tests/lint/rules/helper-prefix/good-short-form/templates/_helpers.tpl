{{ define "dm.name" }}a{{ end }}
{{ define "dm.labels" }}a{{ end }}
{{ define "dm.image" }}a{{ end }}
