"""What templates ask of the cluster: which look at `.Capabilities`, and for which API versions each asks.

It is taken by template: of its own text, and of the named templates that it reaches.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from chartgen.chart.archive import unpack
from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.lint.defines import OPENING, asks_by_a_name_made, literals, may_be_part
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of

_WORD: Final = "Capabilities"
_RUNS_TEXTS: Final = re.compile(r"\btpl\b")
_ASKED: Final = re.compile(r'APIVersions\.Has\s+(?:"([^"]+)"|[^"\s])')
_TEMPLATE: Final = re.compile(r"(?:charts/[^/]+/)*templates/.+")
_ARCHIVE: Final = re.compile(r"((?:charts/[^/]+/)*charts/)[^/]+\.tgz")


class Questions(NamedTuple):
    """What a template asks: whether it looks at `.Capabilities`, and the API versions that it asks for."""

    reads: bool = False
    asked: frozenset[str] = frozenset()

    def has(self, api_version: str, kind: str) -> bool:
        """Say whether an API version, or a kind of it, is asked for."""
        return not self.asked.isdisjoint((api_version, f"{api_version}/{kind}"))


class Capabilities:
    """The questions of all templates of a chart, those of its subcharts among them."""

    def __init__(self, chart: Chart) -> None:
        """Take the chart; its templates are read when one is asked about."""
        self._chart = chart
        self._known: dict[str, Questions] = {}
        self._defines: defaultdict[str, str] = defaultdict(str)

    def of(self, template: str) -> Questions:
        """Give what a template asks, looked for once.

        A template of a subchart with an alias has a path that no file has: for it that is what all ask.
        """
        found = self._known.get(template)
        if found is None:
            found = self._known[template] = self._questions(template)
        return found

    def _questions(self, template: str) -> Questions:
        files = self._files
        if not files:
            return Questions()
        own = self._texts.get(template)
        reached = "\n".join(self._reached("\n".join(self._texts.values()) if own is None else own))
        if _RUNS_TEXTS.search(reached):
            reached += "".join(text_of(text) for path, text in files.items() if not _TEMPLATE.fullmatch(path))
        found = set(_ASKED.findall(reached))
        # A name that is made elsewhere: of a text that is given to a helper, mostly.
        asked = found | literals(reached) if "" in found else found
        return Questions(_WORD in reached, frozenset(asked - {""}))

    def _reached(self, text: str) -> Iterator[str]:
        """Yield a text, and those of the named templates that it may ask for, directly or not."""
        waiting, seen = [text], set[str]()
        while waiting:
            text = waiting.pop()
            yield text
            words = literals(text)
            names = words & self._defines.keys()
            if asks_by_a_name_made(text):
                names |= {name for name in self._defines if any(may_be_part(word, name) for word in words)}
            waiting += (self._defines[name] for name in names - seen)
            seen |= names

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        """All files, also those of packed subcharts; none where nothing says the word."""
        files = dict(self._chart.files)
        for path, content in self._chart.files.items():
            if packed := _ARCHIVE.fullmatch(path):
                del files[path]
                files |= _unpacked(packed[1], content)
        is_silent = not any(_WORD.encode() in text for text in files.values())
        return {} if is_silent else files

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """The actions of each template; those of named templates go to `_defines`."""
        return {
            path: self._own(path, text_of(content))
            for path, content in self._files.items()
            if _TEMPLATE.fullmatch(path)
        }

    def _own(self, path: str, text: str) -> str:
        try:
            found = tuple(tokens(text, file=path))
        except InputError:
            return ""
        own = ""
        open_: list[Token] = []
        for token in found:
            if token.kind in {"text", "comment"}:
                continue
            name = next((each.name for each in reversed(open_) if each.kind in {"define", "block"}), "")
            if token.kind == "end":
                del open_[-1:]
            elif name:
                self._defines[name] += token.text
            elif token.kind != "define":
                own += token.text
            if token.kind in OPENING:
                open_.append(token)
        return own


def _unpacked(folder: str, content: bytes) -> dict[str, bytes]:
    """Give the files of a packed subchart by the paths of its templates; one of the files has its name."""
    try:
        files = unpack(content, name=folder)
    except InputError:
        return {}
    name = re.search(rb"^name:[ \t]*[\"']?([\w.-]+)", files.get("Chart.yaml", b""), re.MULTILINE)
    return {f"{folder}{name[1].decode()}/{path}": text for path, text in files.items()} if name else {}
