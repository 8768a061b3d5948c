"""What the API server refuses to change; its rules are those that one of 1.36 was seen to have."""

import pytest
import yaml

from chartgen.diff import fields
from chartgen.diff.fields import format_fields
from chartgen.diff.immutable import fixed, told
from tests.diff.objects import made

APPS, BATCH, STORAGE = "apps/v1", "batch/v1", "storage.k8s.io/v1"


def found(api_version, kind, old, new, **metadata):
    head = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a", **metadata}}
    before, after = ({**head, **yaml.safe_load(text)} for text in (old, new))
    pair = [made(yaml.safe_dump(each)) for each in (before, after)]
    places = (fixed(*pair, each) for each in fields.differences(before, after))
    return {format_fields(place) for place in places if place is not None}


@pytest.mark.parametrize(
    ("api_version", "kind", "old", "new", "place"),
    [
        *((APPS, kind, "spec: {selector: {matchLabels: {a: b}}}", "spec: {selector: {matchLabels: {a: c}}}", "spec.selector") for kind in ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet")),
        (APPS, "StatefulSet", "spec: {serviceName: a}", "spec: {serviceName: b}", "spec.serviceName"),
        (APPS, "StatefulSet", "spec: {podManagementPolicy: OrderedReady}", "spec: {podManagementPolicy: Parallel}", "spec.podManagementPolicy"),
        (APPS, "StatefulSet", "spec: {volumeClaimTemplates: [{metadata: {name: a, labels: {b: c}}}]}", "spec: {volumeClaimTemplates: [{metadata: {name: a, labels: {b: d}}}]}", "spec.volumeClaimTemplates"),
        (BATCH, "Job", "spec: {template: {spec: {a: 1}}}", "spec: {template: {spec: {a: 2}}}", "spec.template"),
        (BATCH, "Job", "spec: {completions: 1}", "spec: {completions: 2}", "spec.completions"),
        ("v1", "Service", "spec: {}", "spec: {clusterIP: None}", "spec.clusterIP"),
        ("v1", "Service", "spec: {clusterIP: None}", "spec: {clusterIP: 10.0.0.1}", "spec.clusterIP"),
        ("v1", "Service", "spec: {}", "spec: {clusterIP: 10.0.0.1}", "spec.clusterIP"),
        ("v1", "Service", "spec: {clusterIP: 10.0.0.1}", "spec: {clusterIP: 10.0.0.2}", "spec.clusterIP"),
        ("v1", "Service", "spec: {loadBalancerClass: a}", "spec: {loadBalancerClass: b}", "spec.loadBalancerClass"),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef: {name: a}", "roleRef: {name: b}", "roleRef"),
        ("v1", "PersistentVolumeClaim", "spec: {storageClassName: a}", "spec: {storageClassName: b}", "spec.storageClassName"),
        ("v1", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 2Gi}}}", "spec: {resources: {requests: {storage: 1Gi}}}", "spec.resources"),
        (STORAGE, "StorageClass", "provisioner: a", "provisioner: b", "provisioner"),
        ("scheduling.k8s.io/v1", "PriorityClass", "value: 1", "value: 2", "value"),
        ("v1", "Secret", "type: Opaque", "type: kubernetes.io/tls", "type"),
        ("v1", "Secret", "{}", "type: kubernetes.io/tls", "type"),
        (STORAGE, "StorageClass", "provisioner: a", "{provisioner: a, reclaimPolicy: Retain}", "reclaimPolicy"),
        ("v1", "Service", "spec: {ipFamilies: [IPv4]}", "spec: {ipFamilies: [IPv6]}", "spec.ipFamilies"),
        ("v1", "Secret", "{immutable: true, data: {a: b}}", "{immutable: true, data: {a: c}}", "data"),
        ("v1", "ConfigMap", "{immutable: true, data: {a: b}}", "{data: {a: b}}", "immutable"),
        ("v1", "Pod", "spec: {nodeName: a}", "spec: {nodeName: b}", "spec.nodeName"),
        ("v1", "Pod", "spec: {terminationGracePeriodSeconds: 1}", "spec: {terminationGracePeriodSeconds: 2}", "spec.terminationGracePeriodSeconds"),
        ("v1", "Pod", "spec: {activeDeadlineSeconds: 1}", "spec: {activeDeadlineSeconds: 2}", "spec.activeDeadlineSeconds"),
        ("v1", "Pod", "spec: {activeDeadlineSeconds: 1}", "spec: {}", "spec.activeDeadlineSeconds"),
        ("v1", "Pod", "spec: {tolerations: [{key: a}]}", "spec: {tolerations: [{key: b}]}", "spec.tolerations"),
        ("v1", "Pod", "spec: {tolerations: [{key: a}]}", "spec: {}", "spec.tolerations"),
        ("v1", "ResourceQuota", "spec: {scopes: [Terminating]}", "spec: {scopes: [NotTerminating]}", "spec.scopes"),
        ("v1", "PersistentVolume", "spec: {iscsi: {lun: 1}}", "spec: {iscsi: {lun: 2}}", "spec.iscsi"),
        ("v1", "PersistentVolume", "spec: {nodeAffinity: {required: {a: 1}}}", "spec: {nodeAffinity: {required: {a: 2}}}", "spec.nodeAffinity"),
        ("v1", "PersistentVolume", "spec: {nodeAffinity: {required: {a: 1}}}", "spec: {nodeAffinity: {required: {a: 1, b: 2}}}", "spec.nodeAffinity"),
        (BATCH, "Job", "spec: {completions: 1, completionMode: Indexed, parallelism: 1}", "spec: {completions: 2, completionMode: Indexed, parallelism: 1}", "spec.completions"),
        (BATCH, "Job", "spec: {suspend: true, template: {spec: {containers: 1}}}", "spec: {suspend: true, template: {spec: {containers: 2}}}", "spec.template"),
        (BATCH, "Job", "spec: {template: {spec: {nodeSelector: {a: b}}}}", "spec: {template: {spec: {nodeSelector: {a: c}}}}", "spec.template"),
        ("v1", "PersistentVolume", "spec: {csi: {volumeHandle: a}}", "spec: {csi: {volumeHandle: b}}", "spec.csi"),
        (BATCH, "Job", "spec: {podFailurePolicy: a}", "spec: {podFailurePolicy: b}", "spec.podFailurePolicy"),
        ("resource.k8s.io/v1", "ResourceClaim", "spec: {devices: a}", "spec: {devices: b}", "spec.devices"),
        ("networking.k8s.io/v1", "IngressClass", "spec: {controller: a}", "spec: {controller: b}", "spec.controller"),
        ("node.k8s.io/v1", "RuntimeClass", "handler: a", "handler: b", "handler"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed(api_version, kind, old, new, place):
    assert found(api_version, kind, old, new) == {place}


@pytest.mark.parametrize(
    ("api_version", "kind", "old", "new"),
    [
        (APPS, "Deployment", "spec: {replicas: 1, template: {a: 1}}", "spec: {replicas: 2, template: {a: 2}}"),
        (APPS, "StatefulSet", "spec: {replicas: 1, template: {a: 1}, updateStrategy: {type: OnDelete}}", "spec: {replicas: 2, template: {a: 2}}"),
        (BATCH, "Job", "spec: {parallelism: 1, suspend: true}", "spec: {parallelism: 2}"),
        (BATCH, "Job", "spec: {completions: 1, completionMode: Indexed, parallelism: 1}", "spec: {completions: 2, completionMode: Indexed, parallelism: 2}"),
        (BATCH, "Job", "spec: {podReplacementPolicy: Failed}", "spec: {podReplacementPolicy: TerminatingOrFailed}"),
        (BATCH, "Job", "spec: {suspend: true, template: {metadata: {labels: {a: b}}, spec: {nodeSelector: {a: b}}}}", "spec: {suspend: true, template: {metadata: {labels: {a: c}}, spec: {nodeSelector: {a: c}}}}"),
        (BATCH, "Job", "spec: {template: {spec: {volumes: []}}}", "spec: {template: {spec: {}}}"),
        (APPS, "StatefulSet", "spec: {volumeClaimTemplates: [{metadata: {name: a}}]}", "spec: {volumeClaimTemplates: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}}]}"),
        ("v1", "Service", "spec: {clusterIP: None}", "spec: {}"),
        ("v1", "Service", "spec: {clusterIP: 10.0.0.1}", "spec: {}"),
        ("v1", "Pod", "spec: {activeDeadlineSeconds: 2}", "spec: {activeDeadlineSeconds: 1}"),
        ("v1", "Pod", "spec: {}", "spec: {activeDeadlineSeconds: 1, hostNetwork: false, priority: 0}"),
        ("v1", "Pod", "spec: {tolerations: [{key: a, tolerationSeconds: 1}]}", "spec: {tolerations: [{key: b}, {key: a, tolerationSeconds: 2}]}"),
        ("v1", "PersistentVolume", "spec: {storageClassName: a, hostPath: {path: a}}", "spec: {storageClassName: b, hostPath: {path: a, type: ''}}"),
        ("v1", "PersistentVolume", "spec: {}", "spec: {nodeAffinity: {required: {a: 1}}}"),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef: {name: a}", "roleRef: {name: a, apiGroup: rbac.authorization.k8s.io}"),
        (BATCH, "CronJob", "spec: {schedule: a, jobTemplate: {spec: {template: {a: 1}}}}", "spec: {schedule: b, jobTemplate: {spec: {template: {a: 2}}}}"),
        ("v1", "Service", "spec: {type: ClusterIP, ports: [{port: 1}]}", "spec: {type: NodePort, ports: [{port: 2}]}"),
        ("v1", "Service", "spec: {}", "spec: {loadBalancerClass: b}"),
        ("v1", "Service", "spec: {ipFamilies: [IPv4]}", "spec: {ipFamilies: [IPv4, IPv6]}"),
        ("v1", "Service", "spec: {}", "spec: {ipFamilies: [IPv4]}"),
        # What is written is what the API server had filled in.
        ("v1", "Secret", "{}", "type: Opaque"), ("v1", "Secret", "type: Opaque", "{}"),
        (APPS, "StatefulSet", "spec: {a: 1}", "spec: {a: 1, podManagementPolicy: OrderedReady}"),
        (BATCH, "Job", "spec: {}", "spec: {completionMode: NonIndexed}"),
        ("v1", "PersistentVolumeClaim", "spec: {}", "spec: {volumeMode: Filesystem}"),
        (STORAGE, "StorageClass", "provisioner: a", "{provisioner: a, reclaimPolicy: Delete, volumeBindingMode: Immediate}"),
        (STORAGE, "CSIDriver", "spec: {}", "spec: {attachRequired: true, volumeLifecycleModes: [Persistent]}"),
        ("scheduling.k8s.io/v1", "PriorityClass", "value: 1", "{value: 1, preemptionPolicy: PreemptLowerPriority}"),
        ("v1", "Service", "spec: {type: ExternalName}", "spec: {clusterIP: 10.0.0.1}"),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", "subjects: [{name: a}]", "subjects: [{name: b}]"),
        ("v1", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Gi}}}", "spec: {resources: {requests: {storage: 2048Mi}}}"),
        ("v1", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Gi}}}", "spec: {resources: {requests: {storage: 1024Mi}}}"),
        (STORAGE, "StorageClass", "allowVolumeExpansion: false", "allowVolumeExpansion: true"),
        ("v1", "Secret", "data: {a: b}", "data: {a: c}"),
        ("v1", "Pod", "spec: {containers: [{name: a, image: b}]}", "spec: {containers: [{name: a, image: c}]}"),
        ("example.com/v1", "Deployment", "spec: {selector: a}", "spec: {selector: b}"),
    ],
)  # fmt: skip
def test_what_can_be_changed(api_version, kind, old, new):
    assert found(api_version, kind, old, new) == set()


def test_hooks_are_made_anew():
    old, new = "spec: {template: {spec: {a: 1}}}", "spec: {template: {spec: {a: 2}}}"
    assert found(BATCH, "Job", old, new, annotations={"helm.sh/hook": "pre-install"}) == set()


def test_words():
    assert told("Job") == "cannot be changed: the Job must be made anew"
    assert "its claims stay" in told("StatefulSet")
