"""The words in which rules of the linter are explained: in pages, in the terminal, in JSON and in reports."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.options import options_of
from chartgen.report import About

_SEES: Final = {
    "object": "each object that a chart renders, and each manifest",
    "version": "each object, with the schemas of each version of Kubernetes",
    "release": "all objects of a release together",
    "chart": "the files of the chart, and all that it renders",
    "elsewhere": "what rendering itself comes upon",
}


def sees(entry: Entry) -> str:
    """Say in words what a rule looks at."""
    if entry.family == "cni" and entry.rule.sees == "elsewhere":
        return "networks, and pods that ask for them"
    return _SEES[entry.rule.sees]


def annotation(entry: Entry) -> str:
    """Give the annotation that suppresses a rule on an object; empty where it is about no object."""
    is_about_objects = entry.rule.sees in ("object", "version", "release") or entry.family == "cni"
    return f"chartgen/ignore-{entry.id}: why it is right here" if is_about_objects else ""


def comment(entry: Entry) -> str:
    """Give the comment that suppresses a rule in its line, or in the one below."""
    return f"# chartgen: ignore[{entry.id}] why it is right here"


def default_of(value: Any) -> str:
    """Write the default of an option as JSON."""
    return json.dumps(value, default=sorted, ensure_ascii=False)


def about() -> Mapping[str, About]:
    """Give what reports tell of rules, by id."""
    return {each.id: About(each.title, each.text, ("helm", each.family)) for each in entries().values()}


def text(entry: Entry) -> str:
    """Give the page of a rule for a terminal."""
    return "".join(f"{line}\n" for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    yield f"{entry.id}: {rule.severity} ({entry.family}, since {rule.since})"
    yield ""
    yield entry.title
    yield ""
    yield entry.text.replace("*Why.*", "Why:").replace("*Fix.*", "Fix:")
    yield ""
    yield f"Looks at: {sees(entry)}"
    options = options_of(entry.options)
    if options:
        yield ""
        yield "Options:"
        for each in options:
            yield f"  {each.name} ({each.type}, default {default_of(each.default)})"
            yield f"      {each.text}".rstrip()
    yield ""
    yield "Suppress, in the line or the one above:"
    yield f"  {comment(entry)}"
    if annotation(entry):
        yield "or as an annotation of the object:"
        yield f"  {annotation(entry)}"


def as_json(entry: Entry) -> dict[str, Any]:
    """Give all that is known of a rule."""
    rule = entry.rule
    return {
        "id": entry.id,
        "severity": str(rule.severity),
        "family": entry.family,
        "since": rule.since,
        "sees": rule.sees,
        "title": entry.title,
        "text": entry.text,
        "options": [
            {
                "name": each.name,
                "type": each.type,
                "default": json.loads(default_of(each.default)),
                "text": each.text,
            }
            for each in options_of(entry.options)
        ],
    }
