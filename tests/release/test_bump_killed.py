"""A bump that is killed: all is old or all is new after the next generate."""

import os
import random
import shutil
import signal
import time
from collections import Counter

import pytest

from chartgen.diff.change import Part
from chartgen.generate.chart import chart_files
from chartgen.generate.output import drift, write
from chartgen.model.definition_file import read_definition
from chartgen.model.notes import leftovers
from chartgen.model.record import unnamed
from chartgen.release import bump
from tests.release.projects import (
    IMAGES,
    MODEL,
    NOTE,
    chart_as_it_is,
    fragment,
    make_project,
    planned,
    tree,
    upstream,
)


class KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("writes", range(6))
def test_a_kill_leaves_all_old_or_all_new_for_the_next_generate(folder, baseline, monkeypatch, writes):
    fragment(folder, "ranges", "{kind: fixed, description: One}\n")
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=upstream())
    left = iter(range(writes))
    for name in ("write_set", "write_file", "write", "remove"):
        monkeypatch.setattr(bump, name, _until(left, getattr(bump, name)))
    if writes < 4:
        with pytest.raises(KilledError):
            plan.write()
    else:
        plan.write()
    monkeypatch.undo()
    path = folder / "chartgen.yaml"
    definition = read_definition(path)
    is_new = writes >= 2
    assert (definition.version == "0.1.1") == is_new
    files = chart_files(definition, MODEL)
    rest = [*leftovers(folder, definition), *unnamed(folder, definition.upstream)]
    is_drifting = bool(drift(folder / "charts/acme-net", files) or rest)
    assert is_drifting == (0 < writes < 4)
    assert bool(rest) == (0 < writes < 4)
    # What generate does.
    write(folder / "charts/acme-net", files)
    for each in rest:
        each.unlink()
    assert (folder / "changelog.d/ranges.yaml").exists() != is_new
    assert (folder / "changelog.d/0.1.0.yaml").exists() == is_new
    # The next bump ends where this one would have.
    planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=upstream()).write()
    assert [each.description for each in read_definition(path).changes] == ["One", NOTE]
    assert sorted(path.name for path in (folder / "changelog.d").iterdir()) == ["0.1.0.yaml"]


def _until(left, function):
    def run(*arguments):
        if next(left, None) is None:
            raise KilledError
        return function(*arguments)

    return run


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_all_old_or_all_new(tmp_path):
    fragment(make_project(tmp_path / "old"), "ranges", "{kind: fixed, description: One}\n")
    old = tree(tmp_path / "old")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    baseline = chart_as_it_is(tmp_path / "old")
    plan_in(tmp_path / "new", baseline).write()
    new = tree(tmp_path / "new")
    chance, outcomes = random.Random(7), Counter()
    folder = tmp_path / "work"
    shutil.copytree(tmp_path / "old", folder)
    plan = plan_in(folder, baseline)
    for _ in range(200):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "old", folder)
        child = os.fork()
        if child == 0:
            plan.write()
            os._exit(0)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = tree(folder)
        for path, content in left.items():
            if not path.endswith((".tmp", ".chartgen-files")):
                assert content in {old.get(path), new.get(path)}
        generate(folder)
        found = tree(folder)
        assert found in (old, new)
        outcomes[("old", "new")[found == new], left in (old, new)] += 1
    # Some were killed in the middle, and came out on either side.
    assert outcomes["old", False] + outcomes["new", False] > 20
    assert outcomes["new", False] > 0


def plan_in(folder, baseline):
    return planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=upstream())


_generated = {}


def generated(definition):
    if definition.version not in _generated:
        _generated[definition.version] = chart_files(definition, MODEL)
    return _generated[definition.version]


def generate(folder):
    """Do what `chartgen generate` does."""
    path = folder / "chartgen.yaml"
    definition = read_definition(path)
    write(folder / "charts/acme-net", generated(definition))
    for each in [*leftovers(folder, definition), *unnamed(folder, definition.upstream)]:
        each.unlink()
    for each in ("changelog.d", "upstream"):
        for left in folder.glob(f"{each}/.chartgen-*.tmp"):
            left.unlink()
    for left in folder.glob(".chartgen-*.tmp"):
        left.unlink()
