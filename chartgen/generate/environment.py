"""How our templates are read: `[[ ]]`, `[% %]` and `[# #]` are ours, so that Helm's `{{ }}` stays literal."""

from jinja2 import BaseLoader, Environment, StrictUndefined

from chartgen.generate.fragments import FILTERS, TESTS


def environment(loader: BaseLoader | None = None) -> Environment:
    """Make an environment in which an unknown name is an error."""
    made = Environment(
        loader=loader,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- the output is YAML, not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    made.tests.update(TESTS)
    return made
