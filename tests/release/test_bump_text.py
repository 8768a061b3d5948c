"""What a bump says to people."""

from chartgen.diff.change import Part, change, verdict
from chartgen.release.bump import plan
from chartgen.release.bump_text import render, render_items
from chartgen.release.items import Item
from chartgen.release.proposal import Wanted, propose
from tests.release.projects import chart_as_it_is, make_project, project


def planned(folder, *messages, part=Part.MINOR):
    here = project(make_project(folder))
    proposal = propose(here, Wanted())
    found = verdict([change("field-changed", "Service s", message, part=part) for message in messages])
    return plan(here, proposal, chart_as_it_is(folder), lambda _old, _new: found, wanted=None)


def test_nothing_is_one_line(tmp_path):
    assert render(planned(tmp_path), [], "v1") == "acme-net 0.1.0: nothing differs from v1\n"


def test_reasons_and_notes(tmp_path):
    assert render(planned(tmp_path, "a → b"), [], "v1") == (
        "acme-net 0.1.0 → 0.2.0\n\nminor difference from v1\n  Service s: a → b\n\n"
        "Changelog of 0.2.0\n  Changed: Service s: a → b\n"
    )


def test_many_reasons_are_cut(tmp_path):
    text = render(planned(tmp_path, *(f"{number} → b" for number in range(13))), [], "v1")
    assert "Service s: 9 → b\n  and 3 more: see `chartgen diff`\n" in text


def test_what_breaks_below_one_says_so(tmp_path):
    text = render(planned(tmp_path, "a → b", part=Part.MAJOR), [], "v1")
    assert "0.1.0 → 0.2.0" in text
    assert "This breaks users; below 1.0.0 that asks for the minor part" in text


def test_items_can_be_accepted_from_a_shell():
    text = render_items([Item("ConfigMap/c/data/a b", "multus", "is gone"), Item("x", "", "is new: 1")])
    assert text == (
        "2 things to look at; nothing is written\n\n"
        "ConfigMap/c/data/a b  (multus)\n  is gone\nx\n  is new: 1\n\n"
        "Change the model where it has to follow, then add what you looked at:\n"
        "  --accept 'ConfigMap/c/data/a b' --accept x\n"
    )


def test_a_manifest_has_no_power_over_the_terminal():
    text = render_items([Item("ConfigMap/a\x1b[31m\nb", "", "is new: \u202e")])
    assert "ConfigMap/a\\x1b[31m\\nb\n  is new: \\u202e\n" in text
    assert "\x1b" not in text
