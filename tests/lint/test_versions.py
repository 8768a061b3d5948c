import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.core.errors import InputError
from chartgen.kubernetes import store
from chartgen.lint.objects import Object
from chartgen.lint.versions import kubernetes, versions
from chartgen.validate.manifest_file import read_manifests
from tests.lint.cases import CHART_YAML

CRD = b"""apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: as.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: A, plural: as}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, properties: {size: {type: integer}}}
"""
RESOURCE = b"apiVersion: example.com/v1\nkind: A\nmetadata: {name: a}\nspec: {size: large}\n"
OLDEST, NEWEST = f"{store.versions()[0]}.0", store.newest()


def a_chart(constraint: str = "") -> Chart:
    line = f"kubeVersion: {constraint!r}\n".encode() if constraint else b""
    return chart_of("demo", {"Chart.yaml": CHART_YAML + line})


def objects(text: bytes) -> list[Object]:
    return [Object(each) for each in read_manifests(text, file="a.yaml")]


@pytest.mark.parametrize(
    ("constraint", "wanted", "given"),
    [
        ("", (), (OLDEST, NEWEST)),
        (">=1.30.0-0", (), ("1.30.0", NEWEST)),
        ("1.30 - 1.32", (), ("1.30.0", "1.32.0")),
        (f">={NEWEST}-0", (), (NEWEST,)),
        ("1.30.5", (), ("1.30.5",)),
        (">=1.30.5 <1.30.8", (), ("1.30.5", "1.30.7")),
        ("", ("1.31.4", "1.29.0"), ("1.31.4", "1.29.0")),
        (">=1.30.0-0", ("1.31.4", "1.29.0"), ("1.31.4",)),
    ],
)
def test_the_oldest_and_the_newest_that_a_chart_allows(constraint, wanted, given):
    assert versions(a_chart(constraint), wanted) == given


@pytest.mark.parametrize(
    ("constraint", "problem"),
    [
        ("<1.20.0-0", f"<1.20.0-0, which allows no Kubernetes from {store.versions()[0]} to "),
        (">=1.99", f">=1.99, which allows no Kubernetes from {store.versions()[0]} to "),
        ("new", "'new' is no constraint that Helm can read"),
    ],
)
@pytest.mark.parametrize("wanted", [(), ("1.30.0",)])
def test_a_chart_that_allows_none_cannot_be_linted(constraint, problem, wanted):
    with pytest.raises(InputError) as raised:
        versions(a_chart(constraint), wanted)
    assert problem in raised.value.problem
    assert "--kube-version" not in raised.value.hint
    assert raised.value.where.file == "demo/Chart.yaml"


def test_a_version_that_the_chart_does_not_allow_can_be_another():
    with pytest.raises(InputError) as raised:
        versions(a_chart(">=1.31.0-0"), ("1.30.0",))
    assert "--kube-version" in raised.value.hint


def test_crds_among_the_objects_are_known():
    known = kubernetes("1.37.0", objects(CRD))
    (resource,) = objects(RESOURCE)
    assert [each.path for each in known.problems(resource)] == [("spec", "size")]
    assert known.minor == "1.37"


def test_a_malformed_crd_tells_nothing():
    text = CRD.replace(b"{size: {type: integer}}", b"[]")
    known = kubernetes("1.37.0", objects(text))
    (resource,) = objects(RESOURCE)
    assert ("spec", "size") not in [each.path for each in known.problems(resource)]
