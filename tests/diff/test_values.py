import json

import pytest

from chartgen.core.errors import InputError
from chartgen.diff.noise import Noise
from chartgen.diff.values import ValuesComparison, read_schema
from tests.diff.charts import added, changed_json, chart, edited, removed, replaced, shop

SCHEMA = "values.schema.json"


def compared(old, *edits):
    pair = chart("old", old), chart("new", edited(old, *edits))
    return ValuesComparison(*pair, Noise(*pair))


def told(old, *edits):
    return [
        f"{each.part} {each.kind} {each.where}: {each.message}" for each in compared(old, *edits).changes()
    ]


def schema(change):
    return changed_json(SCHEMA, lambda tree: change(tree["properties"]))


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], []),
        ([replaced("values.yaml", "mode: fast", "mode: slow")], ['minor default-changed values.yaml: mode: "fast" → "slow"']),
        ([replaced("values.yaml", "mode: fast\n", "")], ['minor default-changed values.yaml: mode: "fast" → unset']),
        ([replaced("values.yaml", "mode: fast", "mode: fast\nmore: 1")], ["minor value-added values.yaml: more: is new"]),
        ([replaced("values.yaml", "  tag: 1.4.2", "  tag: 1.4.3")], ['patch default-changed values.yaml: image.tag: "1.4.2" → "1.4.3" (a newer patch version)']),
        ([replaced("values.yaml", "replicas: 1", "replicas: [1]")], ["major default-type-changed values.yaml: replicas: 1 → [1], which is of another type"]),
        ([removed("values.yaml"), added("values.yaml", "mode: fast\n")], ["minor"] * 6),
        ([replaced("values.yaml", "greeting: hello", "greeting: hello\n# a comment")], []),
    ],
)  # fmt: skip
def test_without_a_schema(edits, expected):
    lines = told(shop(), *edits)
    assert len(lines) == len(expected), lines
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


def test_a_value_that_no_template_reads_any_more_has_no_effect():
    edits = [
        replaced("values.yaml", "mode: fast\n", ""),
        replaced("templates/deployment.yaml", "{{ .Values.mode | quote }}", "a"),
    ]
    assert told(shop(), *edits) == ["major value-removed values.yaml: mode: has no effect any more"]


def test_a_value_that_nothing_read_may_go():
    old = edited(shop(), added("values.yaml", "idle: true\n"))
    assert told(old, replaced("values.yaml", "idle: true\n", "")) == [
        "patch value-removed values.yaml: idle: is gone; nothing read it"
    ]


def test_what_stands_in_a_free_map_is_a_default():
    old = edited(
        shop(), replaced("values.yaml", "resources: {}", "resources: {limits: {cpu: 1}, requests: {cpu: 1}}")
    )
    assert told(old, replaced("values.yaml", "limits: {cpu: 1}, ", "")) == [
        'minor default-changed values.yaml: resources.limits: {"cpu": 1} → unset'
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], []),
        ([schema(lambda values: values["mode"]["enum"].pop())], ['major schema-narrowed values.schema.json: mode: "slow" no longer allowed']),
        ([schema(lambda values: values["mode"]["enum"].append("odd"))], ['minor schema-widened values.schema.json: mode: "odd" allowed now']),
        ([schema(lambda values: values.pop("mode")), replaced("values.yaml", "mode: fast\n", "")], ["major value-removed values.schema.json: mode: is no longer known"]),
        ([schema(lambda values: values.update(more={"type": "string"}))], ["minor value-added values.schema.json: more: is new"]),
        ([schema(lambda values: values.update(more={"type": "string"})), added("values.yaml", "more: a\n")], ["minor value-added values.schema.json: more: is new"]),
        ([schema(lambda values: values["greeting"].update(pattern="^[A-Z]+$"))], ["minor schema-changed values.schema.json: greeting: pattern is another"]),
        ([schema(lambda values: values["greeting"].update(description="a"))], []),
        ([changed_json(SCHEMA, lambda tree: tree.update(required=["mode"]))], []),
        ([changed_json(SCHEMA, lambda tree: tree.update(required=["global"]))], ["major value-required values.schema.json: global: must be given now"]),
        ([replaced("values.yaml", "replicas: 1", "replicas: 2")], ["minor default-changed values.yaml: replicas: 1 → 2"]),
        ([removed(SCHEMA)], ["minor schema-removed values.schema.json: values are no longer checked"]),
    ],
)  # fmt: skip
def test_with_a_schema(edits, expected):
    lines = told(shop(schema=True), *edits)
    assert len(lines) == len(expected), lines
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


def test_an_open_schema_that_says_little():
    """As many charts have: keys that it does not name are judged by what templates read."""
    little = json.dumps({"type": "object", "properties": {"replicas": {"type": "integer"}}})
    old = edited(shop(), added(SCHEMA, little))
    gone = [
        replaced("values.yaml", "mode: fast\n", ""),
        replaced("templates/deployment.yaml", "{{ .Values.mode | quote }}", "a"),
    ]
    assert told(old, *gone) == ["major value-removed values.yaml: mode: has no effect any more"]
    assert told(old, replaced("values.yaml", "mode: fast", "mode: fast\nmore: 1")) == [
        "minor value-added values.yaml: more: is new"
    ]
    named = [replaced(path, "logLevel", "level") for path in ("values.yaml", "templates/deployment.yaml")]
    assert told(old, *named) == ["major value-renamed values.schema.json: logLevel: is called level now"]
    assert told(old, replaced("values.yaml", "mode: fast", "mode: [fast]"))[0].startswith(
        "major default-type-changed"
    )


def test_a_free_map_of_a_schema_holds_defaults():
    old = edited(shop(schema=True), replaced("values.yaml", "resources: {}", "resources: {limits: {cpu: 1}}"))
    more = replaced("values.yaml", "limits:", "requests: {cpu: 2}, limits:")
    assert told(old, more) == ['minor default-changed values.yaml: resources.requests: unset → {"cpu": 2}']
    assert [
        line.split()[1]
        for line in told(edited(old, more), replaced("values.yaml", "requests: {cpu: 2}, ", ""))
    ] == ["default-changed"]


def test_a_new_schema():
    text = shop(schema=True)[SCHEMA].decode()
    assert told(shop(), added(SCHEMA, text)) == [
        "minor schema-added values.schema.json: values are checked now"
    ]


def test_a_default_that_repeats_the_version_is_none():
    old = edited(shop(), added("values.yaml", "chartVersion: 1.2.3\n"))
    assert (
        told(old, replaced("values.yaml", "1.2.3", "1.3.0"), replaced("Chart.yaml", "1.2.3", "1.3.0")) == []
    )


def test_a_value_of_which_the_schema_says_nothing_any_more():
    found = compared(
        shop(schema=True),
        schema(
            lambda values: values.update(
                replicas={"description": "Is called count."}, count={"type": "integer"}
            )
        ),
    )
    assert [(path, value, change.kind) for path, value, change in found.opened] == [
        (("replicas",), 1, "schema-widened")
    ]
    assert [each.kind for each in found.changes()] == ["value-added"]
    assert found.names_new_value("replicas: is called count now")
    assert not found.names_new_value("replicas: is called counts now")
    assert not found.names_new_value("replicas: is called a.count now")


def test_samples_are_not_empty():
    for kind, default, sample in (
        ("string", '""', "text"),
        ("boolean", "false", True),
        ("array", "[]", ["text"]),
        ("object", "{}", {"key": "text"}),
    ):
        old = edited(
            shop(schema=True),
            schema(lambda values, kind=kind: values.update(some={"type": kind})),
            added("values.yaml", f"some: {default}\n"),
        )
        found = compared(old, schema(lambda values: values.update(some={})))
        assert [value for _, value, _ in found.opened] == [sample]


def test_schemas_that_are_nested_too_deeply_are_refused():
    node = {"type": "string"}
    for _ in range(400):
        node = {"type": "object", "properties": {"a": node}}
    with pytest.raises(InputError, match="nested too deeply"):
        told(edited(shop(), added(SCHEMA, json.dumps(node))))


@pytest.mark.parametrize("text", ["no JSON", "[" * 100_000, '{"type": 5}', '{"properties": []}', "[]"])
def test_what_is_no_schema(text):
    assert read_schema(chart("a", shop())) is None
    with pytest.raises(InputError, match=SCHEMA):
        read_schema(chart("a", edited(shop(), added(SCHEMA, text))))


def test_a_map_that_is_emptied_took_its_values_along():
    values = "tls: {level: high}\n"
    old = edited(
        shop(), added("values.yaml", values), added("templates/service.yaml", "# {{ .Values.tls.level }}\n")
    )
    emptied = replaced("values.yaml", "{level: high}", "{}")
    assert told(old, emptied) == ['minor default-changed values.yaml: tls.level: "high" → unset']
    unread = replaced("templates/service.yaml", "{{ .Values.tls.level }}", "")
    assert told(old, emptied, unread) == [
        "major value-removed values.yaml: tls.level: has no effect any more"
    ]


def test_a_value_that_the_schema_no_longer_declares_may_have_its_effect():
    old = edited(shop(schema=True), changed_json(SCHEMA, lambda tree: tree.pop("additionalProperties")))
    unread = replaced("templates/deployment.yaml", "{{ .Values.mode | quote }}", "a")
    less = schema(lambda properties: properties.pop("mode"))
    assert told(old, less) == [
        "minor schema-widened values.schema.json: mode: is no longer declared; templates read it all the same"
    ]
    assert told(old, less, unread)[0].startswith("major value-removed")
    assert told(old, less, replaced("values.yaml", "mode: fast\n", ""))[0].startswith("major value-removed")


def test_a_digest_by_any_name_is_another_build():
    old, new = (f"digestChroot: sha256:{letter * 64}\n" for letter in "ab")
    (line,) = told(edited(shop(), added("values.yaml", old)), replaced("values.yaml", old, new))
    assert line.startswith("patch default-changed")
    assert line.endswith("(another build)")


def test_a_value_that_stays_and_that_no_template_reads_any_more():
    unread = replaced("templates/deployment.yaml", "{{ .Values.mode | quote }}", "a")
    line = "major value-removed values.yaml: mode: has no effect any more: no template reads it"
    assert told(shop(), unread) == told(shop(schema=True), unread) == [line]
    hidden = edited(shop(), added("templates/service.yaml", "# {{ .Values.hidden.size }}"))
    assert told(hidden, replaced("templates/service.yaml", "# {{ .Values.hidden.size }}", "")) == [
        "minor value-removed values.yaml: hidden.size: has no effect any more: no template reads it"
    ]
    # Read by another name, as a part of more, or by a subchart.
    for text in ('{{ get .Values "mode" }}', "{{ $v := .Values }}{{ $v.mode }}", "{{ toYaml .Values }}"):
        assert told(shop(), unread, added("templates/service.yaml", text)) == []
    of_subchart = edited(
        shop(),
        added("charts/a/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n"),
        added("charts/a/templates/a.yaml", "{{ .Values.b }}"),
    )
    assert told(of_subchart, removed("charts/a/templates/a.yaml")) == []
