"""What a new version is compared with."""

import subprocess

import pytest

from chartgen.core.errors import InputError
from chartgen.release import baseline

CHART = "apiVersion: v2\nname: net\nversion: {}\n"


def git(*arguments, cwd):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "charts/net"
    folder.mkdir(parents=True)
    write(folder, "0.1.0")
    return folder


def write(directory, version):
    (directory / "Chart.yaml").write_text(CHART.format(version))


def commit(directory, *tags):
    git("init", "-q", cwd=directory.parents[1])
    git("add", ".", cwd=directory.parents[1])
    git("commit", "-qm", "c", cwd=directory)
    for tag in tags:
        git("tag", tag, cwd=directory)


def found(directory):
    chart, name = baseline.find(directory, "net")
    return chart.version, name


def test_a_folder_without_history_is_its_own(directory):
    assert found(directory) == ("0.1.0", str(directory))


def test_before_the_first_commit_too(directory):
    git("init", "-q", cwd=directory.parents[1])
    assert found(directory) == ("0.1.0", str(directory))


def test_what_is_committed_counts(directory):
    commit(directory)
    write(directory, "0.2.0")
    assert found(directory) == ("0.1.0", "git:HEAD:charts/net")


def test_the_newest_tag_of_the_chart_counts_by_version(directory):
    commit(directory, "net-0.9.0", "net-x", "other-2.0.0", "net-0.10.0-rc.1")
    write(directory, "0.10.0")
    commit(directory, "net-0.10.0")
    write(directory, "0.11.0")
    commit(directory)
    assert found(directory) == ("0.10.0", "git:net-0.10.0:charts/net")


def test_tags_of_other_branches_do_not_count(directory):
    commit(directory, "net-0.1.0")
    git("checkout", "-qb", "next", cwd=directory)
    write(directory, "2.0.0")
    commit(directory, "net-2.0.0")
    git("checkout", "-q", "-", cwd=directory)
    assert found(directory) == ("0.1.0", "git:net-0.1.0:charts/net")


def test_a_tag_from_before_the_chart_moved_here_does_not_count(directory):
    commit(directory, "net-0.1.0")
    moved = directory.parent / "moved"
    directory.rename(moved)
    commit(moved)
    assert found(moved) == ("0.1.0", "git:HEAD:charts/moved")


def test_a_released_chart_that_moves_is_not_its_own(directory):
    commit(directory, "net-0.1.0")
    moved = directory.parent / "moved"
    directory.rename(moved)
    with pytest.raises(InputError, match=r"the tag net-0\.1\.0 has no chart there") as caught:
        baseline.find(moved, "net")
    assert "--baseline git:net-0.1.0:FOLDER" in caught.value.hint


def test_without_a_chart_there_is_none(tmp_path):
    with pytest.raises(InputError, match="there is no chart to compare with"):
        baseline.find(tmp_path / "charts/net", "net")
