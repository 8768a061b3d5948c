from decimal import Decimal

import pytest

from chartgen.lint.objects import Container, Pod
from chartgen.lint.quantities import has_own_resources, is_guaranteed, limits, read_quantity, requests


def container(**resources):
    return Container({"resources": resources}, (), "containers")


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("100m", "0.1"),
        (0.1, "0.1"),
        (2, "2"),
        ("1.5Gi", "1610612736"),
        ("50Mi", "52428800"),
        ("1k", "1000"),
        ("1e3", "1000"),
        (".5", "0.5"),
        ("-1", "-1"),
        ("+1.5", "1.5"),
        ("2E", "2e18"),
        ("100n", "1e-7"),
    ],
)
def test_amounts(value, amount):
    assert read_quantity(value) == Decimal(amount)


@pytest.mark.parametrize(
    "value", ["", "Mi", "1 Gi", "50MB", None, True, [], {}, "1e999999", "1x5", "*1", float("nan")]
)
def test_no_amount(value):
    assert read_quantity(value) is None


def test_a_limit_is_a_request_too():
    one = container(limits={"cpu": 1, "memory": "1Gi"}, requests={"cpu": "1", "memory": None})
    assert requests(one) == {"cpu": "1", "memory": "1Gi"}
    assert limits(one) == {"cpu": 1, "memory": "1Gi"}


@pytest.mark.parametrize(
    ("resources", "guaranteed"),
    [
        ({"limits": {"cpu": "0.1", "memory": "1Gi"}, "requests": {"cpu": "100m", "memory": "1024Mi"}}, True),
        ({"limits": {"cpu": "0.1", "memory": "1Gi"}}, True),
        ({"limits": {"cpu": "0.1", "memory": "1Gi"}, "requests": {"cpu": "50m"}}, False),
        ({"limits": {"cpu": "0", "memory": "1Gi"}}, False),
        ({"requests": {"cpu": "0.1", "memory": "1Gi"}}, False),
        ({"limits": None}, False),
    ],
)
def test_guaranteed(resources, guaranteed):
    assert is_guaranteed(container(**resources)) is guaranteed


def test_resources_of_the_pod():
    assert has_own_resources(Pod({"spec": {"resources": {"limits": {"cpu": 1}}}}, ()))
    assert not has_own_resources(Pod({"spec": {"resources": None}}, ()))
