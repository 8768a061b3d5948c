{{/* The rights of a container that writes to the node. Argument: platform. Result: YAML, part of a map. */}}
{{- define "multus-ipvlan.writer" -}}
{{- if .privileged -}}
{{- /* chartgen: ignore[privileged] SELinux keeps all others out of the node's folders, and values can switch it off */ -}}
privileged: true
{{- else -}}
allowPrivilegeEscalation: false
    capabilities: {{ toJson .capabilities }}
{{- end }}
{{- end }}

{{/* The container install-multus. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-multus" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "install-multus"
  image: {{ $platform.references.multus | quote }}
  imagePullPolicy: {{ $values.multus.image.pullPolicy | quote }}
  command: ["/install_multus"]
  args:
    - "--type=thin"
    - "--dest-dir=/host/opt/cni/bin"
  {{- with $platform.extra.env }}
  env:
    {{- . }}
  {{- end }}
  resources: {{ $values.multus.installBinary.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "staging"
      mountPath: "/host/opt/cni/bin"
      subPath: "bin"
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container install-whereabouts. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-whereabouts" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "install-whereabouts"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
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
      value: {{ $platform.whereabouts.poolNamespace | quote }}
    {{- $platform.extra.env }}
  resources: {{ $values.whereabouts.install.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "staging"
      mountPath: "/host/etc/cni/net.d"
      subPath: "net.d"
    - name: "staging"
      mountPath: "/host/opt/cni/bin"
      subPath: "bin"
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container activate. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.activate" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "activate"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
  command: ["/bin/sh"]
  args:
    - "/config/node.sh"
    - "activate"
  env:
    - name: "POD_UID"
      valueFrom:
        fieldRef:
          fieldPath: "metadata.uid"
    - name: "CONF_DIR"
      value: {{ $platform.daemonset.cniConfDir | quote }}
    - name: "KUBECONFIGS"
      value: {{ $platform.kubeconfigs | quote }}
    - name: "KUBELET_KUBECONFIG"
      value: {{ (ternary "/host/kubelet.kubeconfig" "" $platform.enabled.kubelet) | quote }}
    {{- $platform.extra.env }}
  resources: {{ $values.daemonset.activate.resources | default dict | toJson }}
  securityContext:
    {{ include "multus-ipvlan.writer" $platform }}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "cni"
      mountPath: "/host/etc/cni/net.d"
    - name: "cnibin"
      mountPath: "/host/opt/cni/bin"
    - name: "staging"
      mountPath: "/staging"
    {{- if $platform.enabled.kubelet }}
    - name: "kubelet-credentials"
      mountPath: "/host/kubelet.kubeconfig"
      readOnly: true
    {{- end }}
    - name: "config"
      mountPath: "/config"
      readOnly: true
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container set-startup-taint. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.set-startup-taint" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "set-startup-taint"
  image: {{ $platform.references.kubectl | quote }}
  imagePullPolicy: {{ $values.kubectl.image.pullPolicy | quote }}
  args:
    - "taint"
    - "node"
    - "$(NODENAME)"
    - {{ printf "%v=starting:NoSchedule" $values.daemonset.startupTaint.key | quote }}
    - "--overwrite"
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "HOME"
      value: "/tmp"
    {{- $platform.extra.env }}
  resources: {{ $values.daemonset.startupTaint.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    runAsUser: 65534
  volumeMounts:
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container remove-startup-taint. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.remove-startup-taint" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "remove-startup-taint"
  image: {{ $platform.references.kubectl | quote }}
  imagePullPolicy: {{ $values.kubectl.image.pullPolicy | quote }}
  args:
    - "taint"
    - "node"
    - "$(NODENAME)"
    - {{ printf "%v:NoSchedule-" $values.daemonset.startupTaint.key | quote }}
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "HOME"
      value: "/tmp"
    {{- $platform.extra.env }}
  resources: {{ $values.daemonset.startupTaint.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    runAsUser: 65534
  volumeMounts:
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container ip-control-loop. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.ip-control-loop" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "ip-control-loop"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
  command: ["/ip-control-loop"]
  args:
    {{- /* chartgen: ignore[image-flag] before 0.9.4 the program passes over its flags */}}
    - {{ printf "--log-level=%v" $values.whereabouts.logLevel | quote }}
    {{- range $values.whereabouts.gc.extraArgs }}
    - {{ . | quote }}
    {{- end }}
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "WHEREABOUTS_NAMESPACE"
      value: {{ $platform.whereabouts.poolNamespace | quote }}
    {{- $platform.extra.env }}
  resources: {{ $values.whereabouts.gc.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    runAsUser: 65534
  volumeMounts:
    - name: "cron"
      mountPath: "/cron-schedule"
      readOnly: true
    - name: "config"
      mountPath: "/host/etc/cni/net.d/whereabouts.d"
      readOnly: true
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container agent. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.agent" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "agent"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
  command: ["/bin/sh"]
  args:
    - "/staging/config/node.sh"
    - "agent"
  env:
    - name: "POD_UID"
      valueFrom:
        fieldRef:
          fieldPath: "metadata.uid"
    - name: "CONF_DIR"
      value: {{ $platform.daemonset.cniConfDir | quote }}
    - name: "KUBECONFIGS"
      value: {{ $platform.kubeconfigs | quote }}
    - name: "KUBELET_KUBECONFIG"
      value: {{ (ternary "/host/kubelet.kubeconfig" "" $platform.enabled.kubelet) | quote }}
    - name: "CONFIG"
      value: "/staging/config"
    {{- $platform.extra.env }}
  resources: {{ $values.daemonset.agent.resources | default dict | toJson }}
  securityContext:
    {{ include "multus-ipvlan.writer" $platform }}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "cni"
      mountPath: "/host/etc/cni/net.d"
    - name: "cnibin"
      mountPath: "/host/opt/cni/bin"
    - name: "staging"
      mountPath: "/staging"
    {{- if $platform.enabled.kubelet }}
    - name: "kubelet-credentials"
      mountPath: "/host/kubelet.kubeconfig"
      readOnly: true
    {{- end }}
    - name: "beat"
      mountPath: "/beat"
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  startupProbe:
    exec:
      command: ["/bin/sh", "/staging/config/node.sh", "ready"]
    periodSeconds: 2
    failureThreshold: 900
    timeoutSeconds: 10
  readinessProbe:
    exec:
      command: ["/bin/sh", "/staging/config/node.sh", "ready"]
    periodSeconds: 10
    failureThreshold: 3
    timeoutSeconds: 10
  livenessProbe:
    exec:
      command: ["/bin/sh", "/staging/config/node.sh", "alive"]
    periodSeconds: 30
    failureThreshold: 3
    timeoutSeconds: 10
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container ip-reconciler. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.ip-reconciler" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "ip-reconciler"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
  command: ["/ip-reconciler"]
  args:
    - {{ printf "--log-level=%v" $values.whereabouts.logLevel | quote }}
    {{- range $values.whereabouts.reconciler.extraArgs }}
    - {{ . | quote }}
    {{- end }}
  env:
    - name: "WHEREABOUTS_NAMESPACE"
      value: {{ $platform.whereabouts.poolNamespace | quote }}
    {{- $platform.extra.env }}
  resources: {{ $values.whereabouts.reconciler.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    {{- if not $platform.assignsUsers }}
    runAsUser: 65534
    {{- end }}
  volumeMounts:
    - name: "cron"
      mountPath: "/cron-schedule"
      readOnly: true
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container install-binary. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-binary" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "install-binary"
  image: {{ $platform.references.multus | quote }}
  imagePullPolicy: {{ $values.multus.image.pullPolicy | quote }}
  command: ["/gkecmd"]
  args:
    - "-operation=copy"
    - "-cni-bin-dir=/host/opt/cni/bin"
  {{- with $platform.extra.env }}
  env:
    {{- . }}
  {{- end }}
  resources: {{ $values.multus.installBinary.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "staging"
      mountPath: "/host/opt/cni/bin"
      subPath: "bin"
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container install-multus-config. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.install-multus-config" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "install-multus-config"
  image: {{ $platform.references.multus | quote }}
  imagePullPolicy: {{ $values.multus.image.pullPolicy | quote }}
  args:
    - "--cni-conf-dir=/host/etc/cni/net.d"
    - "--multus-conf-file=/tmp/multus-conf/00-multus.conf"
    - {{ printf "--multus-log-level=%v" $values.multus.logLevel | quote }}
    - {{ printf "--multus-kubeconfig-file-host=%v" $platform.multus.kubeconfig | quote }}
    - "--skip-multus-binary-copy=true"
    - "--skip-config-watch=true"
  {{- with $platform.extra.env }}
  env:
    {{- . }}
  {{- end }}
  resources: {{ $values.multus.installConfig.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsUser: 0
  volumeMounts:
    - name: "staging"
      mountPath: "/host/etc/cni/net.d"
      subPath: "net.d"
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    - name: "config"
      mountPath: "/tmp/multus-conf"
      readOnly: true
    - name: "staging"
      mountPath: "/host/etc/cni/multus"
      subPath: "multus"
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}

{{/* The container whereabouts-gc. Argument: root, platform. Result: one item of a list of containers. */}}
{{- define "multus-ipvlan.container.whereabouts-gc" -}}
{{- $platform := .platform -}}
{{- $values := .root.Values -}}
- name: "whereabouts-gc"
  image: {{ $platform.references.whereabouts | quote }}
  imagePullPolicy: {{ $values.whereabouts.image.pullPolicy | quote }}
  command: ["/ip-control-loop"]
  args:
    - {{ printf "--log-level=%v" $values.whereabouts.logLevel | quote }}
    - {{ printf "--enable-pod-watch=%v" $values.whereabouts.gc.podWatch | quote }}
    - {{ printf "--cron-schedule=%v" $values.whereabouts.gc.schedule | quote }}
    {{- range $values.whereabouts.gc.extraArgs }}
    - {{ . | quote }}
    {{- end }}
  env:
    - name: "NODENAME"
      valueFrom:
        fieldRef:
          fieldPath: "spec.nodeName"
    - name: "WHEREABOUTS_NAMESPACE"
      value: {{ $platform.whereabouts.poolNamespace | quote }}
    {{- $platform.extra.env }}
  resources: {{ $values.whereabouts.gc.resources | default dict | toJson }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities: {"drop": ["ALL"]}
    readOnlyRootFilesystem: true
    runAsNonRoot: true
    runAsUser: 65534
  volumeMounts:
    - name: "staging"
      mountPath: "/tmp"
      subPath: "tmp"
    {{- if $platform.enabled.podWatch }}
    - name: "config"
      mountPath: "/host/etc/cni/net.d/whereabouts.d"
      readOnly: true
    {{- end }}
    - name: "access"
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount"
      readOnly: true
    {{- $platform.extra.mounts }}
  terminationMessagePolicy: "FallbackToLogsOnError"
{{- end }}
