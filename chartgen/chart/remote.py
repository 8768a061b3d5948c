"""Charts of registries and chart repositories, fetched into memory."""

from chartgen.core.errors import InputError
from chartgen.registry.access import Access
from chartgen.registry.reference import parse


def fetch(reference: str, access: Access) -> tuple[str, dict[str, bytes]]:
    """Give a chart's reference with its version, and its files, as `archive.unpack` gives them.

    Raises:
        InputError: the reference names no chart.
    """
    named = parse(reference)
    hint = f"fetch it with `helm pull` and give the .tgz ({'without' if access.plain_http else 'with'} TLS)"
    raise InputError("charts cannot be read from a registry or repository yet", where=str(named), hint=hint)
