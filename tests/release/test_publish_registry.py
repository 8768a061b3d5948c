import json
import subprocess
import uuid
from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.chart.remote import pull
from chartgen.core.digest import digest_of
from chartgen.core.errors import ChartgenError, InputError, RefusedError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.oci import OCI_MANIFEST, Repository
from chartgen.release.gnupg import gpg
from chartgen.release.package import Package, package
from chartgen.release.provenance import sign
from chartgen.release.publish import ExistsError, Signed
from chartgen.release.publish_registry import manifest_of, reference_of, to_registry
from tests.registry.answers import Answer, Answers, Asked, serving
from tests.release.conftest import PASSPHRASE, Keys, WriteChart
from tests.release.pushing import CHART_YAML, PLAIN, in_memory, publish

ROOT = Path(__file__).resolve().parents[2]


def test_the_manifest_is_a_function_of_the_package(packed: Package):
    content, blobs = manifest_of(Signed(packed, b"p"))
    assert content == manifest_of(Signed(packed, b"p"))[0]
    assert b" " not in content.replace(b"For the tests", b"").replace(b"Ann (a@example.com), Bob", b"")
    manifest = json.loads(content)
    assert list(manifest) == sorted(manifest)
    image = "org.opencontainers.image."
    assert manifest["annotations"] == {
        f"{image}authors": "Ann (a@example.com), Bob",
        f"{image}created": "2023-11-14T22:13:20Z",
        f"{image}description": "For the tests",
        f"{image}source": "https://example.com/s",
        f"{image}title": "demo",
        f"{image}url": "own",
        f"{image}version": "1.0.0+b",
        "x": "z",
    }
    assert [each["digest"] for each in manifest["layers"]] == [packed.digest, digest_of(b"p")]
    assert "odd" not in json.loads(blobs[0])
    # What may never change: whoever has the package can tell the digest.
    assert digest_of(content) == "sha256:f9968d22077a5242475eed1484d7d8e0e433ca2d5267f4bee78dd489409800fa"


def test_what_a_chart_does_not_say_is_no_annotation(write_chart: WriteChart):
    chart = write_chart(
        {"Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\ndescription: ' '\nhome: https://ä.org\n"}
    )
    content, _ = manifest_of(Signed(package(chart, time=1), None))
    image = "org.opencontainers.image."
    assert json.loads(content)["annotations"] == {
        f"{image}created": "1970-01-01T00:00:01Z",
        f"{image}title": "c",
        f"{image}url": "https://ä.org",
        f"{image}version": "1.0.0",
    }
    assert "https://ä.org".encode() in content


def test_a_package_is_published_once(packed: Package, place: str):
    first = publish(packed, place)
    assert first.reference == f"{place}/demo:1.0.0_b"
    assert not first.was_there
    again = publish(packed, place)
    assert again == (first.reference, first.digest, True)
    pulled = pull(first.reference, PLAIN, with_provenance=True)
    assert (pulled.content, pulled.provenance, pulled.digest) == (packed.content, None, first.digest)
    # The same elsewhere has the same digest.
    assert publish(packed, f"{place}/else/where/").digest == first.digest


def test_helm_takes_it_from_there(place: str, keys: Keys, helm_program: Path, tmp_path: Path):
    packed = package(load(str(ROOT / "charts/multus-ipvlan")), time=1)
    with gpg(keys.secret, secret=True) as program:
        provenance = sign(packed, program, key="ann@", passphrase=PASSPHRASE + b"\n")
    done = publish(packed, place, provenance)
    tmp_path.joinpath("in").mkdir()

    def helm(*arguments: str) -> str:
        argv = [helm_program, *arguments, "--plain-http"]
        ended = subprocess.run(argv, check=True, capture_output=True, text=True, cwd=tmp_path / "in")
        return ended.stdout + ended.stderr

    reference = f"{place}/multus-ipvlan"
    assert done.digest in helm(
        "pull", reference, "--version", "0.1.0", "--verify", "--keyring", str(keys.rsa)
    )
    assert (tmp_path / "in/multus-ipvlan-0.1.0.tgz").read_bytes() == packed.content
    assert (tmp_path / "in/multus-ipvlan-0.1.0.tgz.prov").read_bytes() == provenance
    values = str(ROOT / "charts/multus-ipvlan/ci/01-one-network-values.yaml")
    assert "kind: DaemonSet" in helm("template", reference, "-f", values)
    # Helm 3 asks the cluster even then.
    if helm_program.name == "helm-4":
        assert "kind: DaemonSet" in helm("install", "r", reference, "-f", values, "--dry-run=client")


def test_what_helm_pushed_is_the_same_chart_or_another_one(
    packed: Package, place: str, helm4: Path, tmp_path: Path
):
    archive = tmp_path / packed.file_name
    archive.write_bytes(packed.content)
    subprocess.run([helm4, "push", archive, place, "--plain-http"], check=True, capture_output=True)
    done = publish(packed, place)
    assert done.was_there
    # It has the digest of Helm's manifest, which knows the file's time.
    assert (
        done.digest == pull(done.reference, PLAIN).digest != digest_of(manifest_of(Signed(packed, None))[0])
    )


@pytest.mark.parametrize("chart", [None, "charts/multus-ipvlan"])
def test_it_says_what_helm_says(packed: Package, place: str, helm4: Path, tmp_path: Path, chart: str | None):
    packed = packed if chart is None else package(load(str(ROOT / chart)), time=1)
    (tmp_path / packed.file_name).write_bytes(packed.content)
    subprocess.run(
        [helm4, "push", tmp_path / packed.file_name, place, "--plain-http"], check=True, capture_output=True
    )
    reference = reference_of(packed, place)
    theirs = json.loads(Repository(reference, PLAIN).manifest(reference.tag).content)
    content, blobs = manifest_of(Signed(packed, None))
    ours = json.loads(content)
    for manifest in (theirs, ours):
        manifest["annotations"].pop("org.opencontainers.image.created")
    assert ours["annotations"] == theirs["annotations"]
    assert ours["layers"] == theirs["layers"]
    assert json.loads(blobs[0]) == json.loads(pull(str(reference), PLAIN).config)
    # The specification wants the field; Helm leaves it out.
    ours.pop("mediaType")
    assert {**ours, "config": 0} == {**theirs, "config": 0}


def test_another_package_is_refused(packed: Package, place: str, write_chart: WriteChart):
    first = publish(packed, place)
    other = package(write_chart({"Chart.yaml": CHART_YAML, "new": ""}, "other"), time=1)
    with pytest.raises(ExistsError, match=f"the chart {packed.digest}, not {other.digest}"):
        publish(other, place)
    assert pull(first.reference, PLAIN).digest == first.digest


def test_something_else_is_refused(packed: Package, place: str):
    repository = Repository(reference_of(packed, place), PLAIN, push=True)
    config = repository.push_blob(b"{}")
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": 2},
        "layers": [],
    }
    digest = repository.push_manifest("1.0.0_b", json.dumps(manifest).encode())
    with pytest.raises(ExistsError, match=f"something else, {digest}, not {packed.digest}"):
        publish(packed, place)


def test_signatures(packed: Package, place: str):
    unsigned = publish(packed, place)
    with pytest.raises(RefusedError, match="without a signature"):
        publish(packed, place, b"one")
    one = publish(packed, place, b"one", replace=True)
    assert not one.was_there
    assert one.digest != unsigned.digest
    assert publish(packed, place, b"one") == (one.reference, one.digest, True)
    # Without one, what is there stays.
    assert publish(packed, place, replace=True) == (one.reference, one.digest, True)
    with pytest.raises(RefusedError, match="with another signature"):
        publish(packed, place, b"two")
    assert pull(one.reference, PLAIN, with_provenance=True).provenance == b"one"
    publish(packed, place, b"two", replace=True)
    assert pull(one.reference, PLAIN, with_provenance=True).provenance == b"two"


@pytest.mark.parametrize("fixture", ["htpasswd_registry", "token_registry"])
def test_registries_that_want_to_know_who_we_are(
    packed: Package, fixture: str, request: pytest.FixtureRequest
):
    registry = request.getfixturevalue(fixture)
    place = registry.reference(f"charts/{uuid.uuid4().hex}")
    with pytest.raises((ToolError, InputError)):
        publish(packed, place)
    known = Access(plain_http=True, docker_config=registry.docker_config)
    assert not to_registry(Signed(packed, None), place, known, replace_signature=False).was_there
    assert to_registry(Signed(packed, None), place, known, replace_signature=False).was_there


def test_a_registry_that_does_not_say_for_what_it_wants_a_token(packed: Package):
    def lie(asked: Asked, _: dict[str, bytes]) -> Answer | None:
        if asked.path.startswith("/token"):
            return Answer(body=b'{"token": "t"}')
        realm = f'Bearer realm="http://{asked.headers["host"]}/token"'
        return None if "authorization" in asked.headers else Answer(401, {"WWW-Authenticate": realm})

    with serving(in_memory(lie)) as served:
        publish(packed, f"oci://{served.host}/p")
        (issued,) = [path for path in served.paths if "/token" in path]
        assert issued.endswith("scope=repository%3Ap%2Fdemo%3Apull%2Cpush")


@pytest.mark.parametrize(
    "place",
    ["oci://", "oci://host/UPPER", "oci://host/p:1.0", "oci://host/p@sha256:x", "oci://user:pw@host/p"],
)
def test_destinations_that_are_none(packed: Package, place: str):
    with pytest.raises(InputError):
        reference_of(packed, place)


def held(content: bytes) -> Answers:
    """Be a registry whose tag names some content."""
    return in_memory(
        lambda asked, _: (
            Answer(200, {"Content-Type": OCI_MANIFEST}, content)
            if asked.method == "GET" and "/manifests/" in asked.path
            else None
        )
    )


def test_what_no_client_takes_for_the_chart_is_something_else(packed: Package):
    """It names our chart, and Helm would not pull it."""
    content, _ = manifest_of(Signed(packed, None))
    image = json.dumps(
        {**json.loads(content), "config": {"mediaType": "x", "digest": packed.digest, "size": 1}}
    )
    index = json.dumps({**json.loads(content), "manifests": []})
    for there in (held(index.encode()), held(image.encode())):
        with serving(there) as served, pytest.raises(ExistsError, match="something else, sha256:"):
            publish(packed, f"oci://{served.host}/p")
        assert not any(each.method in {"PUT", "POST"} for each in served.asked)


@pytest.mark.parametrize(
    ("content", "problem", "hint"),
    [
        (b"<html>Log in</html>", "answers with no JSON", "no proxy or login page"),
        (b"[]", "answers with something else than one JSON object", "no proxy or login page"),
        (b'{"config": null}', "has a manifest that", "see what the registry has there"),
    ],
)
def test_what_is_no_manifest_is_no_published_version(packed: Package, content: bytes, problem, hint):
    """A page of a proxy, say, which --skip-existing must not pass over."""
    with serving(held(content)) as served, pytest.raises(ToolError, match=problem) as caught:
        publish(packed, f"oci://{served.host}/p")
    assert hint in caught.value.hint


def test_a_chart_that_a_registry_has_lost_goes_there_again(packed: Package):
    lost = True

    def lie(asked: Asked, there: dict[str, bytes]) -> Answer | None:
        if lost:
            there.pop(packed.digest, None)
        return None

    with serving(in_memory(lie)) as served:
        publish(packed, f"oci://{served.host}/p")
        lost = False
        assert publish(packed, f"oci://{served.host}/p").was_there
        assert pull(f"oci://{served.host}/p/demo:1.0.0_b", PLAIN).content == packed.content
        uploads = len(served.paths)
        assert publish(packed, f"oci://{served.host}/p").was_there
        assert [each.split()[0] for each in served.paths[uploads:]] == ["GET", "HEAD"]


def test_a_registry_that_takes_nothing_and_says_it_did(packed: Package):
    """It answers each upload with success, and has nothing afterwards."""

    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            return Answer(202, {"Location": "/v2/upload"})
        if asked.method == "PUT":
            return Answer(201)
        return Answer(404, body=b"{}") if "/v2/p/" in asked.path else Answer()

    with serving(answer) as served, pytest.raises(RefusedError, match="nothing is there now"):
        publish(packed, f"oci://{served.host}/p")


def test_a_registry_that_wants_its_repositories_made_first(packed: Package):
    body = b'{"errors": [{"code": "NAME_UNKNOWN", "message": "The repository p/demo does not exist"}]}'
    with (
        serving(
            in_memory(lambda asked, _: Answer(404, body=body) if asked.method == "POST" else None)
        ) as served,
        pytest.raises(ToolError, match="NAME_UNKNOWN: The repository p/demo does not exist"),
    ):
        publish(packed, f"oci://{served.host}/p")


@pytest.mark.parametrize("status", [400, 401, 403, 405, 429, 500, 503])
def test_a_registry_that_fails(packed: Package, status: int):
    with (
        serving(lambda _: Answer(status, {"Retry-After": "0"})) as served,
        pytest.raises(ChartgenError) as caught,
    ):
        publish(packed, f"oci://{served.host}/p")
    assert not isinstance(caught.value, ExistsError)
    assert not any(each.method in {"PUT", "POST"} for each in served.asked)
