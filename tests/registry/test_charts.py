"""Charts in registries: those that Helm pushed, and what is none."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chartgen.chart.archive import unpack
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.charts import CONFIG, CONTENT, PROVENANCE, pull
from chartgen.registry.oci import OCI_INDEX, OCI_MANIFEST, Repository
from chartgen.registry.reference import parse_oci
from tests.registry.answers import Answer, by_path, serving
from tests.registry.servers import PASSWORD, USER

PLAIN = Access(plain_http=True, pause=0.01)
LIMIT = 1000_000


def packed(helm: Path, folder: Path, name: str, version: str) -> Path:
    """Pack a small chart by Helm."""
    chart = folder / name
    (chart / "templates").mkdir(parents=True, exist_ok=True)
    (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: {version}\n")
    (chart / "templates/a.yaml").write_text("kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n")
    subprocess.run([helm, "package", chart, "-d", folder], check=True, capture_output=True)
    return folder / f"{name}-{version}.tgz"


def test_what_helm_pushes(helm_program, registry, tmp_path):
    name = f"of-{helm_program.name.replace('.', '-')}"
    for version in ("1.2.0", "1.10.0+build.7", "2.0.0-rc.1"):
        archive = packed(helm_program, tmp_path, name, version)
        if version.startswith("1.10"):
            Path(f"{archive}.prov").write_bytes(b"signed")
        push = [helm_program, "push", archive, registry.reference("charts"), "--plain-http"]
        subprocess.run(push, check=True, capture_output=True)
    reference = parse_oci(registry.reference(f"charts/{name}"))
    newest = pull(reference, PLAIN, limit=LIMIT, with_provenance=True)
    assert str(newest.reference) == f"{reference}:1.10.0_build.7"
    assert newest.content == (tmp_path / f"{name}-1.10.0+build.7.tgz").read_bytes()
    assert newest.provenance == b"signed"
    pulled = [helm_program, "pull", reference, "--plain-http", "-d", tmp_path / "of-helm"]
    (tmp_path / "of-helm").mkdir()
    subprocess.run([str(each) for each in pulled], check=True, capture_output=True)
    assert [each.read_bytes() for each in (tmp_path / "of-helm").iterdir()] == [newest.content]
    assert json.loads(newest.config)["name"] == name
    assert newest.digest == Repository(reference, PLAIN).resolve("1.10.0_build.7")
    rc = pull(parse_oci(f"{reference}:2.0.0-rc.1"), PLAIN, limit=LIMIT, with_provenance=True)
    assert unpack(rc.content, name="c")["Chart.yaml"].endswith(b"version: 2.0.0-rc.1\n")
    assert rc.provenance is None
    assert pull(reference, PLAIN, limit=LIMIT).provenance is None
    for named in (f"{reference}@{rc.digest}", f"{reference}:1.2.0@{rc.digest}"):
        assert pull(parse_oci(named), PLAIN, limit=LIMIT).content == rc.content
    with pytest.raises(InputError, match=f"there is no charts/{name}:1.20.0 on") as missing:
        pull(parse_oci(f"{reference}:1.20.0"), PLAIN, limit=LIMIT)
    assert missing.value.hint == "did you mean '1.2.0'?"
    with pytest.raises(InputError, match=r"has \d+ bytes of .*tar\+gzip, more than 10"):
        pull(reference, PLAIN, limit=10)


def test_helm_logs_in_and_we_read_its_configuration(helm_program, htpasswd_registry, tmp_path):
    config, host = tmp_path / "registry.json", htpasswd_registry.host
    at = ["--registry-config", config]
    login = [helm_program, "registry", "login", host, "-u", USER, "--password-stdin", "--plain-http", *at]
    if helm_program.name == "helm-3.17":
        # It logs in by TLS alone.
        shutil.copy(htpasswd_registry.docker_config, config)
    else:
        subprocess.run(login, input=PASSWORD.encode(), check=True, capture_output=True)
    archive = packed(helm_program, tmp_path, f"in-{helm_program.name.replace('.', '-')}", "1.0.0")
    push = [helm_program, "push", archive, f"oci://{host}/charts", "--plain-http", *at]
    subprocess.run(push, check=True, capture_output=True)
    access = Access(docker_config=config, plain_http=True)
    reference = parse_oci(f"oci://{host}/charts/{archive.name.removesuffix('-1.0.0.tgz')}")
    assert pull(reference, access, limit=LIMIT).content == archive.read_bytes()
    with pytest.raises(ToolError, match="wants credentials, and there are none for it"):
        pull(reference, PLAIN, limit=LIMIT)


def chart(**changes: object) -> dict[str, object]:
    """Give the manifest of a chart with changes."""
    config = {"mediaType": CONFIG, "digest": digest_of(b"{}"), "size": 2}
    layer = {"mediaType": CONTENT, "digest": digest_of(b"chart"), "size": 5}
    return {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [layer], **changes}


def registry_of(manifest: object, **blobs: bytes):
    """Answer with one manifest, and a chart."""
    body = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    return by_path(
        {
            "/v2/c/manifests/1.0.0": Answer(headers={"Content-Type": OCI_MANIFEST}, body=body),
            f"/v2/c/blobs/{digest_of(b'{}')}": Answer(body=b"{}"),
            f"/v2/c/blobs/{digest_of(b'chart')}": Answer(body=blobs.get("chart", b"chart")),
        }
    )


def pulled_from(answers):
    with serving(answers) as served:
        return pull(parse_oci(f"oci://{served.host}/c:1.0.0"), PLAIN, limit=LIMIT, with_provenance=True)


def test_a_chart():
    assert pulled_from(registry_of(chart())).content == b"chart"
    others = [{**LAYER, "mediaType": "text/plain"}] * 2
    assert pulled_from(registry_of(chart(layers=[*others, LAYER]))).content == b"chart"


LAYER = {"mediaType": CONTENT, "digest": digest_of(b"chart"), "size": 5}


@pytest.mark.parametrize(
    ("manifest", "kind", "problem"),
    [
        (chart(config={"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest_of(b""), "size": 0}), InputError, "is no chart but a container image"),
        (chart(config={"mediaType": "text/\x1bplain", "digest": digest_of(b""), "size": 0}), InputError, r"is no chart but of the kind 'text/\\x1bplain'"),
        (chart(config={"mediaType": "x" * 10_000, "digest": digest_of(b""), "size": 0}), InputError, "of the kind 'xxx"),
        ({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": []}, InputError, "is no chart but an image for several platforms"),
        (chart(layers=[]), ToolError, "has no layer with a chart"),
        (chart(layers=None), ToolError, "a manifest without layers"),
        (chart(layers=[LAYER, LAYER]), ToolError, f"has several layers of the kind {re.escape(CONTENT)}"),
        (chart(layers=[LAYER, *[{**LAYER, "mediaType": PROVENANCE}] * 2]), ToolError, "has several layers"),
        (chart(layers=[LAYER, {**LAYER, "mediaType": CONFIG}]), ToolError, "has several layers"),
        (chart(layers=[{**LAYER, "mediaType": "text/plain"}]), ToolError, "has no layer with a chart"),
        (chart(layers={}), ToolError, "a manifest without layers"),
        (chart(layers=["x"]), ToolError, "describes no content"),
        (chart(config=None), ToolError, "describes no content"),
        (chart(layers=[{**LAYER, "size": -1}]), ToolError, "content that has no size"),
        (chart(layers=[{**LAYER, "size": True}]), ToolError, "content that has no size"),
        (chart(layers=[{**LAYER, "digest": "sha256:../../x"}]), ToolError, "content that has no SHA-256"),
        (chart(layers=[{**LAYER, "digest": "sha512:" + "0" * 128}]), ToolError, "content that has no SHA-256"),
        (chart(layers=[{**LAYER, "size": 4}]), ToolError, "more than 4 bytes"),
        (chart(layers=[{**LAYER, "size": 6}]), ToolError, "5 bytes instead of 6"),
        (chart(layers=[LAYER, {**LAYER, "mediaType": PROVENANCE, "size": 6 * 1024**2}]), InputError, "more than 5242880"),
    ],
)  # fmt: skip
def test_what_is_no_chart(manifest, kind, problem):
    with pytest.raises(kind, match=problem) as caught:
        pulled_from(registry_of(manifest))
    assert caught.value.hint
    assert len(str(caught.value)) < 400


def test_a_chart_of_another_digest():
    with pytest.raises(ToolError, match="answers with content of another digest") as caught:
        pulled_from(registry_of(chart(), chart=b"CHART"))
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("tags", [Answer(500), Answer(404), Answer(body=b"<html>")])
def test_what_is_missing_is_told_without_tags_too(tags):
    with (
        serving(by_path({"/v2/c/tags/list": tags})) as served,
        pytest.raises(InputError, match=r"there is no c:1\.0\.0 on") as caught,
    ):
        pull(parse_oci(f"oci://{served.host}/c:1.0.0"), PLAIN, limit=LIMIT)
    assert caught.value.hint == "check the name and the version"


def test_no_tag_is_suggested_for_a_digest():
    named = f"c:1.0.0@{digest_of(b'chart')}"
    with (
        serving(by_path({"/v2/c/tags/list": Answer(body=b'{"tags": ["1.0.0"]}')})) as served,
        pytest.raises(InputError) as caught,
    ):
        pull(parse_oci(f"oci://{served.host}/{named}"), PLAIN, limit=LIMIT)
    assert caught.value.hint == "check the name and the version"


def test_no_stable_version():
    answer = Answer(body=b'{"tags": ["latest", "1.0.0-rc.1", "v2.0.0-1"]}')
    with serving(by_path({"/v2/c/tags/list": answer})) as served:
        reference = parse_oci(f"oci://{served.host}/c")
        with pytest.raises(InputError, match="has no stable version") as caught:
            pull(reference, PLAIN, limit=LIMIT)
    assert caught.value.hint == f"name a version: {reference}:VERSION"
