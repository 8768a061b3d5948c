"""What a new version is compared with: the chart as it was released last."""

import os
from pathlib import Path

from semver import Version

from chartgen.chart import git
from chartgen.chart.reference import Chart, chart_of, load
from chartgen.core.errors import InputError


def find(directory: Path, name: str) -> tuple[Chart, str]:
    """Give the chart of the newest git tag `<name>-<version>`, else that at HEAD, and the name of which.

    A chart outside of a repository, or one that HEAD does not have, is its own baseline: that on the disk.

    Raises:
        InputError: there is no chart, or one that Helm refuses, or one that was released from elsewhere.
        ToolError: git hangs.
    """
    top = git.top(directory)
    if top is not None:
        path = Path(os.path.realpath(directory)).relative_to(top).as_posix()
        newest = _newest(git.tags(top), name)
        for ref in filter(None, (newest, "HEAD")):
            reference = f"git:{ref}:{path}"
            if git.has(ref, f"{path}/Chart.yaml", at=top):
                return chart_of(reference, git.read_commit(ref, path, name=reference, at=top)), reference
        if newest:
            hint = f"if the chart moved, say from where: --baseline git:{newest}:FOLDER"
            raise InputError(f"the tag {newest} has no chart there", where=path, hint=hint)
    if not directory.is_dir():
        hint = "run `chartgen generate` first, or name a chart with --baseline"
        raise InputError("there is no chart to compare with", where=str(directory), hint=hint)
    return load(str(directory)), str(directory)


def _newest(tags: list[str], name: str) -> str:
    """Give the tag of the newest version of a chart; a pre-release counts as any other."""
    versions = {tag.removeprefix(f"{name}-"): tag for tag in tags if tag.startswith(f"{name}-")}
    valid = [version for version in versions if Version.is_valid(version)]
    return versions[max(valid, key=Version.parse)] if valid else ""
