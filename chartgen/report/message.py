"""The words of a finding, which all formats share."""

from chartgen.core.finding import Finding
from chartgen.core.visible import visible


def message(finding: Finding) -> str:
    """Give the message, led by the values path and the object that it is about where it does not say so.

    The path of a value that is only related to it says nothing of what the message is about.
    """
    text = finding.message
    path = "" if finding.related else finding.location.values_path
    for subject in (path, finding.location.object):
        if subject and not _names(text, subject):
            text = f"{subject}: {text}"
    return text


def _names(text: str, subject: str) -> bool:
    # `networks.data.mode` speaks of `networks.data`, but `networks` does not of `network`.
    following = text[len(subject) : len(subject) + 1]
    return text.startswith(subject) and not (following.isalnum() or following in ("-", "_"))


def message_and_hint(finding: Finding) -> str:
    """Give the message, and the hint on a line of its own; what cannot be seen is escaped, line ends stay."""
    text = f"{message(finding)}\nhint: {finding.hint}" if finding.hint else message(finding)
    return "\n".join(map(visible, text.split("\n")))
