"""What git knows: a chart as it is in a commit, when it changed last, and the files that changed since one.

The work tree is never touched.
"""

import codecs
import os
import posixpath
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from chartgen.chart.archive import MAX_CHART_BYTES, MAX_FILES, check_name, check_size
from chartgen.chart.helmignore import FILE_NAME as IGNORE_FILE
from chartgen.chart.helmignore import parse
from chartgen.core import process
from chartgen.core.errors import InputError
from chartgen.core.stop import Stop

_TIMEOUT: Final = 60.0
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_HINT: Final = "write git:REF or git:REF:path/of/the/chart, inside the repository"


_HERE: Final = Path()

_Git = Callable[..., bytes]
"""Runs git in a repository with arguments and `input`, and gives what it prints."""


class _Entry(NamedTuple):
    mode: str
    blob: str
    size: int


def read_commit(ref: str, path: str, *, name: str, at: Path = _HERE) -> dict[str, bytes]:
    """Give the files that Helm would load from the directory `path` of `ref`; an empty path is the top.

    The repository is the one around the folder `at`. `name` is for messages.

    Raises:
        InputError: not a repository, no such commit or directory, a submodule, a link to what is not a
            file of the chart, a limit of `chart.archive`, or a bad `.helmignore`.
        ToolError: git is missing or hangs.
    """
    directory = posixpath.normpath(path.strip("/") or ".")
    if directory == ".." or directory.startswith("../"):
        raise InputError("the path leads out of the repository", where=name)
    git = partial(_git, "-C", str(at), name=name)
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    entries = _entries(git, f"{commit.decode().strip()}:{'' if directory == '.' else directory}")
    rules = parse(b"", file=IGNORE_FILE)
    if IGNORE_FILE in entries:
        rules = parse(_content(git, IGNORE_FILE, entries, name), file=f"{name}/{IGNORE_FILE}")
    kept = {path: entry for path, entry in entries.items() if not rules.leave_out_file(path)}
    _check(kept, name)
    blobs = _blobs(git, [entry.blob for entry in kept.values()])
    files: dict[str, bytes] = {}
    for file, entry in kept.items():
        blob = entry.blob
        if entry.mode == _LINK:
            blob = _target(file, blobs[blob].decode("utf-8", "replace"), kept, name)
        files[file] = blobs[blob].removeprefix(codecs.BOM_UTF8)
    return files


def changed_files(ref: str, folder: Path, *, name: str) -> frozenset[Path]:
    """Give the files of the repository around a folder that changed since its history left that of `ref`.

    Those that are not committed, or that git does not know, are among them; those that are gone or ignored
    are not. Paths are real ones, without links. `name` is for messages.

    Raises:
        InputError: not a repository, or no such commit.
        ToolError: git is missing or hangs.
    """

    def git(*arguments: str, at: Path) -> bytes:
        return _git(
            "-C", str(at), *arguments, name=name, hint="name a commit, branch or tag of the repository"
        )

    top = Path(os.fsdecode(git("rev-parse", "--show-toplevel", at=folder).rstrip(b"\n")))
    there = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", at=top)
    commit = there.decode().strip()
    # In a shallow clone there may be no common commit: then all that differs counts.
    common = process.run(["git", "-C", str(top), "merge-base", commit, "HEAD"], timeout=_TIMEOUT)
    since = common.out.decode().strip() or commit
    # Configuration may ask for relative names, or for another program that compares.
    options = ("--name-only", "--no-renames", "--no-ext-diff", "--no-relative", "--diff-filter=d", "-z")
    changed = git("diff", *options, since, "--", at=top)
    unknown = git("ls-files", "--others", "--exclude-standard", "-z", at=top)
    names = {os.fsdecode(path) for path in (changed + unknown).split(b"\0") if path}
    return frozenset(Path(os.path.realpath(top / path)) for path in names)


class CommitTime(NamedTuple):
    """When a folder changed last: seconds since 1970; not certain where the history ends before that."""

    seconds: int
    is_certain: bool


def commit_time(reference: str, stop: Stop | None = None) -> CommitTime | None:
    """Give the time of the last commit that changed a folder, or the one that `git:REF[:path]` names.

    Nothing if it is outside of a repository or was never committed. `stop` can end it from another thread.

    Raises:
        InputError: git refuses the repository, as one of somebody else, or cannot read it.
        ToolError: git hangs, or is missing in a repository.
    """
    at, ref, path = reference, "HEAD", "."
    if reference.startswith("git:"):
        at = "."
        ref, _, path = reference.removeprefix("git:").partition(":")
        inside = posixpath.normpath(path.strip("/") or ".")
        path = f":(top,literal){'' if inside == '.' else inside}"
    # Signatures would stand before the line.
    log = ("log", "-1", "--no-show-signature", "--format=%ct %H %P", "--end-of-options", ref, "--", path)
    try:
        done = process.run(["git", "-C", at, *log], timeout=_TIMEOUT, stop=stop)
        if done.code and _is_in_repository(at):
            # Fails for what is wrong with a repository, not for one without commits.
            _git("-C", at, "rev-parse", "--git-dir", name=reference)
    except process.AbsentError:
        if _is_in_repository(at):
            raise
        return None
    if done.code or not done.out.strip():
        return None
    seconds, commit, *parents = done.out.decode().split()
    return CommitTime(max(0, int(seconds)), bool(parents) or commit not in _ends(at))


def _is_in_repository(folder: str) -> bool:
    """Say whether there is a repository around a folder, whatever git makes of it."""
    path = Path(folder).absolute()
    return any((each / ".git").exists() for each in (path, *path.parents))


def _ends(folder: str) -> list[str]:
    """Give the commits of a repository whose parents a shallow clone left out."""
    found = process.run(["git", "-C", folder, "rev-parse", "--git-path", "shallow"], timeout=_TIMEOUT)
    file = Path(folder, found.out.decode().rstrip("\n"))
    return file.read_text("utf-8").split() if file.is_file() else []


def top(folder: Path) -> Path | None:
    """Give the top folder of the repository around a folder, without links; nothing without one, or git.

    Raises:
        ToolError: git hangs.
    """
    existing = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    try:
        found = process.run(["git", "-C", str(existing), "rev-parse", "--show-toplevel"], timeout=_TIMEOUT)
    except process.AbsentError:
        return None
    return None if found.code else Path(os.path.realpath(os.fsdecode(found.out.rstrip(b"\n"))))


def tags(folder: Path) -> list[str]:
    """Give the tags in the history of HEAD of the repository around a folder; none before the first commit.

    Raises:
        ToolError: git hangs.
    """
    found = process.run(["git", "-C", str(folder), "tag", "--list", "--merged", "HEAD"], timeout=_TIMEOUT)
    return os.fsdecode(found.out).split("\n")[:-1]


def has(ref: str, path: str, *, at: Path) -> bool:
    """Say whether a commit of the repository around a folder has a file at a path from its top.

    Raises:
        ToolError: git hangs.
    """
    named = f"{ref}^{{commit}}"
    commit = process.run(
        ["git", "-C", str(at), "rev-parse", "-q", "--verify", "--end-of-options", named], timeout=_TIMEOUT
    )
    blob = f"{commit.out.decode().strip()}:{path}"
    return (
        not commit.code
        and not process.run(["git", "-C", str(at), "cat-file", "-e", blob], timeout=_TIMEOUT).code
    )


def _content(git: _Git, path: str, entries: dict[str, _Entry], name: str) -> bytes:
    """Give what a file holds, or the one that it links to."""
    blob = entries[path].blob
    content = _blobs(git, [blob])[blob]
    if entries[path].mode == _LINK:
        blob = _target(path, content.decode("utf-8", "replace"), entries, name)
        content = _blobs(git, [blob])[blob]
    return content


def _entries(git: _Git, tree: str) -> dict[str, _Entry]:
    """List the files of a tree in the order in which Helm walks a directory."""
    entries: dict[str, _Entry] = {}
    for line in git("ls-tree", "-r", "-z", "-l", "--full-tree", tree).split(b"\0")[:-1]:
        head, _, raw = line.partition(b"\t")
        mode, _, blob, size = head.decode().split()
        entries[os.fsdecode(raw)] = _Entry(mode, blob, 0 if size == "-" else int(size))
    return dict(sorted(entries.items(), key=lambda item: os.fsencode(item[0]).split(b"/")))


def _check(entries: dict[str, _Entry], name: str) -> None:
    if len(entries) > MAX_FILES:
        raise InputError(f"holds more than {MAX_FILES} files", where=name)
    if sum(entry.size for entry in entries.values()) > MAX_CHART_BYTES:
        raise InputError(f"holds more than {MAX_CHART_BYTES} bytes", where=name)
    for path, entry in entries.items():
        check_name(path, name)
        check_size(path, entry.size, name)
        if entry.mode == _SUBMODULE:
            hint = "give a directory where it is checked out"
            raise InputError(f"{path} is a submodule", where=name, hint=hint)


def _target(link: str, text: str, entries: dict[str, _Entry], name: str) -> str:
    """Give the blob of the file that a link of the commit leads to."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(link), text))
    entry = entries.get(path)
    if entry is None or entry.mode == _LINK:
        hint = "check the commit out and give the directory"
        raise InputError(f"the link {link} leads to no file of the chart", where=name, hint=hint)
    return entry.blob


def _blobs(git: _Git, blobs: list[str]) -> dict[str, bytes]:
    wanted = list(dict.fromkeys(blobs))
    out = git("cat-file", "--batch", input="".join(f"{blob}\n" for blob in wanted).encode())
    contents: dict[str, bytes] = {}
    position = 0
    for blob in wanted:
        end = out.index(b"\n", position)
        start, size = end + 1, int(out[position:end].split()[2])
        contents[blob] = out[start : start + size]
        position = start + size + 1
    return contents


def _git(
    *arguments: str,
    name: str,
    input: bytes = b"",  # noqa: A002 - as in process.run
    hint: str = _HINT,
) -> bytes:
    done = process.run(["git", *arguments], timeout=_TIMEOUT, input=input)
    if done.code:
        said = done.err.strip().splitlines() or ["there is no such commit"]
        # Advice may follow.
        problem = next((line for line in said if line.startswith("fatal: ")), said[-1])
        raise InputError(problem.removeprefix("fatal: "), where=name, hint=hint)
    return done.out
