"""Plain manifests that `chartgen lint` is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chartgen.cli.scenarios import read_stdin
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.lint.changes import Sources
from chartgen.lint.engine import Linted, lint_manifests
from chartgen.lint.settings import Settings
from chartgen.registry.scheme import is_remote
from chartgen.validate.manifest_file import Manifest, read_manifests

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_STDIN: Final = "<stdin>"
_CHART: Final = "Chart.yaml"
_OPEN_FILES: Final = ("/dev", "/dev/fd", "/proc/self/fd")


@dataclass(frozen=True, slots=True)
class ManifestInput:
    """Manifests: the texts of files by their paths, for each place that the command line names."""

    named: Mapping[str, Mapping[str, str]]
    settings: Settings

    @property
    def contents(self) -> Mapping[str, str]:
        """The texts, those that cannot be edited too."""
        return {file: text for texts in self.named.values() for file, text in texts.items()}

    @property
    def names(self) -> Sequence[str]:
        """The files."""
        return tuple(self.contents)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the files."""
        read_only = frozenset(self.read_only)
        return {file: text for file, text in self.contents.items() if file not in read_only}

    @property
    def files(self) -> Iterable[str]:
        """The files."""
        return tuple(self.contents)

    @property
    def read_only(self) -> Sequence[str]:
        """Standard input, and pipes."""
        return tuple(file for file in self.contents if file == _STDIN or not Path(file).is_file())

    @property
    def sources(self) -> Sources:
        """Nothing: each stands for itself."""
        return Sources()

    @property
    def folders(self) -> Iterable[Path]:
        """The folders of the files."""
        return sorted({Path(file).parent for file in self.texts})

    def lint(self, texts: Mapping[str, str]) -> Linted:
        """Lint all as one release, with these texts.

        Raises:
            InputError: what is no YAML, or says something and has no object in it, as a values file.
        """
        found: list[Manifest] = []
        for name, contents in self.named.items():
            edited = {file: texts.get(file, text) for file, text in contents.items()}
            objects = [each for file, text in edited.items() for each in self._objects(file, text)]
            if not objects:
                _refuse_others(name, edited)
            found += objects
        return Linted(lint_manifests(found, self.settings), None)

    def _objects(self, file: str, text: str) -> Iterable[Manifest]:
        return read_manifests(text, file=file, namespace=self.settings.release.namespace)


def is_manifest(path: str) -> bool:
    """Say whether a path is taken for one of manifests.

    Such are a file by its name, a folder that is no chart, a pipe, and a file that is open already; what a
    registry or repository has is a chart.
    """
    if is_remote(path):
        return False
    place = Path(path)
    if path == "-" or place.suffix in _SUFFIXES:
        return True
    if place.is_dir():
        return not (place / _CHART).is_file()
    return str(place.parent) in _OPEN_FILES or (place.exists() and not place.is_file())


def read(paths: Sequence[str], settings: Settings) -> ManifestInput:
    """Read each file once, by whatever names it is given, and standard input.

    Raises:
        InputError: something is not there, cannot be read, is no text, or a folder without such files.
    """
    taken: set[Path] = set()
    named: dict[str, dict[str, str]] = {}
    for path in dict.fromkeys(paths):
        if path == "-":
            named[path] = {_STDIN: yaml.decode(read_stdin(), file=_STDIN)}
            continue
        files = {file.resolve(): file for file in reversed(_files(Path(path)))}
        new = sorted(file for place, file in files.items() if place not in taken)
        taken |= files.keys()
        named[path] = {str(file): yaml.decode(yaml.read_bytes(file), file=str(file)) for file in new}
    return ManifestInput(named, settings)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
    if not found:
        hint = "name a folder with a Chart.yaml, or one with manifests"
        raise InputError("holds neither a chart nor manifests", where=str(path), hint=hint)
    return found


def _refuse_others(name: str, texts: Mapping[str, str]) -> None:
    """Refuse texts without an object; but a chart that renders nothing gives an empty stream.

    Raises:
        InputError: they say something else.
    """
    other = next((file for file, text in texts.items() if any(map(_says, _values(text, file)))), None)
    if other is None:
        return
    chart = next((folder for folder in Path(other).parents if (folder / _CHART).is_file()), None)
    hint = "name manifests, or a chart's folder"
    hint = f"did you mean the chart in the folder {chart}?" if chart else hint
    where = _STDIN if name == "-" else name
    raise InputError("there is no Kubernetes object in it", where=where, hint=hint)


def _values(text: str, file: str) -> Iterator[Any]:
    # JSON values one after the other are no YAML, and never empty.
    try:
        yield from (document.value for document in yaml.load_all(text, file=file))
    except InputError:
        yield text


def _says(value: Any) -> bool:
    """Say whether there is something in a document, but for the items of a list that has none."""
    is_list = isinstance(value, dict) and str(value.get("kind", "")).endswith("List")
    return bool(value.get("items") if is_list else value)
