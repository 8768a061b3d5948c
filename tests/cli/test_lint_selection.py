"""Which findings `chartgen lint` tells."""

import re
from pathlib import Path

from tests.cli.conftest import ROOT, Run
from tests.cli.lint_demo import MANIFEST, VALUES, commit, git, lines


def test_a_baseline(lint, demo: Path):
    result = lint("demo", "pod.yaml", "--write-baseline", "b.json")
    assert result.code == 2
    written = lint("pod.yaml", "--write-baseline", "b.json")
    assert (written.code, written.out, written.err) == (
        0,
        "1 file: no findings\n",
        "2 findings written to b.json\n",
    )
    assert lint("demo", "--write-baseline", "b.json").err == "3 findings written to b.json\n"
    for path in ("pod.yaml", "demo"):
        known = lint(path, "--baseline", "b.json")
        assert (known.code, known.out, known.err) == (0, "1 file: no findings\n", "")
    moved = MANIFEST.replace("spec:", "# words\nspec:").replace("imagePullPolcy", "imagePulPolicy")
    (demo / "pod.yaml").write_text(moved)
    changed = lint("pod.yaml", "--baseline", "b.json")
    assert changed.code == 1
    assert ["imagePulPolicy" in line for line in lines(changed)] == [True]
    [gone] = changed.err.splitlines()
    assert gone.startswith("info: b.json: no longer found: pod.yaml: ")
    assert "imagePullPolcy" in gone
    assert lint("pod.yaml", "--baseline", "b.json", "--skip-rule", "unknown-field").err == ""
    chart = (demo / "demo/templates/pod.yaml").read_text()
    (demo / "demo/templates/pod.yaml").write_text(chart.replace("- range", "- range $at, $_ :="))
    assert lint("demo", "--baseline", "b.json").code == 0


RECIPES = re.findall(r"^chartgen (lint .*?) *#", (ROOT / "docs/lint.md").read_text("utf-8"), re.MULTILINE)


def test_the_recipes_of_the_page_in_a_chart_without_configuration(run: Run, demo: Path):
    chart = demo / "demo"
    commit(chart)
    git("update-ref", "refs/remotes/origin/main", "HEAD", folder=chart)
    assert lines(run("lint", cwd=chart))
    assert len(RECIPES) == 3
    for recipe in RECIPES:
        result = run(*recipe.split(), cwd=chart)
        assert (result.code, "[volume-unused]" in result.out) == (0, False), recipe
    with (chart / "templates/pod.yaml").open("a") as file:
        file.write("unknown: 1\n")
    for recipe in RECIPES[1:]:
        assert run(*recipe.split(), cwd=chart).code == 1


def test_a_broken_baseline_is_written_anew_where_that_is_asked_for(lint, demo: Path):
    for content in ('<<<<<<< mine\n{"schemaVersion": 1', '{"schemaVersion": 9}', ""):
        (demo / "b.json").write_text(content)
        assert lint("pod.yaml", "--baseline", "b.json").code == 3
        result = lint("pod.yaml", "--write-baseline", "b.json")
        assert (result.code, result.err.splitlines()[0]) == (0, "2 findings written to b.json")
        assert result.err.splitlines()[1].startswith("warning: b.json: is no ")
        assert result.err.endswith("; it is written anew\n")
        assert lint("pod.yaml", "--baseline", "b.json").out == "1 file: no findings\n"


def test_only_what_changed(lint, demo: Path):
    commit(demo)
    before = lint("demo", "--changed-since", "HEAD")
    assert (before.code, before.out) == (0, "1 file: no findings\n")
    (demo / "demo/README.md").write_text("new")
    assert lines(lint("demo", "--changed-since", "HEAD")) == []
    (demo / "demo/values.yaml").write_text(f"{VALUES}# More.\n")
    assert len(lines(lint("demo", "--changed-since", "HEAD"))) == 1
    (demo / "pod.yaml").write_text(f"{MANIFEST}# words\n")
    (demo / "other.yaml").write_text(MANIFEST.replace("main}", "other}"))
    found = lint("pod.yaml", "other.yaml", "--changed-since", "HEAD")
    assert (found.code, len(lines(found))) == (1, 4)
    assert len(lines(lint("pod.yaml", "other.yaml", "--changed-since", "HEAD", cwd=demo))) == 4
    refused = lint("demo", "--changed-since", "none")
    assert (refused.code, refused.err.splitlines()[0]) == (
        3,
        "error: --changed-since: there is no such commit",
    )
    assert lint("git:HEAD:demo", "--changed-since", "HEAD").code == 2
    empty = lint("demo", "--changed-since", "")
    assert (empty.code, empty.err.splitlines()[0]) == (2, "error: --changed-since: names no commit")


def test_a_fix_is_only_of_what_is_told(lint, demo: Path):
    for name in ("a", "b"):
        (demo / f"{name}.yaml").write_text(f"# chartgen: ignore[volume-unused] why\nkind: {name.upper()}\n")
    commit(demo)
    (demo / "b.yaml").write_text("# chartgen: ignore[volume-unused] why\nkind: C\n")
    assert lint("a.yaml", "b.yaml", "--fix", "--changed-since", "HEAD").err == "1 fixed\n"
    assert "ignore" in (demo / "a.yaml").read_text()
    assert (demo / "b.yaml").read_text() == "kind: C\n"
