"""Parts of valid objects, from a seed: metadata, containers, pods."""

import random
from typing import Any

Value = Any


class Parts:
    """Builds parts; what is optional is there or not."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def maybe(self, **fields: Value) -> dict[str, Value]:
        return {key: value for key, value in fields.items() if self.random.random() < 0.5}

    def one(self, *choices: Value) -> Value:
        return self.random.choice(choices)

    def some(self, build: Any, least: int = 0) -> list[Value]:
        return [build() for _ in range(self.random.randint(least, 2))]

    def labels(self) -> dict[str, Value]:
        return {"app": "a", **self.maybe(**{"app.kubernetes.io/name": "agent", "tier": None, "x~y/z": "äöü"})}

    def meta(self) -> dict[str, Value]:
        more = self.maybe(
            namespace="default",
            labels=self.labels(),
            annotations=self.one({"note": "two\nlines", "u": "😀\u0007"}, None, {}),
            finalizers=["example.com/keep"],
            creationTimestamp=None,
            generation=self.one(1, 2**53),
            ownerReferences=[
                {"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "controller": True}
            ],
        )
        return {"name": self.one("a", "b-1", "c.d"), **more}

    def object(self, api_version: str, kind: str, **fields: Value) -> dict[str, Value]:
        return {"apiVersion": api_version, "kind": kind, "metadata": self.meta(), **fields}

    def quantity(self) -> Value:
        return self.one("100m", "1Gi", 1, 0.5, None, "2")

    def port(self) -> Value:
        return self.one(80, "http", "8080", 0)

    def probe(self) -> dict[str, Value]:
        act = self.one(
            {
                "httpGet": {
                    "path": "/",
                    "port": self.port(),
                    **self.maybe(scheme="HTTP", httpHeaders=[{"name": "A", "value": "b"}]),
                }
            },
            {"exec": {"command": ["true"]}},
            {"tcpSocket": {"port": self.port()}},
            {"grpc": {"port": 1, **self.maybe(service="s")}},
        )
        return {**act, **self.maybe(periodSeconds=10, failureThreshold=3, initialDelaySeconds=None)}

    def env(self) -> dict[str, Value]:
        source = self.one(
            {"value": self.one("1", "", "äöü", None)},
            {"valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
            {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k", **self.maybe(optional=True)}}},
            {
                "valueFrom": {
                    "resourceFieldRef": {"resource": "limits.cpu", **self.maybe(divisor=self.quantity())}
                }
            },
        )
        return {"name": self.one("NODE", "A_B"), **source}

    def container(self) -> dict[str, Value]:
        return {
            "name": self.one("agent", "side"),
            "image": "example.com/agent:1",
            **self.maybe(
                command=["agent"],
                args=["--level", "3"],
                env=self.some(self.env),
                envFrom=[{"configMapRef": {"name": "c"}}],
                ports=[{"containerPort": 80, **self.maybe(name="http", protocol="TCP", hostPort=8080)}],
                resources={
                    "limits": {"cpu": self.quantity(), "memory": self.quantity()},
                    **self.maybe(requests={"cpu": self.quantity()}),
                },
                securityContext={
                    "privileged": True,
                    **self.maybe(
                        runAsUser=0,
                        capabilities={"add": ["NET_ADMIN"], "drop": ["ALL"]},
                        readOnlyRootFilesystem=True,
                    ),
                },
                livenessProbe=self.probe(),
                readinessProbe=self.probe(),
                lifecycle={"preStop": {"exec": {"command": ["rm", "-f", "/a"]}}},
                volumeMounts=[
                    {
                        "name": "cni",
                        "mountPath": "/cni",
                        **self.maybe(readOnly=True, mountPropagation="Bidirectional"),
                    }
                ],
                imagePullPolicy=self.one("Always", "IfNotPresent"),
                terminationMessagePolicy="FallbackToLogsOnError",
            ),
        }

    def volume(self) -> dict[str, Value]:
        source = self.one(
            {"hostPath": {"path": "/etc/cni", **self.maybe(type="DirectoryOrCreate")}},
            {
                "configMap": {
                    "name": "c",
                    **self.maybe(defaultMode=0o644, items=[{"key": "a", "path": "b", "mode": 256}]),
                }
            },
            {"emptyDir": self.one({}, {"medium": "Memory", "sizeLimit": self.quantity()})},
            {"projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}}]}},
            {"persistentVolumeClaim": {"claimName": "p"}},
        )
        return {"name": "cni", **source}

    def pod_spec(self) -> dict[str, Value]:
        return {
            "containers": self.some(self.container, 1),
            **self.maybe(
                initContainers=self.some(self.container),
                volumes=self.some(self.volume),
                hostNetwork=True,
                nodeSelector={"kubernetes.io/os": "linux"},
                tolerations=[{"operator": "Exists", **self.maybe(effect="NoSchedule", tolerationSeconds=60)}],
                serviceAccountName="a",
                priorityClassName="system-node-critical",
                terminationGracePeriodSeconds=self.one(10, 2**53, None),
                securityContext={"fsGroup": 1, "seccompProfile": {"type": "RuntimeDefault"}},
                imagePullSecrets=[{"name": "pull"}],
                topologySpreadConstraints=[
                    {
                        "maxSkew": 1,
                        "topologyKey": "zone",
                        "whenUnsatisfiable": "DoNotSchedule",
                        "labelSelector": self.selector(),
                    }
                ],
                affinity={
                    "nodeAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": {
                            "nodeSelectorTerms": [
                                {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b"]}]}
                            ]
                        }
                    }
                },
                dnsPolicy="ClusterFirstWithHostNet",
                hostAliases=[{"ip": "10.0.0.1", "hostnames": ["a"]}],
            ),
        }

    def selector(self) -> dict[str, Value]:
        expressions = [{"key": "a", "operator": "In", "values": ["b"]}]
        return {"matchLabels": {"app": "a"}, **self.maybe(matchExpressions=expressions)}

    def template(self) -> dict[str, Value]:
        return {"metadata": {"labels": self.labels()}, "spec": self.pod_spec()}
