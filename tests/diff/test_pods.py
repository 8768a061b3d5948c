import pytest

from chartgen.diff.noise import Noise
from chartgen.diff.pods import restarts
from tests.diff.objects import made, versions

TEXT = """\
apiVersion: apps/v1
kind: {kind}
metadata: {{name: a}}
spec:
  updateStrategy: {{type: {strategy}}}
  template:
    metadata:
      labels: {{helm.sh/chart: shop-{version}, app: a}}
      annotations: {{checksum/config: "{checksum}"}}
    spec: {{containers: [{{name: a, image: "{image}"}}]}}
"""


def told(kind="Deployment", strategy="RollingUpdate", **new):
    old = {"version": "1.2.3", "checksum": "1", "image": "a:1"}
    pair = [made(TEXT.format(kind=kind, strategy=strategy, **each)) for each in (old, {**old, **new})]
    return [each.message for each in restarts(*pair, Noise(*versions()))]


LABELS = "pods restart: for labels that repeat the chart's version"


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ({"version": "1.3.0"}, LABELS),
        ({"version": "1.3.0", "checksum": "2"}, "pods restart: for a checksum of what they read"),
        ({"checksum": "2"}, "pods restart: for a checksum of what they read"),
        ({"version": "1.3.0", "image": "a:2"}, "pods restart: their template changes"),
        ({"version": "7"}, "pods restart: their template changes"),
    ],
)  # fmt: skip
def test_why(new, message):
    for kind in ("Deployment", "DaemonSet", "StatefulSet"):
        assert told(kind, **new) == [message]


def test_which_do_not():
    assert told() == []
    assert told("Job", image="a:2") == []
    assert told("DaemonSet", "OnDelete", image="a:2") == [
        "pods are replaced once they are deleted: their template changes"
    ]


def test_fields_that_are_ignored():
    texts = [
        TEXT.format(kind="Deployment", strategy="Recreate", version="1", checksum=checksum, image="a")
        for checksum in "12"
    ]
    path = ("spec", "template", "metadata", "annotations", "checksum/config")
    assert [*restarts(*map(made, texts), Noise(*versions()), {path})] == []


def test_the_order_of_a_list_is_part_of_the_template():
    """The controllers compare the template as it stands, whatever the lists are merged by."""
    text = TEXT.format(kind="Deployment", strategy="Recreate", version="1", checksum="1", image="a")
    texts = [
        text.replace("image:", f"env: [{order}], image:")
        for order in ("{name: A}, {name: B}", "{name: B}, {name: A}", "{name: A, value: null}, {name: B}")
    ]
    old, turned, null = map(made, texts)
    noise = Noise(*versions())
    assert [each.message for each in restarts(old, turned, noise)] == [
        "pods restart: a list in their template is in another order"
    ]
    assert [*restarts(old, null, noise)] == []


def test_a_hook_is_made_anew_and_restarts_nothing():
    text = TEXT.format(kind="Deployment", strategy="Recreate", version="1", checksum="1", image="a")
    hook = text.replace(
        "metadata: {name: a}", "metadata: {name: a, annotations: {helm.sh/hook: pre-install}}"
    )
    pair = made(hook), made(hook.replace('"a"', '"b"'))
    assert [*restarts(*pair, Noise(*versions()))] == []
