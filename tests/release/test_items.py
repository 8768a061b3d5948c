"""Differences between shapes, named by where they are."""

from chartgen.release.items import differences

OLD = {
    "DaemonSet/net": {
        "containers": {"main": {"args": {"--a": "1", "--b": None}}},
        "pod": {"hostNetwork": True},
    },
    "ConfigMap/c": {"data": {"x": "1"}},
}


def found(new, old=None):
    return dict(differences(old or OLD, new))


def test_equal_manifests_have_none():
    assert found(OLD) == {}


def test_each_is_named_by_its_path():
    new = {
        **OLD,
        "DaemonSet/net": {
            "containers": {"main": {"args": {"--a": "2", "--c": None}}, "more": {"image": "i"}},
            "pod": {"hostNetwork": True},
        },
    }
    assert found(new) == {
        "DaemonSet/net/containers/main/args/--a": '"1" became "2"',
        "DaemonSet/net/containers/main/args/--b": "is gone, it was null",
        "DaemonSet/net/containers/main/args/--c": "is new: null",
        "DaemonSet/net/containers/more": 'is new: {"image": "i"}',
    }


def test_objects_come_and_go_as_a_whole():
    new = {"DaemonSet/net": OLD["DaemonSet/net"], "Service/s": {"spec": {"a": 1}}}
    assert found(new) == {"ConfigMap/c": "is gone", "Service/s": 'is new: {"spec": {"a": 1}}'}


def test_an_object_that_got_another_name_is_one_difference():
    assert found({"DaemonSet/other": OLD["DaemonSet/net"], "ConfigMap/c": OLD["ConfigMap/c"]}) == {
        "DaemonSet/net/name": '"DaemonSet/net" became "DaemonSet/other"'
    }


def test_another_object_of_the_same_kind_is_no_new_name():
    new = {"DaemonSet/other": {"containers": {"b": {}}}, "ConfigMap/c": OLD["ConfigMap/c"]}
    assert set(found(new)) == {"DaemonSet/net", "DaemonSet/other"}


def test_long_values_are_cut():
    text = found({**OLD, "Service/s": {"a": "x" * 500}})["Service/s"]
    assert len(text) < 200
    assert text.endswith("...")


def test_an_object_that_shares_but_half_of_another_is_no_new_name():
    old, new = {"Service/a": {"x": 1, "y": 1}}, {"Service/b": {"x": 1, "y": 2}}
    assert set(found(new, old)) == {"Service/a", "Service/b"}
    old["Service/a"]["z"] = new["Service/b"]["z"] = 1
    assert set(found(new, old)) == {"Service/a/name", "Service/a/y"}


def test_which_of_two_got_another_name_is_for_people():
    tree = OLD["DaemonSet/net"]
    old = {"DaemonSet/a": tree, "DaemonSet/b": tree}
    assert set(found({"DaemonSet/c": tree}, old)) == {"DaemonSet/a", "DaemonSet/b", "DaemonSet/c"}
    assert set(found(old, {"DaemonSet/c": tree})) == {"DaemonSet/a", "DaemonSet/b", "DaemonSet/c"}
