"""Writes JSON that no dict can hold: keys that come twice, in an order, numbers as they are spelled."""

import json
from typing import Any


class Pairs(list[tuple[str, Any]]):
    """An object as the list of its keys and values."""

    def set(self, key: str, value: Any) -> None:
        """Give a key its value where it stands, else at the end."""
        for index, (known, _) in enumerate(self):
            if known == key:
                self[index] = (key, value)
                return
        self.append((key, value))

    def remove_key(self, key: str) -> None:
        self[:] = [pair for pair in self if pair[0] != key]

    def get(self, key: str) -> Any:
        return next((value for known, value in self if known == key), None)


class Raw(str):
    """A value that is written as it stands."""

    __slots__ = ()


def write(value: Any) -> str:
    """Write a value as JSON text."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        value = Pairs(value.items())
    if isinstance(value, Pairs):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {write(item)}" for key, item in value)
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
