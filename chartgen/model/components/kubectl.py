"""kubectl, for steps that ask the API for something. Its image has no shell."""

from chartgen.model.component import Component
from chartgen.model.components.image import image_values

COMPONENT = Component(
    name="kubectl",
    summary="kubectl, which runs where the startup taint is on",
    values=image_values("kubectl", "kubectl"),
)
