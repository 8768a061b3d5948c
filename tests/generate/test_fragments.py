from chartgen.generate.fragments import argument, condition, mount_path, nested, users, uses_platform
from chartgen.generate.quoting import quoted
from chartgen.model.container import Argument, Container, Mount
from chartgen.model.platforms.gke import IDLE, PLATFORM, WHEREABOUTS_GC


def test_literal_text_is_quoted_and_expressions_are_templates():
    assert argument('say "x"\n') == '"say \\"x\\"\\n"'
    assert argument(Argument("--a=%v", ".Values.a")) == '{{ printf "--a=%v" .Values.a | quote }}'
    assert mount_path(Mount("v", "/a")) == '"/a"'
    assert mount_path(Mount("v", ".Values.p", expression=True)) == "{{ .Values.p | quote }}"


def test_a_stand_in_is_there_where_the_other_is_not():
    assert condition(WHEREABOUTS_GC) == "$whereabouts"
    assert condition(IDLE) == "(and $multus (not $whereabouts))"


def test_the_variable_is_only_declared_where_it_is_used():
    assert not uses_platform(WHEREABOUTS_GC)
    assert uses_platform(Container("c", "multus", "r", args=(Argument("%v", "$platform.x"),)))
    assert uses_platform(Container("c", "multus", "r", mounts=(Mount("v", "$platform.x", expression=True),)))


def test_paths_are_grouped_by_section():
    assert nested({"b.y": "2", "a.x": "1", "b.x": "3"}) == [
        ("a", [("x", "1")]),
        ("b", [("x", "3"), ("y", "2")]),
    ]


def test_the_users_of_a_volume():
    assert users(PLATFORM, "cni") == ["multus", "whereabouts"]
    assert users(PLATFORM, "none") == []


def test_quoting_leaves_html_alone():
    assert quoted("a<b>&é") == '"a<b>&é"'
