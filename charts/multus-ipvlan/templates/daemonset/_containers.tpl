{{/* The container install-multus-config. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-multus-config" -}}
{{- $platform := .platform }}
{{- $image := include "multus-ipvlan.image" (dict "root" .root "platform" .platform "component" "multus") }}
{{- with .root -}}
- name: "install-multus-config"
  image: {{ $image | quote }}
  imagePullPolicy: {{ .Values.multus.image.pullPolicy | quote }}
  args:
    - "--cni-conf-dir=/host/etc/cni/net.d"
    - "--multus-conf-file=/tmp/multus-conf/00-multus.conf"
    - {{ printf "--multus-log-level=%v" .Values.multus.logLevel | quote }}
    - {{ printf "--multus-kubeconfig-file-host=%v" $platform.multus.kubeconfig | quote }}
    - "--skip-multus-binary-copy=true"
    - "--skip-config-watch=true"
  {{- with .Values.multus.installConfig.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    privileged: true
  volumeMounts:
    - name: "cni"
      mountPath: "/host/etc/cni/net.d"
    - name: "multus-cfg"
      mountPath: "/tmp/multus-conf"
{{- end }}
{{- end }}
{{/* The container install-whereabouts. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-whereabouts" -}}
{{- $image := include "multus-ipvlan.image" (dict "root" .root "platform" .platform "component" "whereabouts") }}
{{- with .root -}}
- name: "install-whereabouts"
  image: {{ $image | quote }}
  imagePullPolicy: {{ .Values.whereabouts.image.pullPolicy | quote }}
  command: ["/bin/sh"]
  args:
    - "-c"
    - "SLEEP=false /install-cni.sh\n"
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "WHEREABOUTS_NAMESPACE"
      valueFrom:
        fieldRef:
          fieldPath: "metadata.namespace"
  {{- with .Values.whereabouts.install.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    privileged: true
  volumeMounts:
    - name: "cni"
      mountPath: "/host/etc/cni/net.d"
    - name: "cnibin"
      mountPath: "/host/opt/cni/bin"
{{- end }}
{{- end }}
{{/* The container install-binary. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-binary" -}}
{{- $image := include "multus-ipvlan.image" (dict "root" .root "platform" .platform "component" "multus") }}
{{- with .root -}}
- name: "install-binary"
  image: {{ $image | quote }}
  imagePullPolicy: {{ .Values.multus.image.pullPolicy | quote }}
  command: ["/gkecmd"]
  args:
    - "-operation=copy"
    - "-cni-bin-dir=/host/opt/cni/bin"
  {{- with .Values.multus.installBinary.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    privileged: true
  volumeMounts:
    - name: "cnibin"
      mountPath: "/host/opt/cni/bin"
{{- end }}
{{- end }}
{{/* The container whereabouts-gc. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.whereabouts-gc" -}}
{{- $image := include "multus-ipvlan.image" (dict "root" .root "platform" .platform "component" "whereabouts") }}
{{- with .root -}}
- name: "whereabouts-gc"
  image: {{ $image | quote }}
  imagePullPolicy: {{ .Values.whereabouts.image.pullPolicy | quote }}
  command: ["/ip-control-loop"]
  args:
    - {{ printf "--log-level=%v" .Values.whereabouts.gc.logLevel | quote }}
    - {{ printf "--enable-pod-watch=%v" .Values.whereabouts.gc.podWatch | quote }}
    - {{ printf "--cron-schedule=%v" .Values.whereabouts.gc.schedule | quote }}
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "WHEREABOUTS_NAMESPACE"
      valueFrom:
        fieldRef:
          fieldPath: "metadata.namespace"
  {{- with .Values.whereabouts.gc.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
{{/* The container idle. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.idle" -}}
{{- $image := include "multus-ipvlan.image" (dict "root" .root "platform" .platform "component" "whereabouts") }}
{{- with .root -}}
- name: "idle"
  image: {{ $image | quote }}
  imagePullPolicy: {{ .Values.whereabouts.image.pullPolicy | quote }}
  command: ["/bin/sh"]
  args:
    - "-c"
    - "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"
  {{- with .Values.daemonset.idle.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
