import click
from click.testing import CliRunner

from chartgen.cli import options


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
