"""The documents that a render gives, as texts and as objects."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.diff.fields import Path, differences
from chartgen.diff.noise import Noise
from chartgen.diff.objects import Key, by_key
from chartgen.lint.objects import Object
from chartgen.lint.rendering import Documents, split
from chartgen.validate.manifest_file import Manifest, duplicates_by_object, objects_in

NOTES: Final = "templates/NOTES.txt"
"""The chart's own notes."""

_NO_DOCUMENTS: Final = re.compile(r"(?:.*/)?(?:_[^/]*|[^/]*NOTES\.txt)")


_RENEWED: Final = frozenset({"Job", "Pod"})
_BY_REVISION: Final = re.compile(rb"^\s*name:[^\n]*\.Release\.Revision\b", re.MULTILINE)
NAME: Final[Path] = ("metadata", "name")


class Text(NamedTuple):
    """A document, and the template that wrote it."""

    template: str
    text: str


def is_renewed(each: Object, chart: Chart) -> bool:
    """Say whether each upgrade makes an object anew under another name, as charts do with Jobs."""
    metadata = each.value.get("metadata")
    if isinstance(metadata, Mapping) and "generateName" in metadata and "name" not in metadata:
        return True
    return each.kind in _RENEWED and bool(_BY_REVISION.search(chart.files.get(each.template, b"")))


class Reader:
    """Reads what both charts give; scenarios have most documents in common, and each is read once."""

    def __init__(self, noise: Noise) -> None:
        """Take what is passed over."""
        self._noise = noise
        self._documents = Documents()
        self._known: dict[tuple[str, str], list[Object]] = {}
        self._masked: tuple[dict[str, str], dict[str, str]] = ({}, {})

    def apart(self, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[list[Text], list[Text]]:
        """Give the documents of each chart that the other has not, but for versions in labels."""
        before, after = list(_texts(old)), list(_texts(new))
        keys = [self._mask(each.text, 0) for each in before], [self._mask(each.text, 1) for each in after]
        # One that stands there twice is one object.
        common = {*keys[0]} & {*keys[1]}
        return _without(before, keys[0], common), _without(after, keys[1], common)

    def objects(self, found: Iterable[Text], namespace: str) -> dict[Key, Object]:
        """Give the objects of documents; those that name no namespace go to that of the release.

        Raises:
            InputError: one is no YAML, or no object.
        """
        return by_key(each for text in found for each in self._read(text, namespace))

    def unsteady(
        self, first: Mapping[str, str], second: Mapping[str, str], namespace: str
    ) -> dict[Key, frozenset[Path]]:
        """Give the fields of objects that are others in two renders of the same; `NAME` where it is the name.

        Raises:
            InputError: as `objects`.
        """
        texts = set(_texts(first)), set(_texts(second))
        once, again = (self.objects(own - other, namespace) for own, other in (texts, (texts[1], texts[0])))
        found = {
            key: frozenset(each.path for each in differences(once[key].value, again[key].value))
            for key in once.keys() & again.keys()
        }
        return found | {key: frozenset({NAME}) for key in once.keys() - again.keys()}

    def _mask(self, text: str, side: int) -> str:
        known = self._masked[side]
        if text not in known:
            known[text] = self._noise.without_lines(text, side)
        return known[text]

    def _read(self, each: Text, namespace: str) -> list[Object]:
        key = each.text, namespace
        if key not in self._known:
            document = self._documents.read(each.text)
            if document.value is not None and not isinstance(document.value, dict):
                raise InputError("this is no object", where=each.template)
            self._known[key] = list(_objects(document, each, namespace))
        return self._known[key]


def _without(found: list[Text], keys: list[str], common: set[str]) -> list[Text]:
    return [each for each, key in zip(found, keys, strict=True) if key not in common]


def _texts(rendered: Mapping[str, str]) -> Iterator[Text]:
    for path, text in rendered.items():
        if not _NO_DOCUMENTS.fullmatch(path):
            yield from (Text(path, document) for _, document in split(text))


def _objects(document: yaml.Document, each: Text, namespace: str) -> Iterator[Object]:
    objects = dict(objects_in(document.value))
    duplicates = duplicates_by_object(document, objects)

    def place(path: Steps, *, key: bool = False) -> Location:  # noqa: ARG001 -- the template is all that is told
        return Location(each.template)

    for inside, value in objects.items():
        manifest = Manifest(value, place, default_namespace=namespace, duplicates=duplicates[inside])
        yield Object(manifest, each.template, each.text)
