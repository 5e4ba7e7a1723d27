{{- define "outlast.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "outlast.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "outlast.labels" -}}
{{ include "outlast.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "outlast.account" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "outlast.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "outlast.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* How the other controllers reach a pod: by its address, or with TLS by a name that a certificate can have. */}}
{{- define "outlast.advertised" -}}
{{- if .Values.tls.existingSecret -}}
POD_DASHED.{{ include "outlast.fullname" . }}-peers.{{ .Release.Namespace }}.svc
{{- else -}}
POD_ADDRESS
{{- end -}}
{{- end -}}

{{/* config.yaml before the pod's address is known: start.sh puts it where POD_… stands. */}}
{{- define "outlast.config" -}}
{{- $full := include "outlast.fullname" . -}}
{{- $service := list $full (printf "%s.%s" $full .Release.Namespace) (printf "%s.%s.svc" $full .Release.Namespace) (printf "%s.%s.svc.cluster.local" $full .Release.Namespace) -}}
{{- $advertised := include "outlast.advertised" . -}}
{{- $store := dict "url" .Values.postgres.url -}}
{{- if .Values.postgres.user }}{{ $_ := set $store "user" .Values.postgres.user }}{{ end -}}
{{- if .Values.secretKeys.dbPassword }}{{ $_ := set $store "password_file" "/run/outlast/db-password" }}{{ end -}}
{{- $shared := dict "secrets_key" "/run/outlast/secrets.key" -}}
{{- if .Values.shared.existingClaim }}{{ $_ := set $shared "directory" "/var/lib/outlast-shared/installation" }}{{ end -}}
{{- $lease := dict "kind" "kubernetes" "lease" $full "namespace" .Release.Namespace "duration" .Values.leadership.duration "renew_deadline" .Values.leadership.renewDeadline "retry" .Values.leadership.retry -}}
{{- $config := dict "bind" .Values.bind "port" 46800 "auth" "required" -}}
{{- $hosts := concat $service .Values.hosts (list "POD_IP") -}}
{{- if .Values.tls.existingSecret }}{{ $hosts = append $hosts $advertised }}{{ end -}}
{{- $_ := set $config "hosts" ($hosts | uniq) -}}
{{- $_ := set $config "advertise" (printf "%s://%s:46800" (ternary "https" "http" (not (empty .Values.tls.existingSecret))) $advertised) -}}
{{- $_ := set $config "store" $store -}}
{{- $_ := set $config "shared" $shared -}}
{{- $_ := set $config "leadership" $lease -}}
{{- if .Values.tls.existingSecret }}{{ $_ := set $config "tls" (dict "cert" "/etc/outlast-tls/tls.crt" "key" "/etc/outlast-tls/tls.key") }}{{ end -}}
{{- toYaml (mergeOverwrite $config (deepCopy .Values.config)) -}}
{{- end -}}
