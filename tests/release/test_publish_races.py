"""Others who publish at the same moment, and answers that are lost."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chartgen.chart.remote import pull
from chartgen.core.digest import digest_of
from chartgen.core.errors import RefusedError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import Repository
from chartgen.release.package import Package, package
from chartgen.release.publish import Published, Signed
from chartgen.release.publish_registry import manifest_of, reference_of, to_registry
from tests.registry.answers import Answer, Asked, serving
from tests.release.conftest import WriteChart
from tests.release.pushing import CHART_YAML, PLAIN, in_memory, publish


@pytest.mark.parametrize("moment", ["push_blob", "push_manifest"])
def test_somebody_else_publishes_at_the_same_time(
    packed: Package, place: str, write_chart: WriteChart, monkeypatch: pytest.MonkeyPatch, moment: str
):
    other = package(write_chart({"Chart.yaml": CHART_YAML, "new": ""}, "other"), time=1)
    do = getattr(Repository, moment)

    def meanwhile(self: Repository, *arguments: object) -> str:
        done = do(self, *arguments)
        monkeypatch.setattr(Repository, moment, do)
        content, blobs = manifest_of(Signed(other, None))
        for blob in blobs:
            self.push_blob(blob)
        self.push_manifest("1.0.0_b", content)
        return done

    monkeypatch.setattr(Repository, moment, meanwhile)
    with pytest.raises(RefusedError, match="somebody else published at the same time") as caught:
        publish(packed, place)
    ours, theirs = (digest_of(manifest_of(Signed(each, None))[0]) for each in (packed, other))
    assert ours in caught.value.problem
    assert theirs in caught.value.problem
    assert pull(f"{place}/demo:1.0.0_b", PLAIN).digest == theirs


@pytest.mark.parametrize("is_put", [True, False])
def test_an_answer_that_is_lost(packed: Package, place: str, monkeypatch: pytest.MonkeyPatch, is_put: bool):
    do = Repository.push_manifest

    def put(self: Repository, *arguments: object) -> str:
        if is_put:
            do(self, *arguments)
        raise ToolError("connection lost")

    monkeypatch.setattr(Repository, "push_manifest", put)
    if is_put:
        assert not publish(packed, place).was_there
        return
    with pytest.raises(ToolError, match="connection lost"):
        publish(packed, place)


@pytest.mark.parametrize("status", [400, 403, 405, 409, 412])
def test_a_registry_with_immutable_tags(packed: Package, write_chart: WriteChart, status: int):
    """Whoever comes second is told so by the registry, in words of its own, and meets who was first."""
    other, _ = manifest_of(
        Signed(package(write_chart({"Chart.yaml": CHART_YAML, "n": ""}, "o"), time=1), None)
    )
    first = b""

    def lie(asked: Asked, there: dict[str, bytes]) -> Answer | None:
        if asked.method != "PUT" or "/manifests/" not in asked.path:
            return None
        if first:
            there["1.0.0_b"] = first
        return Answer(status, body=b'{"errors": [{"code": "TAG_INVALID", "message": "is immutable"}]}')

    with serving(in_memory(lie)) as served:
        place = f"oci://{served.host}/p"
        with pytest.raises(ToolError, match="TAG_INVALID: is immutable") as refused:
            publish(packed, place)
        assert "signature" not in refused.value.hint
        first, _ = manifest_of(Signed(packed, None))
        assert not publish(packed, place).was_there
        with pytest.raises(ToolError, match="TAG_INVALID") as caught:
            publish(packed, place, b"signature", replace=True)
        assert "takes no other signature" in caught.value.hint
    first = other
    with serving(in_memory(lie)) as served, pytest.raises(RefusedError, match="at the same time") as lost:
        publish(packed, f"oci://{served.host}/p")
    assert digest_of(other) in lost.value.problem


def test_who_is_putting_the_same_at_this_moment_gets_another_one(packed: Package):
    ours, _ = manifest_of(Signed(packed, None))
    refused = 0.0

    def lie(asked: Asked, there: dict[str, bytes]) -> Answer | None:
        nonlocal refused
        if refused and time.monotonic() - refused > 0.1:
            there["1.0.0_b"] = ours
        if asked.method == "PUT" and "/manifests/" in asked.path:
            refused = time.monotonic()
            return Answer(409)
        return None

    with serving(in_memory(lie)) as served:
        access = Access(plain_http=True, pause=0.2)
        place = f"oci://{served.host}/p"
        assert not to_registry(Signed(packed, None), place, access, replace_signature=False).was_there


def test_many_publish_the_same_and_many_others(packed: Package, place: str, write_chart: WriteChart):
    def outcome(_: int) -> Published | ToolError:
        try:
            return publish(packed, place)
        except ToolError as error:
            # The registry does not always take the same content from two at once.
            return error

    with ThreadPoolExecutor(8) as pool:
        done = [*pool.map(outcome, range(8))]
    digest = digest_of(manifest_of(Signed(packed, None))[0])
    assert {each.digest for each in done if isinstance(each, Published)} == {digest}
    assert publish(packed, place) == (f"{place}/demo:1.0.0_b", digest, True)
    others = [
        package(
            write_chart({"Chart.yaml": CHART_YAML.replace("1.0.0+b", f"2.{number}.0")}, f"o{number}"), time=1
        )
        for number in range(12)
    ]
    with ThreadPoolExecutor(6) as pool:
        assert not any(each.was_there for each in pool.map(lambda each: publish(each, place), others))
    assert sorted(Repository(reference_of(packed, place), PLAIN).tags()) == sorted(
        ["1.0.0_b", *(f"2.{n}.0" for n in range(12))]
    )


PUBLISH = """
import sys
from pathlib import Path
from chartgen.registry.access import Access
from chartgen.release.publish import read
from chartgen.release.publish_registry import to_registry
signed = read(Path(sys.argv[1]))
print(flush=True)
to_registry(signed, sys.argv[2], Access(plain_http=True), replace_signature=False)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_all_or_nothing(packed: Package, place: str, tmp_path: Path):
    archive = tmp_path / "c.tgz"
    archive.write_bytes(packed.content)
    chance = random.Random(5)

    def run(where: str, *, seconds: float | None) -> float:
        """Publish, and kill it so long after it began; give how long it took."""
        argv = [sys.executable, "-c", PUBLISH, str(archive), where]
        with subprocess.Popen(argv, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            start = time.perf_counter()
            if seconds is not None:
                time.sleep(seconds)
                process.send_signal(signal.SIGKILL)
            process.wait()
        return time.perf_counter() - start

    length = run(f"{place}/whole", seconds=None)
    digest = digest_of(manifest_of(Signed(packed, None))[0])
    there = 0
    for trial in range(60):
        where = f"{place}/{trial}"
        run(where, seconds=chance.random() * 1.3 * length)
        reference = reference_of(packed, where)
        try:
            held = Repository(reference, PLAIN).manifest(reference.tag)
        except MissingError:
            # The registry may still be at the last request.
            publish(packed, where)
        else:
            there += 1
            assert held.digest == digest
            assert publish(packed, where).was_there
        pulled = pull(str(reference), PLAIN)
        assert (pulled.digest, pulled.content) == (digest, packed.content)
    assert 0 < there < 60
