"""The manifest that a profile's images were last taken from, reduced to what the next one is compared with.

`bump` writes it below `upstream/` beside the definition, under a name made of its content, and the definition
names it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chartgen.core import yaml
from chartgen.core.errors import InputError

FOLDER: Final = "upstream"
_NAME: Final = re.compile(r"[a-z0-9-]+-[0-9a-f]{12}\.json")
MAX_BYTES: Final = 4 * 1024 * 1024
"""As much as a record may have to be read."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a manifest was: `objects` are shapes by kind and name, `crds` stand in the model's place."""

    objects: Mapping[str, Mapping[str, Any]]
    crds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The bytes of its file."""
        value = {"objects": self.objects, "crds": self.crds}
        # ASCII: what a manifest may hold as an escape, such as half a character, is no UTF-8.
        return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()

    def path(self, profile: str) -> str:
        """The path of its file, from the folder of the definition."""
        return f"{FOLDER}/{profile}-{hashlib.sha256(self.content).hexdigest()[:12]}.json"


def read_record(path: Path) -> Record:
    """Read a file that `bump` wrote.

    Raises:
        InputError: it cannot be read, or somebody else wrote it.
    """
    try:
        value = json.loads(yaml.read_bytes(path, limit=MAX_BYTES))
    except (ValueError, RecursionError):
        value = None
    parts = [value.get(key) for key in ("objects", "crds")] if isinstance(value, dict) else [None]
    if not all(map(_holds_maps, parts)):
        hint = "`chartgen bump --from-manifest` writes it; remove its name from the definition to do without"
        raise InputError("this is no record of a manifest", where=str(path), hint=hint)
    return Record(*parts)


def unnamed(folder: Path, named: Mapping[str, str]) -> list[Path]:
    """Give the records in the folder of a definition that it does not name, by profile."""
    keep = {folder / path for path in named.values()}
    found = (folder / FOLDER).glob("*.json")
    return sorted(path for path in found if _NAME.fullmatch(path.name) and path not in keep)


def _holds_maps(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())
