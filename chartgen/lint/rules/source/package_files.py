"""A chart holds nothing that is not part of it.

*Why.* Whatever is in the folder and not left out by `.helmignore` goes to all users, and into the Secret of
each release, which the cluster refuses beyond 1 MiB.

*Fix.* Remove the file, or add a line to `.helmignore`.
"""

import base64
import gzip
import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("package-files", Severity.WARNING, since="0.1.0", sees="chart")

_TOOL: Final = "a folder of a tool"
_TEST: Final = "a test of the templates"
_UNWANTED: Final = (
    (re.compile(r"(?:.*/)?(?:[^/]+(?:~|[.]bak|[.]orig|[.]rej|[.]sw[op])|#[^/]+#|[.]DS_Store|Thumbs[.]db)"),
     "a backup, or what a program left behind"),
    (re.compile(r"((?:.*?/)?[.](?:git|svn|hg|bzr|idea|vscode|github|tox|venv)/).*"), _TOOL),
    (re.compile(r"[^/]+[.](?:tgz|tgz[.]prov|tar[.]gz)"), "a package"),
    (re.compile(r"(?:.*/)?(?:id_(?:rsa|ecdsa|ed25519)|[.]env|[^/]+[.](?:p12|pfx|jks))"), "a secret"),
    (re.compile(r"tests/.*(?:_test[.]ya?ml|[.]snap)"), _TEST),
)  # fmt: skip
_KEY: Final = re.compile(rb"^-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}", re.MULTILINE)
_LIMIT: Final = 1024 * 1024


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the names of all files, for keys in them, and at what they take together."""
    seen = set()
    for path, content in facts.chart.files.items():
        if path.startswith(("templates/", "charts/")):
            continue
        is_key = not path.endswith(".md") and _KEY.search(content)
        what, folder = ("a private key", "") if is_key else _what(path)
        # Which files a tool has in its folder is another matter each time: the folder is named.
        named = folder if what == _TOOL else path
        once = path.partition("/")[0] if what == _TEST else named
        if what and (what, once) not in seen:
            seen.add((what, once))
            severity = Severity.INFO if what == _TEST else None
            yield Hit(f"{named} is {what}", location=facts.place(named.rstrip("/")), severity=severity)
    if sum(map(len, facts.chart.files.values())) > _LIMIT:
        stored = len(base64.b64encode(gzip.compress(b"".join(facts.chart.files.values()))))
        if stored > _LIMIT:
            message = f"a release takes at least {stored} bytes, and a Secret holds no more than {_LIMIT}"
            yield Hit(message, location=facts.place(""))


def _what(path: str) -> tuple[str, str]:
    """Say what a file is that should not be there, and the folder that is not wanted as a whole."""
    for pattern, what in _UNWANTED:
        if found := pattern.fullmatch(path):
            return what, next(iter(found.groups()), "")
    return "", ""
