{{- /* A name of no more than 63 letters. Argument: root, parts. */ -}}
{{- define "fleet.name" -}}
{{- prepend .parts .root.Release.Name | join "-" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "fleet.secret" -}}
user: admin
password: {{ .Values.password }}
{{- end -}}

{{- define "fleet.port" }}
- name: {{ printf "p-%d" (int .) }}
  containerPort: {{ . }}
{{- end }}

{{- define "fleet.note" -}}
owned by the fleet,
see the handbook
{{- end }}
