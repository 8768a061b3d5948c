{{- define "cache.container" -}}
- name: cache
  image: registry.example.com/cache:5
  args:
    - --memory={{ .Values.size }}
    {{- with .Values.args }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  ports:
    - containerPort: 6379
{{- end -}}
