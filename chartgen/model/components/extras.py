"""Objects that a user adds to the release."""

from chartgen.model.component import Component
from chartgen.model.value import Value, list_of

COMPONENT = Component(
    name="extras",
    summary="Further objects",
    values=(
        Value(
            "extraObjects",
            [],
            "Further objects of the release, each a map or a text; both may contain template actions.",
            list_of({"type": ["object", "string"]}),
            ([{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "extra"}}],),
        ),
    ),
)
