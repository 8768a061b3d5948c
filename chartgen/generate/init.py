"""A commented definition for a chart of one's own."""

from pathlib import Path

from chartgen.generate.environment import environment
from chartgen.model.catalogue import Catalogue


def definition_text(name: str, catalogue: Catalogue) -> str:
    """Write the `chartgen.yaml` of a new chart; the images are those of the first release.

    The text is a complete definition: `generate` builds a chart from it without an edit.
    """
    source = (Path(__file__).resolve().parent / "definition" / "chartgen.yaml.j2").read_text("utf-8")
    platforms = [platform.name for platform in catalogue.platforms]
    default = next(value.default for value in catalogue.values if value.path == "platform")
    return environment().from_string(source).render(name=name, platforms=platforms, default_platform=default)
