"""A chart renders the same each time.

*Why.* Tools that render a chart again and again, as Argo CD does, see a change each time and roll it out; an
upgrade replaces passwords and certificates that programs still use.

*Fix.* Take the value from a Secret that exists already, let a Job make it, or ask the user for it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("random-output", Severity.WARNING, since="0.1.0", sees="chart")

_RANDOM: Final = (
    *("bcrypt", "htpasswd", "encryptAES", "now", "shuffle", "unixEpoch", "uuidv4"),
    *("randAlpha", "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric"),
    *("genCA", "genCAWithKey", "genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey"),
    *("genSignedCert", "genSignedCertWithKey"),
)
_CALL: Final = re.compile(rf"\b(?:{'|'.join(_RANDOM)})\b".encode())
_LOOKUP: Final = re.compile(rb"\blookup\s+[\"$.(]")
_HASH: Final = re.compile(r"\b[0-9a-f]{32,64}\b")
_TEMPLATE: Final = re.compile(r"(?:^|/)(?:templates/|values[.]yaml$)")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Render the first scenario again, and look for what makes the difference.

    Where `lookup` may keep what there is, a cluster sees no change.
    """
    changed = _changed(facts)
    if not changed:
        return
    calls = {path: call for path, found in facts.templates.items() if (call := _first_call(found))}
    severity = Severity.INFO if _any_template(facts.chart, _LOOKUP) else None
    sources = [path for path in changed if path in calls] or [path for path in calls if "/_" in path]
    for path in sources or changed:
        call = calls.get(path)
        place = facts.place(path, call.line, call.column) if call else facts.place(path)
        names = path if path in changed else ", ".join(changed)
        yield Hit(f"each render of {names} gives something else", location=place, severity=severity)


def _changed(facts: ChartFacts) -> list[str]:
    """Give the chart's own templates that write something else in a second render.

    Those that only have the checksum of another one are left out.
    """
    if not facts.runs or not _any_template(facts.chart, _CALL):
        return []
    first = facts.runs[0].rendering
    again = facts.rendered(first.request)
    return [
        path
        for path, text in sorted(first.texts.items())
        if again is not None
        and _HASH.sub("", text) != _HASH.sub("", again.texts.get(path, text))
        and not path.startswith("charts/")
    ]


def may_be_random(chart: Chart) -> bool:
    """Say whether a template, or a value that may be one, calls what gives something else each time."""
    return any(
        path.endswith(".tgz") or _calls_random(chart, path, content)
        for path, content in chart.files.items()
        if path.endswith(".tgz") or (_TEMPLATE.search(path) and _CALL.search(content))
    )


def _calls_random(chart: Chart, path: str, content: bytes) -> bool:
    try:
        return _first_call(tuple(tokens(text_of(content), file=chart.path_of(path)))) is not None
    except InputError:
        return False


def _any_template(chart: Chart, pattern: re.Pattern[bytes]) -> bool:
    """Say whether something may be in a template, be it of a subchart or a value that is one."""
    return any(
        path.endswith(".tgz") or (_TEMPLATE.search(path) and pattern.search(content))
        for path, content in chart.files.items()
    )


def _first_call(found: Sequence[Token]) -> Token | None:
    return next((token for token in found if any(token.calls(each) for each in _RANDOM)), None)
