"""A commented definition for a chart of one's own."""

from pathlib import Path

from jinja2 import Environment, StrictUndefined

from chartgen.generate.quoting import quoted
from chartgen.model.catalogue import Catalogue


def definition_text(name: str, catalogue: Catalogue) -> str:
    """Write the `chartgen.yaml` of a new chart; the images are those of the first release.

    The text is a complete definition: `generate` builds a chart from it without an edit.
    """
    source = (Path(__file__).resolve().parent / "definition" / "chartgen.yaml.j2").read_text("utf-8")
    environment = Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- the output is YAML, not HTML
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = quoted
    platforms = [platform.name for platform in catalogue.platforms]
    default = next(value.default for value in catalogue.values if value.path == "platform")
    return environment.from_string(source).render(name=name, platforms=platforms, default_platform=default)
