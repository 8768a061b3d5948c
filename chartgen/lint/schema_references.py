"""What a JSON schema refers to outside of itself."""

import json
from collections.abc import Iterator
from typing import Any, Final

_REMOTE: Final = ("http://", "https://")
_KNOWN: Final = ("http://json-schema.org/", "https://json-schema.org/")


def remote_references(content: bytes) -> list[str]:
    """Give what has to be fetched before the schema can be used, sorted; nothing of what is no JSON."""
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError):
        return []
    nodes = list(_maps(schema))
    own = {str(node[key]).partition("#")[0] for node in nodes for key in ("$id", "id") if key in node}
    wanted = {node["$ref"] for node in nodes if isinstance(node.get("$ref"), str)}
    return sorted(
        each
        for each in wanted
        if each.startswith(_REMOTE) and not each.startswith(_KNOWN) and each.partition("#")[0] not in own
    )


def _maps(schema: Any) -> Iterator[dict[str, Any]]:
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending += node.values()
        elif isinstance(node, list):
            pending += node
