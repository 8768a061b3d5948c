"""What a container runs."""

from typing import Any

import pytest

from chartgen.lint.calls import calls, is_mounted, never_ends
from chartgen.lint.objects import Container


def run(**value: Any) -> list[list[str]]:
    container = Container(value, ("spec", "containers", 0), "containers")
    return [[call.program.text, *(word.text for word in call.arguments)] for call in calls(container)]


def script(text: str) -> list[list[str]]:
    return run(command=["/bin/sh", "-ec", text])[1:]


def test_command_and_arguments():
    assert run(command=["/a", "-x"], args=["y"]) == [["/a", "-x", "y"]]


@pytest.mark.parametrize(
    ("image", "wanted"),
    [
        ("x/multus-cni:v4.2.1", [["/thin_entrypoint", "-x"]]),
        ("x/multus-cni:v4.1.4", [["-x"]]),
        ("x/multus-cni:v4.2.1-thick", [["/usr/src/multus-cni/bin/multus-daemon", "-x"]]),
        ("x/multus-cni:v3.9.3", [["/entrypoint.sh", "-x"]]),
        ("x/whereabouts:v0.7.0", [["-x"]]),
        ("x/nginx:v1.0.0", []),
        ("x/whereabouts:v0.7.0-gke.3", []),
    ],
)
def test_arguments_alone_go_to_what_the_image_runs(image: str, wanted: list[list[str]]):
    assert run(image=image, args=["-x"]) == wanted


def test_an_image_runs_something_by_itself():
    assert run(image="x/whereabouts:v0.7.0") == [["/install-cni.sh"]]
    assert run(image="x/multus-cni:v4.1.4") == [["/thin_entrypoint"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a b && c; d | e &\nf", [["a", "b"], ["c"], ["d"], ["e"], ["f"]]),
        ("if a; then b 'x y'; fi", [["a"], ["b", "x y"], ["fi"]]),
        ("X=1 Y=2 exec a", [["a"]]),
        ("a \\\n  b", [["a", "b"]]),
        ("a > /dev/null 2>&1", [["a"]]),
        ("a b 2>&1 c | d", [["a", "b", "c"], ["d"]]),
        ("a >&2; b 2>&- && c", [["a"], ["b"], ["c"]]),
        ("a &> log; b &>>log; c >| 'a log'", [["a"], ["b"], ["c"]]),
        ("a < in > out -x; b<in>out", [["a", "-x"], ["b"]]),
        ("> out 2>>err a 1 2 > x", [["a", "1", "2"]]),
        ("exec 3>&1 4<&0", []),
        ("a <<< \"b 'c'\" d", [["a", "d"]]),
        ("a2>b; a 'x>y' \"2>&1\" \\> z", [["a2"], ["a", "x>y", "2>&1", ">", "z"]]),
        (
            "if a 2>&1; then b; fi # it's > x\nc;#d\ne '#f' $#",
            [["a"], ["b"], ["fi"], ["c"], ["e", "#f", "$#"]],
        ),
        ("a <(b 2>&1)", [["a"], ["b"]]),
        ("a & b", [["a"], ["b"]]),
        ("# a b\nc # d\ne", [["c"], ["e"]]),
        ("cat > x <<EOF\nt\nEOF\nb", [["cat"], ["b"]]),
        ("cat <<-EOF && c\n t\n EOF\nb", [["cat"], ["c"], ["b"]]),
        ("a 'open", [["a"]]),
        ("a '' b", [["a", "", "b"]]),
        ("f=1 a", [["a"]]),
        ("x -c 'a; b'", [["x", "-c", "a; b"]]),
        ("", []),
    ],
)
def test_scripts(text: str, wanted: list[list[str]]):
    assert script(text) == wanted


def test_a_script_may_be_an_argument_of_the_shell():
    assert run(command=["sh"], args=["-c", "a"]) == [["sh", "-c", "a"], ["a"]]
    assert run(command=["sh", "file", "-c"]) == [["sh", "file", "-c"]]
    assert run(command=["sh", "-c"]) == [["sh", "-c"]]


def test_a_variable_is_set_for_one_call_or_for_all_behind():
    container = Container({"command": ["sh", "-c", "A=1 x; export B=2; y"]}, (), "containers")
    assert [call.environment for call in calls(container)[1:]] == [{"A": "1"}, {"B": "2"}]


def test_flags_are_read_as_go_does():
    container = Container({"command": ["/a", "--b=c", "-d", "e", "--f", "-g"]}, ("x",), "containers")
    call = calls(container)[0]
    found = {name: word.text if (word := call.flag(name)) else None for name in "bdfgh"}
    assert found == {"b": "c", "d": "e", "f": "true", "g": "true", "h": None}
    word = call.flag("d")
    assert word is not None
    assert word.path == ("x", "command", 3)


@pytest.mark.parametrize("odd", [None, 1, "sh -c", {"a": 1}, [None, {"a": 1}, [2]]])
def test_odd_commands_do_no_harm(odd: Any):
    run(command=odd, args=odd, image=odd)


@pytest.mark.parametrize(
    ("program", "wanted"),
    [("/tools/cp", True), ("/tools", True), ("/toolset/cp", False), ("cp", False)],
)
def test_a_program_may_come_from_a_volume(program: str, wanted: bool):
    mounts = [None, {"mountPath": 5}, {"mountPath": "/tools/"}, {"mountPath": "/tools"}]
    assert is_mounted(Container({"volumeMounts": mounts}, (), "containers"), program) is wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"command": ["/thin_entrypoint"]}, True),
        ({"command": ["/install_multus"]}, False),
        ({"command": ["/install-cni.sh"]}, True),
        ({"command": ["/install-cni.sh"], "env": [{"name": "SLEEP", "value": "false"}]}, False),
        ({"command": ["/install-cni.sh"], "env": [{"name": "SLEEP", "value": "true"}]}, True),
        ({"command": ["sh", "-c", "SLEEP=false /install-cni.sh"]}, False),
        ({"command": ["sh", "-c", "SLEEP=true /install-cni.sh"]}, True),
    ],
)
def test_what_runs_until_it_is_stopped(value: dict[str, Any], wanted: bool):
    container = Container(value, (), "initContainers")
    assert never_ends(container, calls(container)[-1]) is wanted


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["/bin/bash", "--norc", "-c", "a"], ["a"]),
        (["/bin/sh", "-e", "-c", "a"], ["a"]),
        (["/bin/sh", "-c", "-e", "a"], ["a"]),
        (["/bin/sh", "-e", "script", "a"], []),
        (["/bin/sh", "script", "-c", "a"], []),
        (["/demo", "-c", "a"], []),
    ],
)
def test_only_what_follows_c_is_a_script(command: list[str], wanted: list[str]):
    assert [words[0] for words in run(command=command)[1:]] == wanted


def test_words_and_a_dash_are_no_flags():
    container = Container({"command": ["/a", "x", "x", "-", "--", "-x", "y"]}, ("c",), "containers")
    [call] = calls(container)
    assert [word.text for word in call.flags()] == ["-x"]
    value = call.flag("x")
    assert value is not None
    assert value.text == "y"
