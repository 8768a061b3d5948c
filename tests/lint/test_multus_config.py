"""Which texts are configurations of Multus."""

import pytest

from chartgen.lint.multus_config import configs
from chartgen.lint.objects import Object
from chartgen.validate.manifest_file import read_manifests


def config_map(text: str) -> Object:
    body = "".join(f"    {line}\n" for line in text.splitlines())
    text = f"kind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  other: 1\n  file: |\n{body}"
    return Object(read_manifests(text.encode(), file="a.yaml")[0])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"type": "multus"}', 1),
        ('{"plugins": [{"type": "multus"}, {"type": "tuning"}]}', 1),
        ('{"delegates": [{"type": "multus"}]}', 0),
        ('{"type": "multus-shim"}', 0),
        ('{"type": "bridge"}', 0),
        ('{"type": "multus", "chrootDir": "/hostroot"}', 0),
        ("""#!/bin/sh\necho '{"type": "multus"}' > /tmp/a""", 0),
        ('{"type": "multus", "name": "a"', 1),
        ('{"type": "multus", "delegates": __MASTER__}', 0),
        ('[{"type": "multus"}]', 0),
        ("[" * 100_000 + '"type": "multus"', 0),
    ],
)
def test_which(text: str, count: int):
    assert len(list(configs(config_map(text)))) == count


def test_what_is_no_json_says_where():
    found = next(configs(config_map('{\n  "type": "multus",\n}')))
    place = found.hit("wrong").location
    assert found.problem
    assert place is not None
    assert (place.line, place.column) == (8, 5)


def test_a_place_inside():
    found = next(configs(config_map('{\n  "plugins": [{\n    "type": "multus",\n    "logLevel": "x"}]}')))
    place = found.hit("wrong", "logLevel").location
    assert place is not None
    assert place.line == 9


def test_other_kinds_have_none():
    secret = Object(read_manifests(b"kind: Secret\ndata: {a: 1}\n", file="a")[0])
    assert not list(configs(secret))
