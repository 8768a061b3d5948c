"""Renders the scenarios of a chart, and gives what comes out as objects that know their place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.chart.set_options import GO_SPACE
from chartgen.chart.values import coalesce, merge
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, at
from chartgen.lint.shown import Part
from chartgen.lint.templates import Templates
from chartgen.render.engine import Engine, Request
from chartgen.render.sourcemap.insertion import text_of
from chartgen.render.sourcemap.lines import Origin
from chartgen.render.sourcemap.value_lines import ValueLines
from chartgen.render.stream import SEPARATOR
from chartgen.validate.manifest_file import Manifest, duplicates_by_object, objects_in

if TYPE_CHECKING:
    from chartgen.render.sourcemap.probing import Probed

_NOTES: Final = "NOTES.txt"
_CAPABILITIES: Final = "Capabilities"
_WORD: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True, eq=False)
class Unread:
    """A document that is no YAML, or no object: its template, the line of the output, and what is wrong."""

    template: str
    line: int
    problem: str
    hint: str


class Documents:
    """Reads documents; scenarios have most of them in common."""

    def __init__(self) -> None:
        """Start without any."""
        self._read: dict[str, yaml.Document | InputError] = {}

    def read(self, text: str) -> yaml.Document:
        """Read a document; its lines are counted from its own start.

        Raises:
            InputError: it is no YAML.
        """
        found = self._read.get(text)
        if found is None:
            try:
                found = yaml.load(text, file="")
            except InputError as error:
                found = error
            self._read[text] = found
        if isinstance(found, InputError):
            raise found
        return found


class Rendering:
    """One scenario rendered for one version; where its lines come from is looked up when it is asked for."""

    def __init__(
        self,
        request: Request,
        texts: Mapping[str, str],
        engine: Engine,
        templates: Templates,
        documents: Documents,
    ) -> None:
        """Keep what came out: `texts` by path with the chart's name in front."""
        self.request, self._engine, self.templates = request, engine, templates
        self.texts = self._by_path(texts)
        self.asked: dict[Location, Part] = {}
        """The parts of objects that places were given for."""
        self.marked: Probed | None = None
        """A render with tokens at the ends of lines, if one has been made."""
        self._first: list[tuple[str, int]] = []
        self.objects: list[Object] = []
        self.unread: list[Unread] = []
        for path in sorted(self.texts):
            if not path.endswith(_NOTES):
                self._read(path, documents)

    @property
    def notes(self) -> str:
        """The chart's own notes."""
        return self.texts.get(f"templates/{_NOTES}", "")

    def origin(self, template: str, line: int, *, key: str = "") -> Location:
        """Give the place in the chart of a line of a template's output; at least the template.

        It starts at the key where that stands in the line of the template.
        """
        origin = self._origin(template, line)
        if origin is None:
            return Location(self.request.chart.path_of(template))
        return self.templates.region(origin, key)

    def value_at(self, place: Location) -> Steps | None:
        """Give the path of the value that is shown by what a place was given for; None as for `value`."""
        part = self.asked.get(place)
        found = self.value(part.template, part.line) if part else None
        if part is None or found is None:
            return None
        line = self.texts[part.template].split("\n")[part.line - 1]
        return found if part.may_show(at(self.values, found), line) else None

    def ask(self, place: Location, part: Part) -> None:
        """Keep what a place was given for: it may be asked for the value that is shown there."""
        self.asked.setdefault(place, part)
        # Of a place that several scenarios have, the first is asked.
        if place not in self.templates.places:
            self.templates.places.add(place)
            self._first.append((part.template, part.line))

    def _expected(self) -> Iterator[tuple[str, int]]:
        for template, line in self._first:
            if not self._is_literal(template, line):
                yield template, line

    def _is_literal(self, template: str, line: int) -> bool:
        """Say whether a line of the output stands in the template as it is."""
        origin = self._origin(template, line)
        text = self.texts.get(template, "").split("\n")[line - 1]
        return origin is not None and self.templates.line(origin).strip() == text.strip()

    def value(self, template: str, line: int) -> Steps | None:
        """Give the path of the value that a line of a template's output shows; None for none or several."""
        key = (template, self.texts.get(template, ""), line)
        known = self.templates.values
        if key not in known:
            origin = self._origin(template, line)
            named = _WORD.findall(self.templates.line(origin)) if origin else ()
            is_literal = self._is_literal(template, line)
            known[key] = None if is_literal else self.value_lines.leaf(template, line, named)
        return known[key]

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The values that templates see, without what only subcharts have."""
        return coalesce(self.request.chart.default_values, self.request.values)

    @cached_property
    def value_lines(self) -> ValueLines:
        """What its lines show of its values."""
        tokens = self.templates.value_tokens
        return ValueLines(self.values, self.with_values, self.texts, tokens, self._expected)

    def with_values(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Render with other values, those that templates see, whatever schemas say; give the texts.

        Raises:
            InputError: the chart fails with them.
            RenderLimitError: it takes too much time or memory.
        """
        return self._with_values(self.request, values, self._engine)

    def _with_values(self, request: Request, values: Mapping[str, Any], engine: Engine) -> dict[str, str]:
        given = merge(self.request.values, values)
        chart, seconds = self.templates.unchecked, self.templates.patience
        request = replace(request, values=given, chart=chart, seconds=seconds)
        return self._by_path(self.templates.render(engine, request))

    def traced_for(self, request: Request, engine: Engine) -> dict[str, str] | None:
        """Find the values of lines that have been asked for in a render for another version of Kubernetes.

        Gives its texts, without the tokens; None where it is not the same but for the name of its version, or
        there is nothing to find.
        """
        versions = request.kube_version, self.request.kube_version
        named: dict[str, str] = {}

        def render(values: Mapping[str, Any]) -> dict[str, str]:
            texts = self._with_values(request, values, engine)
            named.update((path, text) for path, text in texts.items() if versions[0] in text)
            return {path: text.replace(*versions) for path, text in texts.items()}

        trace = self.value_lines.traced_along(render)
        if trace is None:
            return None
        prefix = f"{request.chart.name}/"
        texts = {**self.texts, **{path: trace.without_tokens(text) for path, text in named.items()}}
        return {f"{prefix}{path}": text for path, text in texts.items()}

    def _by_path(self, texts: Mapping[str, str]) -> dict[str, str]:
        prefix = f"{self.request.chart.name}/"
        return {path.removeprefix(prefix): text for path, text in texts.items()}

    def _origin(self, template: str, line: int) -> Origin | None:
        key = (template, self.texts.get(template, ""))
        if key not in self.templates.known:
            self.templates.known.update(self._origins([template] if self.marked else self.texts))
        lines = self.templates.known[key]
        return lines[line - 1] if 0 < line <= len(lines) else None

    def _origins(self, paths: Iterable[str]) -> dict[tuple[str, str], tuple[Origin | None, ...]]:
        prefix = f"{self.request.chart.name}/"
        plain = {f"{prefix}{path}": self.texts.get(path, "") for path in paths}
        tokens = self.templates.tokens
        if self.marked:
            found = tokens.read(self.marked, plain)
        else:
            found = tokens.origins(
                lambda chart: self.templates.render(self._engine, replace(self.request, chart=chart)), plain
            )
        return {(path.removeprefix(prefix), text): found.get(path, ()) for path, text in plain.items()}

    def _read(self, path: str, documents: Documents) -> None:
        for first, text in split(self.texts[path]):
            try:
                document = documents.read(text)
            except InputError as error:
                line = error.where.line if isinstance(error.where, Location) else 1
                self.unread.append(Unread(path, first + line - 1, error.problem, error.hint))
                continue
            self._take(document, path, first, text)

    def _take(self, document: yaml.Document, path: str, first: int, text: str) -> None:
        """Keep the objects of a document; to Helm, too, the items of a list are objects of their own."""
        if not isinstance(document.value, dict):
            if document.value is not None:
                self.unread.append(
                    Unread(path, first, "an object is a map", "look at what the template prints")
                )
            return
        questions = self.templates.capabilities.of(path)
        objects = dict(objects_in(document.value))
        duplicates = duplicates_by_object(document, objects)
        for inside, value in objects.items():
            place = _Place(self, document, path, first, inside)
            manifest = Manifest(
                value,
                place,
                default_namespace=self.request.release.namespace,
                duplicates=duplicates[inside],
            )
            place.identity = manifest.identity
            asked = questions.has(str(value.get("apiVersion", "")), manifest.kind)
            own = f"{inside}{text}" if inside else text
            self.objects.append(Object(manifest, path, own, asked, questions.reads))


@dataclass(eq=False, slots=True)
class _Place:
    """Finds the template line of a part of the object at `inside` in a document.

    The document starts at the line `first` of the output of the template `path`. `identity` is what places
    call the object.
    """

    rendering: Rendering
    document: yaml.Document
    path: str
    first: int
    inside: Steps
    identity: str = ""

    def __call__(self, path: Steps, *, key: bool = False) -> Location:
        """Give the place of the value at a path, or of its key."""
        whole = (*self.inside, *path)
        line = self.first + self.document.locate(whole, key=key).line - 1
        last = path[-1] if path and isinstance(path[-1], str) else ""
        place = self.rendering.origin(self.path, line, key=last)
        part = Part(self.path, line, self.document, whole)
        self.rendering.ask(place._replace(object=self.identity), part)
        return place


def split(text: str) -> Iterator[tuple[int, str]]:
    """Yield the documents of a template's output as Helm splits them, each with its first line from 1."""
    start = 0
    separators = SEPARATOR.finditer(text) if "---" in text else ()
    for match in (*separators, None):
        end = match.start() if match else len(text)
        document = text[start:end].lstrip(GO_SPACE)
        if document:
            first = end - len(document)
            yield text.count("\n", 0, first) + 1, document
        start = match.end() if match else end


def reads_capabilities(chart: Chart, scenarios: Sequence[Scenario]) -> bool:
    """Say whether what is rendered can depend on the version of Kubernetes."""
    return any(_CAPABILITIES in text_of(content) for content in chart.files.values()) or any(
        _CAPABILITIES in repr(scenario.values.tree) for scenario in scenarios
    )
