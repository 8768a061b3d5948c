"""What is asked of a host, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import responses
from typing import Any, Final

from chartgen.core.errors import InputError, ToolError
from chartgen.core.go_json import JsonError, decode
from chartgen.core.visible import visible
from chartgen.registry.reference import shown

ANSWER_LIMIT: Final = 1024 * 1024
"""Largest answer that is read where no content is asked for, or none comes; in bytes."""
_SHOWN: Final = 200
_HINTS: Final[Mapping[int, str]] = {
    HTTPStatus.FORBIDDEN: "ask for the right to do this, or use other credentials, see --registry-config",
    HTTPStatus.NOT_FOUND: "check the name and the version",
}
_WRONG_HINT: Final = "is this the right host, and no proxy or login page?"


class LostError(ToolError):
    """A connection broke before all had come."""


class MissingError(InputError):
    """What is asked for is not there."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; content of more than `limit` bytes is refused."""

    method: str
    url: str
    limit: int = ANSWER_LIMIT
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer in full; `headers` by their names in lower case, `url` where it came from in the end."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    @property
    def place(self) -> str:
        """The URL as messages may show it."""
        return shown(self.url)

    def expect(self, *statuses: int, missing: str = "") -> "Response":
        """Give itself, if it has one of these status codes.

        Raises:
            MissingError: it says that what `missing` names is not there, if that is given.
            ToolError: it says something else.
        """
        if self.status in statuses:
            return self
        hint = _HINTS.get(self.status, "try it again later")
        if missing and self.status == HTTPStatus.NOT_FOUND:
            raise MissingError(missing, where=self.place, hint=hint)
        problem = f"answers {self.status} {responses.get(self.status, '')}".strip() + self._details()
        raise ToolError(problem, where=self.place, hint=hint)

    def json(self) -> dict[str, Any]:
        """Give the JSON object that it holds.

        Raises:
            ToolError: it holds something else.
        """
        try:
            text = self.body.decode()
            value, end = decode(text, len(text) - len(text.lstrip()))
        except (JsonError, UnicodeDecodeError) as error:
            raise self.wrong(f"answers with no JSON: {visible(str(error))}") from error
        if not isinstance(value, dict) or text[end:].strip():
            raise self.wrong("answers with something else than one JSON object")
        return value

    def wrong(self, problem: str) -> ToolError:
        """Give the error for an answer that cannot be right."""
        return ToolError(problem, where=self.place, hint=_WRONG_HINT)

    def _details(self) -> str:
        """Give what a registry says about an error, made safe to show."""
        try:
            first = self.json()["errors"][0]
            parts = [str(first[key]) for key in ("code", "message") if first.get(key)]
        except (ToolError, LookupError, TypeError, AttributeError):
            return ""
        return f" ({visible(': '.join(parts))[:_SHOWN]})" if parts else ""
