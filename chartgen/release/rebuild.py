"""Whether a package is what a source packs to; if not, which files differ, or what else where none does."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from chartgen.chart import archive, metadata
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.visible import visible
from chartgen.release.package import Package

_SHOWN: Final = 60
_DESCRIPTION: Final = re.compile(r"(?:charts/[^/]+/)*(Chart\.yaml|Chart\.lock)")
_DEEPEST: Final = 8


class Comparison(NamedTuple):
    """How a package differs from what its source packs to.

    `files` says, of each file that differs or is there twice, how; without any the contents are equal.
    `forms` are what else differs: `rewritten` (texts that say the same), `compression`, `order`, `times`,
    `headers`. Nothing in either means that all bytes are equal.
    """

    files: tuple[str, ...]
    forms: tuple[str, ...]


def compare(package: Package, source: Package) -> Comparison:
    """Compare a package with the one that its source packs to now.

    Raises:
        InputError: an archive in the package cannot be read.
    """
    if package.content == source.content:
        return Comparison((), ())
    odd = list(_doubled(package.content, package.chart.reference))
    files, rewritten = _compare_files(package.chart.files, source.chart.files)
    if files:
        # Helm unpacks subcharts and writes their descriptions anew.
        theirs, ours = (_unpacked(each.chart.files, each.chart.reference) for each in (package, source))
        files, _ = _compare_files(theirs, ours)
        rewritten = True
    forms = () if odd or files else _forms(package, source, rewritten=rewritten)
    return Comparison((*odd, *files), tuple(forms))


def _doubled(content: bytes, name: str) -> Iterator[str]:
    paths = Counter(each.path for each in archive.members(content, name=name))
    return (f"{path} is {count} times in the package" for path, count in paths.items() if count > 1)


def _compare_files(theirs: Mapping[str, bytes], ours: Mapping[str, bytes]) -> tuple[list[str], bool]:
    """Give how files differ, and whether one is another text that says the same."""
    found, rewritten = [], False
    for path in sorted({*theirs, *ours}):
        if path not in theirs:
            found.append(f"{path} is missing in the package")
        elif path not in ours:
            found.append(f"{path} is only in the package")
        elif theirs[path] != ours[path]:
            if _says_the_same(path, theirs[path], ours[path]):
                rewritten = True
            else:
                found.append(f"{path} differs{_first_line(theirs[path], ours[path])}")
    return found, rewritten


def _says_the_same(path: str, theirs: bytes, ours: bytes) -> bool:
    found = _DESCRIPTION.fullmatch(path)
    try:
        if found and found[1] == metadata.FILE_NAME:
            left, right = (
                metadata.read_metadata(each, file=path, is_subchart=True) for each in (theirs, ours)
            )
            return metadata.known_fields(left) == metadata.known_fields(right)
        if found:
            return bool(yaml.load(theirs, file=path).value == yaml.load(ours, file=path).value)
    except InputError:
        # What is no YAML in one of them is another text.
        return False
    return False


def _first_line(theirs: bytes, ours: bytes) -> str:
    """Say in which line two texts differ first."""
    if b"\0" in theirs + ours:
        return ""
    left, right = (content.decode("utf-8", "replace").split("\n") for content in (theirs, ours))
    for number, (one, other) in enumerate(zip([*left, None], [*right, None], strict=False), 1):
        if one != other:
            return f" in line {number}: {_quoted(one)} in the package, {_quoted(other)} in the source"
    return ""


def _quoted(line: str | None) -> str:
    if line is None:
        return "nothing"
    text = visible(line)
    return f"`{text[:_SHOWN]}…`" if len(text) > _SHOWN else f"`{text}`"


def _unpacked(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Give the files of a chart with those of its packed subcharts, as far as a chart may be large.

    An archive that has a file twice or is no chart stays packed, and so does a second one of the same files.
    """
    found: dict[str, bytes] = {}
    for path, content in files.items():
        folder, _, file = path.rpartition("/")
        if folder != "charts" or not file.endswith(".tgz") or name.count(".tgz/") > _DEEPEST:
            found[path] = content
            continue
        place = f"{name}/{path}"
        inside = _subchart(content, place)
        found |= {path: content} if not inside or inside.keys() & {*found, *files} else inside
        if sum(map(len, found.values())) > archive.MAX_CHART_BYTES:
            raise InputError(f"unpacks to more than {archive.MAX_CHART_BYTES} bytes", where=name)
    return found


def _subchart(content: bytes, place: str) -> dict[str, bytes]:
    """Give the files of a packed subchart as they would stand in the chart; none if one is doubled."""
    inside = archive.unpack(content, name=place)
    if metadata.FILE_NAME not in inside or any(_doubled(content, place)):
        return {}
    described = metadata.read_metadata(inside[metadata.FILE_NAME], file=place, is_subchart=True)
    return {f"charts/{described['name']}/{path}": text for path, text in _unpacked(inside, place).items()}


def _forms(package: Package, source: Package, *, rewritten: bool) -> Iterator[str]:
    if rewritten:
        yield "rewritten"
    tars = [archive.decompress(each.content, name=each.chart.reference) for each in (package, source)]
    theirs, ours = (archive.members(each.content, name=each.chart.reference) for each in (package, source))
    # Of our own archives the compressed bytes follow from the others.
    if package.content != archive.compress(tars[0]):
        yield "compression"
    is_ordered = [each.path for each in theirs] == [each.path for each in ours]
    is_timed = {each.time for each in theirs} == {source.time}
    if not is_ordered:
        yield "order"
    if not is_timed:
        yield "times"
    if is_ordered and is_timed and not rewritten and tars[0] != tars[1]:
        yield "headers"
