"""Valid objects of many kinds, from a seed."""

from tests.kubernetes.pod_parts import Parts, Value


class Kinds(Parts):
    """Builds objects; each method builds those of one kind."""

    def pod(self) -> Value:
        return self.object("v1", "Pod", spec=self.pod_spec())

    def deployment(self) -> Value:
        strategy = self.one(
            {"type": "Recreate"}, {"rollingUpdate": {"maxSurge": self.one(1, "25%"), "maxUnavailable": 0}}
        )
        more = self.maybe(
            replicas=self.one(0, 3, 2**31 - 1), strategy=strategy, minReadySeconds=5, paused=False
        )
        return self.object(
            "apps/v1", "Deployment", spec={"selector": self.selector(), "template": self.template(), **more}
        )

    def daemon_set(self) -> Value:
        update = {
            "updateStrategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxUnavailable": self.one(1, "10%")},
            }
        }
        more = self.maybe(**update, revisionHistoryLimit=3)
        return self.object(
            "apps/v1", "DaemonSet", spec={"selector": self.selector(), "template": self.template(), **more}
        )

    def stateful_set(self) -> Value:
        claim = {
            "metadata": {"name": "data"},
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": self.quantity()}},
            },
        }
        more = self.maybe(
            serviceName="s", replicas=1, volumeClaimTemplates=[claim], podManagementPolicy="Parallel"
        )
        return self.object(
            "apps/v1", "StatefulSet", spec={"selector": self.selector(), "template": self.template(), **more}
        )

    def job_spec(self) -> dict[str, Value]:
        return {
            "template": self.template(),
            **self.maybe(backoffLimit=1, ttlSecondsAfterFinished=60, activeDeadlineSeconds=9),
        }

    def job(self) -> Value:
        return self.object("batch/v1", "Job", spec=self.job_spec())

    def cron_job(self) -> Value:
        more = self.maybe(concurrencyPolicy="Forbid", suspend=False, successfulJobsHistoryLimit=1)
        spec = {"schedule": "*/5 * * * *", "jobTemplate": {"spec": self.job_spec()}, **more}
        return self.object("batch/v1", "CronJob", spec=spec)

    def service(self) -> Value:
        port = {"port": 80, **self.maybe(name="http", targetPort=self.port(), protocol="TCP", nodePort=30000)}
        more = self.maybe(
            type=self.one("ClusterIP", "NodePort"), clusterIP="None", selector=self.labels(), ports=[port]
        )
        return self.object("v1", "Service", spec=more)

    def config_map(self) -> Value:
        data = {"a.json": '{"cniVersion": "0.3.1"}', "text": "two\nlines\t\u0000", "none": None, "u": "äöü😀"}
        return self.object(
            "v1", "ConfigMap", **self.maybe(data=data, binaryData={"b": "AAAA"}, immutable=True)
        )

    def secret(self) -> Value:
        more = self.maybe(data={"a": "AAAA"}, stringData={"b": "c"}, type="Opaque")
        return self.object("v1", "Secret", **more)

    def service_account(self) -> Value:
        more = self.maybe(automountServiceAccountToken=False, imagePullSecrets=[{"name": "a"}])
        return self.object("v1", "ServiceAccount", **more)

    def cluster_role(self) -> Value:
        rule = {"apiGroups": ["", "k8s.cni.cncf.io"], "resources": ["pods"], "verbs": ["get"]}
        more = self.one(
            {"rules": [rule, {"nonResourceURLs": ["/x"], "verbs": ["get"]}]}, {"rules": None}, {"rules": []}
        )
        return self.object("rbac.authorization.k8s.io/v1", "ClusterRole", **more)

    def role_binding(self) -> Value:
        reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "a"}
        subjects = [{"kind": "ServiceAccount", "name": "a", **self.maybe(namespace="default")}]
        return self.object(
            "rbac.authorization.k8s.io/v1",
            "ClusterRoleBinding",
            roleRef=reference,
            **self.maybe(subjects=subjects),
        )

    def ingress(self) -> Value:
        backend = {"service": {"name": "s", "port": self.one({"number": 80}, {"name": "http"})}}
        paths = [{"path": "/", "pathType": self.one("Prefix", "Exact"), "backend": backend}]
        more = self.maybe(
            ingressClassName="nginx",
            tls=[{"hosts": ["a"], "secretName": "t"}],
            rules=[{"host": "a.example.com", "http": {"paths": paths}}],
            defaultBackend=backend,
        )
        return self.object("networking.k8s.io/v1", "Ingress", spec=more)

    def network_policy(self) -> Value:
        peer = self.one(
            {"podSelector": self.selector()}, {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}
        )
        rule = {
            "from": [peer],
            **self.maybe(ports=[{"port": self.port(), "protocol": "UDP", **self.maybe(endPort=90)}]),
        }
        more = self.maybe(ingress=self.one([rule], [], [{}]), policyTypes=["Ingress"])
        return self.object(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            spec={"podSelector": self.one({}, self.selector()), **more},
        )

    def disruption_budget(self) -> Value:
        more = self.maybe(minAvailable=self.one(1, "50%"), selector=self.selector())
        return self.object("policy/v1", "PodDisruptionBudget", spec=more)

    def autoscaler(self) -> Value:
        metric = {
            "type": "Resource",
            "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
        }
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}
        spec = {"maxReplicas": 3, "scaleTargetRef": target, **self.maybe(metrics=[metric], minReplicas=1)}
        return self.object("autoscaling/v2", "HorizontalPodAutoscaler", spec=spec)

    def namespace(self) -> Value:
        return self.object("v1", "Namespace", **self.maybe(spec={"finalizers": ["kubernetes"]}))

    def priority_class(self) -> Value:
        more = self.maybe(globalDefault=False, description="d", preemptionPolicy="Never")
        return self.object("scheduling.k8s.io/v1", "PriorityClass", value=self.one(1, -1, 10**9), **more)

    def storage_class(self) -> Value:
        more = self.maybe(parameters={"type": "ssd"}, allowVolumeExpansion=True, reclaimPolicy="Retain")
        return self.object("storage.k8s.io/v1", "StorageClass", provisioner="p", **more)

    def webhook(self) -> Value:
        rule = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}
        hook = {
            "name": "a.example.com",
            "clientConfig": self.one({"url": "https://a"}, {"service": {"name": "a", "namespace": "b"}}),
            "admissionReviewVersions": ["v1"],
            "sideEffects": "None",
            **self.maybe(rules=[rule], failurePolicy="Ignore", timeoutSeconds=5),
        }
        return self.object(
            "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", webhooks=[hook]
        )

    def definition(self) -> Value:
        schema = {
            "type": "object",
            "properties": {
                "spec": {
                    "type": "object",
                    "properties": {
                        "a": {
                            "type": "string",
                            **self.maybe(pattern="^a", default="a", enum=["a", None], maxLength=3),
                        },
                        "b": {"type": "array", "items": {"type": "integer", "minimum": 0, "format": "int32"}},
                        "c": {
                            "x-kubernetes-int-or-string": True,
                            "anyOf": [{"type": "integer"}, {"type": "string"}],
                        },
                        "d": {"type": "object", "additionalProperties": self.one({}, {"type": "number"})},
                    },
                    **self.maybe(required=["a"], description="d"),
                }
            },
        }
        version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
        names = {"kind": "Thing", "plural": "things", **self.maybe(shortNames=["th"])}
        spec = {"group": "example.com", "names": names, "scope": "Namespaced", "versions": [version]}
        return self.object("apiextensions.k8s.io/v1", "CustomResourceDefinition", spec=spec)

    def network(self) -> Value:
        return self.object(
            "k8s.cni.cncf.io/v1",
            "NetworkAttachmentDefinition",
            **self.maybe(spec={"config": '{"type": "ipvlan"}'}),
        )

    def pool(self) -> Value:
        allocation = {"id": "a1", "podref": "ns/pod", **self.maybe(ifname="net1")}
        spec = {"range": "10.0.0.0/24", "allocations": self.one({}, {"1": allocation})}
        return self.object("whereabouts.cni.cncf.io/v1alpha1", "IPPool", spec=spec)

    def reservation(self) -> Value:
        spec = {"podref": "ns/pod", **self.maybe(containerid="a1", ifname="net1")}
        return self.object("whereabouts.cni.cncf.io/v1alpha1", "OverlappingRangeIPReservation", spec=spec)

    def gadget(self) -> Value:
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": self.meta(), "spec": {"any": [1, {"a": None}]}}
        spec = self.maybe(
            size=self.one(1, 7, 10),
            ratio=self.one(0.5, 0.25, 1),
            step=self.one(10, 20),
            mode=self.one("fast", "slow", None),
            when=self.one("12:30", "00:00"),
            port=self.port(),
            tags=self.one(["a", "b"], []),
            free=self.one({}, {"x": [[{}]]}, {"deep": {"y": None}}),
            map=self.one({}, {"k": 1, "none": None}),
            pod=pod,
            either=self.one({"left": "a"}, {"right": 1}),
        )
        return self.object("example.com/v1", "Gadget", spec={"name": "abc", **spec})


BUILDERS = tuple(
    name
    for name in [
        "pod",
        "deployment",
        "daemon_set",
        "stateful_set",
        "job",
        "cron_job",
        "service",
        "config_map",
        "secret",
        "service_account",
        "cluster_role",
        "role_binding",
        "ingress",
        "network_policy",
        "disruption_budget",
        "autoscaler",
        "namespace",
        "priority_class",
        "storage_class",
        "webhook",
        "definition",
        "network",
        "pool",
        "reservation",
        "gadget",
    ]
)
