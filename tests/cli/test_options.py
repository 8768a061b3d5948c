from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from chartgen.cli import options
from chartgen.cli.options import from_here


def test_the_options_are_those_of_helm_template():
    @click.command()
    @options.values
    @options.target
    def command(**given: object) -> None:
        click.echo(repr(sorted(given.items())))

    argv = ["-f", "a", "--values", "b", "--set", "c=1", "--set-string", "d=2", "-n", "net", "-a", "x/v1"]
    done = CliRunner().invoke(command, argv)
    assert done.exit_code == 0
    for wanted in (
        "('files', ('a', 'b'))",
        "('set_', ('c=1',))",
        "('set_string', ('d=2',))",
        "('namespace', 'net')",
        "('api_versions', ('x/v1',))",
        "('release_name', 'release-name')",
    ):
        assert wanted in done.output


def test_a_path_is_as_seen_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here, outside = tmp_path / "real/here", tmp_path / "outside.yaml"
    (here / "folder").mkdir(parents=True)
    for file in (here / "a.yaml", here / "folder/b.yaml", outside):
        file.touch()
    (here / "link.yaml").symlink_to("a.yaml")
    (here / "folder/away").symlink_to(tmp_path)
    (tmp_path / "other").symlink_to("real")
    monkeypatch.chdir(here)
    for given, expected in {
        "a.yaml": "a.yaml",
        "./folder//b.yaml": "folder/b.yaml",
        "../here/a.yaml": "a.yaml",
        str(here): ".",
        str(here / "link.yaml"): "link.yaml",
        str(tmp_path / "other/here/link.yaml"): "link.yaml",
        # Without the links, this would be another file.
        "folder/away/../a.yaml": "folder/away/../a.yaml",
        str(outside): str(outside),
        "../../outside.yaml": "../../outside.yaml",
        "./none.yaml": "./none.yaml",
        "git:HEAD:folder": "git:HEAD:folder",
        "-": "-",
    }.items():
        assert from_here(given) == expected
