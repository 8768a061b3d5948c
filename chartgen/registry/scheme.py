"""What tells the names of remote charts from paths: small, for every verb that takes a chart imports it."""

import re
from typing import Final

OCI: Final = "oci://"
SCHEME: Final = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://")


def is_remote(text: str) -> bool:
    """Say whether a text names something by a URL, not by a path."""
    return SCHEME.match(text) is not None
