"""Does a chart's `kubeVersion` allow a Kubernetes version? As Helm 4 decides it, by Masterminds/semver 3.5.

Helm 4 compares a cluster's bare version, `1.33.4` for `v1.33.4-gke.1245000`; so only the constraint can hold
a pre-release, and a version is always above the pre-releases of the same numbers.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_MAX_LENGTH: Final = 512
_MAX_ALTERNATIVES: Final = 32

_PART: Final = r"[0-9xX*|]+"
_SUFFIX: Final = r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_VERSION: Final = rf"v?(?P<major>{_PART})(?:\.(?P<minor>{_PART}))?(?:\.(?P<patch>{_PART}))?{_SUFFIX}"
# Not compiled here: most runs never use them, and all would pay for it.
_TERM: Final = rf"(?a)(?P<operator>!=|>=|=>|<=|=<|~>|[=><~^]?)\s*{_VERSION}"
_SEPARATOR: Final = r"(?a)\s*,\s*|\s+"
_KUBERNETES: Final = r"v?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?"

_MAJOR_GIVEN: Final = 1
_MINOR_GIVEN: Final = 2
_LARGEST: Final = 2**64 - 1

_Numbers = tuple[int, int, int]


class _Term(NamedTuple):
    """One comparison; `given` is how many of the three numbers the constraint says."""

    operator: str
    numbers: _Numbers
    given: int
    is_prerelease: bool

    def allows(self, version: _Numbers) -> bool:
        """Say whether the comparison holds."""
        return _CHECKS[self.operator](self, version)

    def equals(self, version: _Numbers) -> bool:
        """Say whether the version is the one of the constraint."""
        return version == self.numbers and not self.is_prerelease

    def same(self, version: _Numbers) -> bool:
        """Check `1.2.3`, or `1.2` which means any of it."""
        return self.tilde(version) if self.given < len(self.numbers) else self.equals(version)

    def at_least(self, version: _Numbers) -> bool:
        """Check `>=`."""
        return version >= self.numbers

    def below(self, version: _Numbers) -> bool:
        """Check `<`."""
        return version < self.numbers

    def differs(self, version: _Numbers) -> bool:
        """Check `!=`."""
        if self.given in {0, len(self.numbers)}:
            return not self.equals(version)
        if version[: self.given] != self.numbers[: self.given]:
            return True
        # `!= 1.2.x-0` means pre-releases only: 1.2.5 is none, hence another version.
        return self.is_prerelease and self.given == _MINOR_GIVEN

    def above(self, version: _Numbers) -> bool:
        """Check `>`, where `>1.2` leaves out all of 1.2."""
        known = self.given or len(self.numbers)
        if known < len(self.numbers):
            return version[:known] > self.numbers[:known]
        return version >= self.numbers and not self.equals(version)

    def at_most(self, version: _Numbers) -> bool:
        """Check `<=`, where `<=1.2` means all of 1.2."""
        if self.given == len(self.numbers):
            return version < self.numbers or self.equals(version)
        if self.given == 0:
            return version[0] == 0 and version[1] == 0
        return version[: self.given] <= self.numbers[: self.given]

    def tilde(self, version: _Numbers) -> bool:
        """Check `~`: the same minor version, or major version where that is all there is."""
        if version < self.numbers:
            return False
        if self.numbers == (0, 0, 0) and self.given in {0, len(self.numbers)}:
            return True
        return version[0] == self.numbers[0] and (self.given == _MAJOR_GIVEN or version[1] == self.numbers[1])

    def caret(self, version: _Numbers) -> bool:
        """Check `^`: nothing that the first number other than zero forbids."""
        if version < self.numbers:
            return False
        major, minor, patch = self.numbers
        if major > 0 or self.given == _MAJOR_GIVEN:
            return version[0] == major
        if version[0] > 0:
            return False
        if minor > 0 or self.given == _MINOR_GIVEN:
            return version[1] == minor
        return version[1] == 0 and version[2] == patch


_CHECKS: Final[Mapping[str, Callable[[_Term, _Numbers], bool]]] = {
    "": _Term.same,
    "=": _Term.same,
    "!=": _Term.differs,
    ">": _Term.above,
    "<": _Term.below,
    ">=": _Term.at_least,
    "=>": _Term.at_least,
    "<=": _Term.at_most,
    "=<": _Term.at_most,
    "~": _Term.tilde,
    "~>": _Term.tilde,
    "^": _Term.caret,
}


@lru_cache(maxsize=64)
def allows(constraint: str, version: str) -> bool:
    """Say whether `constraint` allows a Kubernetes version such as `1.37.0`.

    A constraint that Helm cannot read allows nothing.
    """
    found = re.match(_KUBERNETES, version)
    alternatives = _parse(constraint)
    if not found or alternatives is None:
        return False
    numbers = int(found[1]), int(found[2]), int(found[3] or 0)
    return any(all(term.allows(numbers) for term in terms) for terms in alternatives)


def is_readable(constraint: str) -> bool:
    """Say whether Helm can read a constraint."""
    return _parse(constraint) is not None


def _parse(constraint: str) -> list[list[_Term]] | None:
    # Helm has turned every kind of white space into blanks by now.
    text = re.sub(r"\s", " ", constraint)
    if len(text.encode()) > _MAX_LENGTH:
        return None
    version = re.sub(r"\?P<\w+>", "?:", _VERSION)
    text = re.sub(rf"(?a)\s*({version})\s+-\s+({version})\s*", r">= \1, <= \2 ", text)
    alternatives = [_terms(part) for part in text.split("||")]
    if len(alternatives) > _MAX_ALTERNATIVES or not all(alternatives):
        return None
    return alternatives


def _terms(text: str) -> list[_Term]:
    """Read comparisons that must all hold; nothing when there is anything else."""
    text = text.strip()
    terms: list[_Term] = []
    position = 0
    term_at, separator_at = re.compile(_TERM).match, re.compile(_SEPARATOR).match
    while found := term_at(text, position):
        term = _term(found)
        if term is None:
            return []
        terms.append(term)
        if found.end() == len(text):
            return terms
        separator = separator_at(text, found.end())
        if not separator:
            return []
        position = separator.end()
    return []


def _term(found: re.Match[str]) -> _Term | None:
    numbers = []
    for part in (found["major"], found["minor"], found["patch"]):
        if part is None or part in {"x", "X", "*"}:
            break
        if not part.isdecimal() or int(part) > _LARGEST:
            return None
        numbers.append(int(part))
    given = len(numbers)
    padded = (*numbers, 0, 0, 0)[:3]
    pre = found["pre"] or ""
    if any(re.fullmatch(r"0\d+", part, re.ASCII) for part in pre.split(".")):
        return None
    return _Term(found["operator"], (padded[0], padded[1], padded[2]), given, bool(pre))
