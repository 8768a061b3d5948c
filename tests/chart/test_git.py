import subprocess
from pathlib import Path

import pytest

from chartgen.chart.git import changed_files, commit_time, has, read_commit, tags, top
from chartgen.chart.reference import load
from chartgen.core.errors import InputError, ToolError

CHART = "apiVersion: v2\nname: c\nversion: 0.1.0\n"


def git(*arguments: str, cwd: Path) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=cwd, capture_output=True, check=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "charts/c/Chart.yaml": CHART,
        "charts/c/.helmignore": "*.bak\nignored/\n/only-here\n",
        "charts/c/templates/a.yaml": "\ufeffkind: A\n",
        "charts/c/a.b": "",
        "charts/c/a/b": "2",
        "charts/c/x.bak": "no",
        "charts/c/ignored/deep/y": "no",
        "charts/c/only-here": "no",
        "charts/c/sub/only-here": "yes",
        "top": "t",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "charts/c/link").symlink_to("a/b")
    git("init", "-q", "-b", "main", cwd=tmp_path)
    git("add", ".", cwd=tmp_path)
    git("commit", "-qm", "first", cwd=tmp_path)
    monkeypatch.chdir(tmp_path / "charts")
    return tmp_path


def test_a_commit_gives_the_files_of_its_directory(repository: Path):
    from_directory = load(str(repository / "charts/c"))
    (repository / "charts/c/Chart.yaml").unlink()
    (repository / "charts/c/new").write_text("not committed")
    chart = load("git:HEAD:charts/c")
    assert dict(chart.files) == dict(from_directory.files)
    assert list(chart.files) == list(from_directory.files)
    assert chart.reference == "git:HEAD:charts/c"


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("path", ["charts/c/", "./charts/c", "/charts/c", "charts/../charts/c"])
def test_ways_to_write_a_path(path: str):
    assert load(f"git:main:{path}").name == "c"


@pytest.mark.parametrize("folder", [".charts", "..odd"])
def test_a_folder_whose_name_starts_with_a_dot(repository: Path, folder: str):
    (repository / folder).mkdir()
    (repository / folder / "Chart.yaml").write_text(CHART.replace("name: c", "name: hidden"))
    git("add", ".", cwd=repository)
    git("commit", "-qm", "hidden", cwd=repository)
    assert load(f"git:HEAD:{folder}").name == "hidden"


def test_rules_behind_a_link(repository: Path):
    (repository / "charts/c/.helmignore").rename(repository / "charts/c/rules")
    (repository / "charts/c/.helmignore").symlink_to("rules")
    git("add", ".", cwd=repository)
    git("commit", "-qm", "link", cwd=repository)
    from_directory = load(str(repository / "charts/c"))
    assert "x.bak" not in from_directory.files
    assert dict(load("git:HEAD:charts/c").files) == dict(from_directory.files)


def test_an_older_commit_and_a_tag(repository: Path):
    git("tag", "c-0.1.0", cwd=repository)
    (repository / "charts/c/Chart.yaml").write_text(CHART.replace("0.1.0", "0.2.0"))
    git("commit", "-qam", "second", cwd=repository)
    assert [load(f"git:{ref}:charts/c").version for ref in ("c-0.1.0", "HEAD~1", "HEAD", "main")] == [
        "0.1.0",
        "0.1.0",
        "0.2.0",
        "0.2.0",
    ]


def test_a_chart_at_the_top(repository: Path):
    (repository / "Chart.yaml").write_text(CHART)
    git("add", ".", cwd=repository)
    git("commit", "-qm", "second", cwd=repository)
    assert "charts/c/Chart.yaml" in load("git:HEAD").files
    assert "top" in load("git:HEAD:").files


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("git:nope", "there is no such commit"),
        ("git:", "there is no such commit|ambiguous"),
        ("git:--help", "there is no such commit"),
        ("git:HEAD:nope", "Not a valid object name|does not exist"),
        ("git:HEAD:top", "not a tree object|Not a valid object"),
        ("git:HEAD:../..", "the path leads out of the repository"),
        ("git:HEAD:charts", "there is no Chart.yaml"),
    ],
)
def test_what_is_not_there(reference: str, problem: str):
    with pytest.raises(InputError, match=problem) as caught:
        load(reference)
    assert caught.value.where == reference


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="not a git repository"):
        read_commit("HEAD", "", name="git:HEAD")


@pytest.mark.parametrize("target", ["../../top", "/etc/passwd", "gone", "link", "a"])
def test_links_out_of_the_chart(repository: Path, target: str):
    (repository / "charts/c/bad").symlink_to(target)
    git("add", ".", cwd=repository)
    git("commit", "-qm", "bad", cwd=repository)
    with pytest.raises(InputError, match="the link bad leads to no file of the chart"):
        load("git:HEAD:charts/c")


def test_submodules(repository: Path):
    commit = git("rev-parse", "HEAD", cwd=repository)
    git("update-index", "--add", "--cacheinfo", f"160000,{commit},charts/c/module", cwd=repository)
    git("commit", "-qm", "module", cwd=repository)
    with pytest.raises(InputError, match="module is a submodule"):
        load("git:HEAD:charts/c")


def test_a_large_file(repository: Path):
    with (repository / "charts/c/large").open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    git("add", ".", cwd=repository)
    git("commit", "-qm", "large", cwd=repository)
    with pytest.raises(InputError, match="large is larger than"):
        load("git:HEAD:charts/c")


@pytest.mark.usefixtures("repository")
def test_an_unknown_commit_has_a_hint():
    with pytest.raises(InputError) as caught:
        load("git:no-such-ref")
    assert caught.value.hint.startswith("write git:REF")


def changed(repository: Path, ref: str = "HEAD") -> list[str]:
    found = changed_files(ref, repository / "charts", name="--changed-since")
    return sorted(path.relative_to(repository.resolve()).as_posix() for path in found)


def test_files_that_changed(repository: Path):
    assert changed(repository) == []
    (repository / "top").write_text("other")
    (repository / "charts/c/a/b").unlink()
    (repository / "charts/neu é.yaml").write_text("new")
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "x.log").write_text("ignored")
    (repository / "charts/c/a.b").rename(repository / "charts/c/moved")
    git("add", "top", cwd=repository)
    git("config", "diff.relative", "true", cwd=repository)
    git("config", "diff.external", "false", cwd=repository)
    expected = [".gitignore", "charts/c/moved", "charts/neu é.yaml", "top"]
    assert changed(repository) == expected


def test_what_others_changed_meanwhile_did_not_change_here(repository: Path):
    git("switch", "-qc", "mine", cwd=repository)
    (repository / "mine").touch()
    git("add", ".", cwd=repository)
    git("commit", "-qm", "mine", cwd=repository)
    git("switch", "-q", "main", cwd=repository)
    (repository / "top").write_text("theirs")
    git("commit", "-qam", "theirs", cwd=repository)
    git("switch", "-q", "mine", cwd=repository)
    assert changed(repository, "main") == ["mine"]
    assert changed(repository, "HEAD") == []


def test_a_history_without_a_common_commit(repository: Path):
    git("switch", "-q", "--orphan", "other", cwd=repository)
    (repository / "charts").mkdir(exist_ok=True)
    (repository / "new").touch()
    git("add", ".", cwd=repository)
    git("commit", "-qm", "new", cwd=repository)
    assert changed(repository, "main") == ["new"]


@pytest.mark.parametrize(("ref", "problem"), [("none", "no such commit"), ("--help", "no such commit")])
def test_a_ref_that_there_is_not(repository: Path, ref: str, problem: str):
    with pytest.raises(InputError, match=problem) as caught:
        changed(repository, ref)
    assert caught.value.hint == "name a commit, branch or tag of the repository"


def test_a_folder_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="not a git repository"):
        changed_files("HEAD", tmp_path, name="--changed-since")


def test_a_repository_elsewhere_is_read_from_any_folder(repository, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    here = read_commit("HEAD", "charts/c", name="n", at=repository / "charts")
    assert here["Chart.yaml"] == CHART.encode()
    assert here["link"] == b"2"
    assert "x.bak" not in here


def test_the_top_of_a_repository(repository, tmp_path_factory):
    assert top(repository / "charts/c") == repository
    assert top(repository / "not/there/yet") == repository
    assert top(tmp_path_factory.mktemp("elsewhere")) is None


def test_tags_in_the_history_of_head(repository):
    git("tag", "one", cwd=repository)
    git("checkout", "-qb", "side", cwd=repository)
    git("commit", "-q", "--allow-empty", "-m", "side", cwd=repository)
    git("tag", "on/the-side", cwd=repository)
    assert tags(repository) == ["on/the-side", "one"]
    git("checkout", "-q", "main", cwd=repository)
    assert tags(repository / "charts") == ["one"]


def test_there_are_no_tags_before_the_first_commit(tmp_path):
    git("init", "-q", cwd=tmp_path)
    assert tags(tmp_path) == []
    assert not has("HEAD", "a", at=tmp_path)


def test_what_a_commit_has(repository):
    assert has("HEAD", "charts/c/Chart.yaml", at=repository / "charts")
    assert not has("HEAD", "charts/c/nothing", at=repository)
    assert not has("nowhere", "charts/c/Chart.yaml", at=repository)
    assert not has("--all", "charts/c/Chart.yaml", at=repository)


def commit(folder: Path, path: str, seconds: int) -> None:
    (folder / path).write_text(str(seconds))
    git("add", ".", cwd=folder)
    git("commit", "-qm", "x", cwd=folder)


def test_the_time_of_the_last_commit_of_a_path(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    for path, seconds in (("charts/c/new", 100), ("top", 200), ("charts/c/new", 300), ("top", 400)):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"@{seconds} +0200")
        commit(repository, path, seconds)
    (repository / "charts/c/new").write_text("not committed")
    assert commit_time(str(repository / "charts/c")) == (300, True)
    assert commit_time("git:HEAD:charts/c") == commit_time("git:HEAD:/charts/../charts/c/") == (300, True)
    assert commit_time("git:HEAD~2:charts/c") == (100, True)
    assert commit_time("git:HEAD") == (400, True)
    (repository / "other").mkdir()
    assert commit_time(str(repository / "other")) is None
    assert commit_time(str(tmp_path_factory.mktemp("outside"))) is None
    assert commit_time("git:nothing") is None
    shallow = tmp_path_factory.mktemp("shallow") / "r"
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(shallow), cwd=repository)
    assert commit_time(str(shallow / "charts/c")) == (400, False)
    git("fetch", "-q", "--depth", "2", cwd=shallow)
    assert commit_time(str(shallow / "charts/c")) == (300, False)
    git("fetch", "-q", "--unshallow", cwd=shallow)
    assert commit_time(str(shallow / "charts/c")) == (300, True)
    monkeypatch.setenv("PATH", str(shallow))
    with pytest.raises(ToolError, match="git is not there"):
        commit_time(str(repository / "charts/c"))
    assert commit_time(str(tmp_path_factory.mktemp("outside"))) is None


def test_without_git_nothing_is_known(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    assert top(repository) is None


def test_a_repository_that_git_does_not_read(repository, monkeypatch):
    # As in a container where it belongs to another user.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(InputError, match="dubious ownership"):
        commit_time(str(repository / "charts/c"))
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    (repository / ".git/HEAD").write_text("odd")
    with pytest.raises(InputError, match="not a git repository"):
        commit_time(str(repository / "charts/c"))
    git("init", "-q", "new", cwd=repository.parent)
    assert commit_time(str(repository.parent / "new")) is None
