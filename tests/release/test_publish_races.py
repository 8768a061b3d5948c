"""Others who publish at the same moment, and answers that are lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chartgen.chart.remote import pull
from chartgen.core.errors import RefusedError, ToolError
from chartgen.registry.oci import Repository, digest_of
from chartgen.release.package import Package, package
from chartgen.release.publish import Published, Signed
from chartgen.release.publish_registry import manifest_of, reference_of
from tests.release.conftest import WriteChart
from tests.release.pushing import CHART_YAML, PLAIN, publish


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
