import json

import pytest

from chartgen.chart.archive import pack
from chartgen.chart.reference import load
from chartgen.chart.remote import fetch, pull
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.charts import CONFIG, CONTENT
from chartgen.registry.oci import Repository
from chartgen.registry.reference import parse_oci
from tests.registry.answers import Answer, by_path, serving

PLAIN = Access(plain_http=True, pause=0.01)
FILES = {"Chart.yaml": b"apiVersion: v2\nname: c\nversion: 1.0.0\n", "templates/a.yaml": b"kind: A\n"}


def push(reference: str, tag: str, content: bytes) -> None:
    """Push bytes as a chart."""
    repository = Repository(parse_oci(reference), PLAIN, push=True)
    config = {"mediaType": CONFIG, "digest": repository.push_blob(b"{}"), "size": 2}
    layer = {"mediaType": CONTENT, "digest": repository.push_blob(content), "size": len(content)}
    manifest = {"schemaVersion": 2, "config": config, "layers": [layer]}
    repository.push_manifest(tag, json.dumps(manifest).encode())


def test_a_chart_of_a_registry(registry):
    reference = registry.reference("of/remote")
    push(reference, "1.0.0", pack(FILES))
    chart = load(reference, PLAIN)
    assert (chart.reference, chart.name, chart.version) == (f"{reference}:1.0.0", "c", "1.0.0")
    assert dict(chart.files) == FILES
    assert chart.path_of("values.yaml") == f"{reference}:1.0.0/values.yaml"
    assert fetch(f"{reference}:1.0.0", PLAIN) == (f"{reference}:1.0.0", FILES)
    with pytest.raises(InputError, match="without TLS"):
        fetch(reference.replace("oci:", "http:") + "#c", Access())


def test_a_chart_of_a_repository():
    content = pack(FILES)
    index = {"entries": {"c": [{"version": "1.0.0", "urls": ["c.tgz"], "digest": digest_of(content)[7:]}]}}
    answers = {"/index.yaml": Answer(body=json.dumps(index).encode()), "/c.tgz": Answer(body=content)}
    with serving(by_path(answers)) as served:
        chart = load(f"{served.url}#c", PLAIN)
        assert pull(f"{served.url}#c", PLAIN, with_provenance=True).provenance is None
    assert (chart.reference, chart.name) == (f"{served.url}#c:1.0.0", "c")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"no archive", "not a gzipped archive"), (pack({"a": b""}), "there is no Chart.yaml in it")],
)
def test_what_is_no_chart_is_named(registry, content, problem):
    reference = registry.reference(f"of/{digest_of(content)[7:20]}")
    push(reference, "1.0.0", content)
    with pytest.raises(InputError, match=problem) as caught:
        load(reference, PLAIN)
    assert caught.value.where == f"{reference}:1.0.0"


def test_anonymous_and_by_tls_without_an_access(registry):
    with pytest.raises(ToolError, match="TLS with"):
        load(registry.reference("of/remote:1.0.0"))
