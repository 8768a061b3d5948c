import json
from pathlib import Path

import click
import pytest

from chartgen.cli import packaging
from chartgen.core.errors import InputError, UsageError
from chartgen.registry.access import Access


def context(*, quiet: bool) -> click.Context:
    return click.Context(click.Command("x"), obj={"quiet": quiet})


def test_the_time_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    found = packaging.source(context(quiet=False), str(tmp_path), Access())
    assert (found.time, found.origin) == (12, "SOURCE_DATE_EPOCH")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert packaging.source(context(quiet=False), str(tmp_path), Access()).time == 315_532_800
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "x")
    with pytest.raises(UsageError):
        packaging.source(context(quiet=False), str(tmp_path), Access())


@pytest.mark.parametrize("content", [b"a b", b"a b\n", b"a b\r\nrest\n"])
def test_a_passphrase_is_the_first_line(tmp_path: Path, content: bytes):
    (tmp_path / "p").write_bytes(content)
    assert packaging.passphrase(str(tmp_path / "p")) == b"a b"
    assert packaging.passphrase(None) is None


def test_a_passphrase_that_is_none(tmp_path: Path):
    (tmp_path / "p").write_bytes(b"\nx")
    with pytest.raises(InputError, match="no passphrase in its first line"):
        packaging.passphrase(str(tmp_path / "p"))


def test_results_are_lines_or_json(capsys: pytest.CaptureFixture[str]):
    packaging.show("v", "text", "a\nb", {}, 1)
    assert capsys.readouterr().out == "a\nb\n"
    packaging.show("v", "json", "a", {"inputs": []}, {"b": 1})
    found = json.loads(capsys.readouterr().out)
    assert (found["verb"], found["summary"], found["result"]) == ("v", {"inputs": []}, {"b": 1})
    packaging.show("v", "text", "", {}, 1)
    assert capsys.readouterr().out == ""
    packaging.say(context(quiet=True), "x")
    assert capsys.readouterr().err == ""
    packaging.say(context(quiet=False), "x")
    assert capsys.readouterr().err == "x\n"
