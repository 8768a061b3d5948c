"""The values of an image, alike for every component that has one."""

from chartgen.model import patterns
from chartgen.model.value import Value, one_of_words, text


def image_values(component: str, what: str) -> tuple[Value, ...]:
    """Declare `<component>.image.*`; empty means the image that the platform's profile has."""
    return (
        text(
            f"{component}.image.repository",
            "",
            f"Repository of the {what} image with its registry. It holds the platform's tag and digest "
            "unless those are given too. Empty means the platform's.",
            patterns.or_empty(patterns.IMAGE_REPOSITORY),
        ),
        text(
            f"{component}.image.tag",
            "",
            "Tag. Empty means the platform's. Another tag than the platform's drops its digest.",
            patterns.or_empty(patterns.IMAGE_TAG),
        ),
        text(
            f"{component}.image.digest",
            "",
            "Digest; it wins over the tag. Empty means the platform's.",
            patterns.or_empty(patterns.IMAGE_DIGEST),
        ),
        text(
            f"{component}.image.pullPolicy",
            "IfNotPresent",
            "When the kubelet pulls the image.",
            one_of_words("Always", "IfNotPresent", "Never"),
        ),
    )


def resources_value(path: str, cpu: str, memory: str, why: str) -> Value:
    """Declare the resources of a container: requests equal limits, so that the pod is Guaranteed."""
    amounts = {"cpu": cpu, "memory": memory}
    return Value(
        path,
        {"requests": dict(amounts), "limits": dict(amounts)},
        f"{why} Requests equal limits: the pod then belongs to the class that is evicted last.",
        {
            "type": "object",
            "properties": dict.fromkeys(("requests", "limits"), _AMOUNTS),
        },
    )


_AMOUNTS = {
    "type": ["object", "null"],
    "additionalProperties": patterns.or_null(patterns.QUANTITY),
}
