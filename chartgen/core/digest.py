"""Digests as registries, indexes and charts write them."""

import hashlib


def digest_of(content: bytes) -> str:
    """Give the digest of some content, as `sha256:…`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
