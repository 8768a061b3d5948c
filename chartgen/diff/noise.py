"""What only repeats the version of a chart: it changes with each release and tells nothing."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from chartgen.chart.reference import Chart

_HASH: Final = re.compile(r"[0-9a-f]{32,128}", re.ASCII)
_LINE: Final = r"^ {{0,4}}[\"']?(?:helm\.sh/chart|app\.kubernetes\.io/version)[\"']?: *[\"']?(?:{})[\"']? *\n"
_METADATA: Final = re.compile(r"^metadata:\n(?:(?: .*)?\n)+", re.MULTILINE)
_LABEL: Final = 63
_CHECKSUM: Final = "checksum/"
_LABELS: Final = frozenset({"annotations", "labels"})

Path = Sequence[str]


class Noise:
    """The versions of two charts, as labels repeat them."""

    def __init__(self, old: Chart, new: Chart) -> None:
        """Take both charts."""
        self.app = str(old.metadata.get("appVersion") or "")
        """The version of the program that the old chart is about."""
        self._pairs = [
            (before, after)
            for before, after in zip(_versions(old), _versions(new), strict=True)
            if before and after and before != after
        ]
        self._known = frozenset(self._pairs)
        self._lines = tuple(
            re.compile(_LINE.format("|".join(map(re.escape, sorted({*side})))), re.MULTILINE)
            for side in (list(zip(*self._pairs, strict=True)) if self._pairs else ())
        )

    def is_version(self, old: Any, new: Any) -> bool:
        """Say whether two values are the same version of the two charts."""
        return (old, new) in self._known if isinstance(old, str) and isinstance(new, str) else False

    def is_label(self, path: Path, old: Any, new: Any) -> bool:
        """Say whether a difference is one of a label or annotation that repeats a version."""
        return is_label(path) and self.is_version(old, new)

    def without_lines(self, text: str, side: int) -> str:
        """Give the text of a document without the labels of an object that repeat a version of its chart.

        Those of a pod template stay: with them pods restart. `side` is 0 for the old chart.
        """
        head = _METADATA.search(text) if self._lines else None
        if head is None:
            return text
        return text[: head.start()] + self._lines[side].sub("", head[0]) + text[head.end() :]

    def is_same(self, old: bytes, new: bytes) -> bool:
        """Say whether two files are the same but for the versions in them."""
        if old == new:
            return True
        if not self._pairs:
            return False
        before, after = old.split(b"\n"), new.split(b"\n")
        return len(before) == len(after) and all(map(self._is_same_line, before, after))

    def _is_same_line(self, old: bytes, new: bytes) -> bool:
        if old == new:
            return True
        after = {before.encode(): after.encode() for before, after in self._pairs}
        longest = sorted(after, key=len, reverse=True)
        return re.sub(b"|".join(map(re.escape, longest)), lambda found: after[found[0]], old) == new


def is_label(path: Path) -> bool:
    """Say whether a path of an object is that of one label or annotation."""
    return len(path) > 2 and path[-3] == "metadata" and path[-2] in _LABELS  # noqa: PLR2004 -- metadata, labels, name


def is_checksum(path: Path, old: Any, new: Any) -> bool:
    """Say whether a difference is one of the checksums by which a change of a ConfigMap restarts pods."""
    if not is_label(path):
        return False
    values = [each for each in (old, new) if each is not None]
    return path[-1].startswith(_CHECKSUM) or all(
        isinstance(each, str) and _HASH.fullmatch(each) for each in values
    )


def _versions(chart: Chart) -> Iterator[str]:
    """Yield the versions as labels have them: without `+`, and not longer than a label may be."""
    for text in (chart.version, str(chart.metadata.get("appVersion") or "")):
        for whole in (text, f"{chart.name}-{text}" if text else ""):
            yield whole
            yield whole.replace("+", "_")[:_LABEL].strip("-_.")
