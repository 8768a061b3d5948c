"""The images that a chart tells Artifact Hub of are those that it runs.

*Why.* Artifact Hub scans the images of this list for known weaknesses: those that are missing are not looked
at, and those of the version before raise alarms about what nobody runs.

*Fix.* Write down each image as it is rendered with the defaults.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.artifacthub import PREFIX, read
from chartgen.lint.facts import ChartFacts, Run
from chartgen.lint.objects import at, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("artifacthub-images", Severity.WARNING, since="0.1.0", sees="chart")

_PATH: Final = ("annotations", f"{PREFIX}images")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Compare the list with what the defaults render, and with the text of all renders."""
    text = at(facts.chart_file.value, _PATH)
    run = next((run for run in facts.runs if not run.scenario.file), None)
    entries = read(text) if isinstance(text, str) else None
    if run is None or entries is None:
        return
    images = [entry.get("image") for _, entry in mappings_at(entries, ())]
    listed = {image for image in images if isinstance(image, str)}
    known = {_short(image) for image in listed}
    location = facts.chart_file.locate(_PATH, key=True)
    for image in _rendered(run):
        if _short(image) not in known:
            yield Hit(f"the list does not have the image {image}", location=location)
    texts = [text for each in facts.runs for text in each.rendering.texts.values()]
    for image in sorted(listed):
        if not any(_short(image) in text for text in texts):
            yield Hit(f"no scenario has the image {image} of the list", location=location)


def _rendered(run: Run) -> list[str]:
    """Give the images of the chart's own pods, but for tests."""
    return sorted(
        {
            container.image
            for each, pod in run.release.pods
            for container in pod.containers
            if container.image
            and not each.template.startswith("charts/")
            and "test" not in str(each.annotations.get("helm.sh/hook", ""))
        }
    )


def _short(image: str) -> str:
    return image.removeprefix("docker.io/").removeprefix("library/")
