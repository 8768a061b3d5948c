import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_names_the_program(run: Run, shell: str):
    result = run("completion", shell)
    assert result.code == 0
    assert "_CHARTGEN_COMPLETE" in result.out


def test_completion_offers_verbs_and_options(run: Run):
    answer = run(env={"_CHARTGEN_COMPLETE": "bash_complete", "COMP_WORDS": "chartgen re", "COMP_CWORD": "1"})
    assert answer.out.split() == ["plain,render"]
    answer = run(
        env={
            "_CHARTGEN_COMPLETE": "bash_complete",
            "COMP_WORDS": "chartgen render --set-s",
            "COMP_CWORD": "2",
        }
    )
    assert answer.out.split() == ["plain,--set-string"]


def test_the_help_shows_a_line_for_each_shell(run: Run):
    lines = run("completion", "--help").out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ") and ":  " in line] == [
        "bash:",
        "zsh:",
        "fish:",
    ]
    assert not [line for line in lines if "\\b" in line or "\b" in line]


def test_an_unknown_shell_is_a_usage_error(run: Run):
    assert run("completion", "tcsh").code == 2
