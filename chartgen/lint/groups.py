"""Whose an API group is."""


def is_foreign(group: str) -> bool:
    """Whether a group is of an operator rather than of Kubernetes, so that anything may follow from it."""
    return "." in group and not group.endswith(".k8s.io")
