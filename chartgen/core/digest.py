"""Digests as registries, indexes and charts write them."""

from importlib import import_module


def digest_of(content: bytes) -> str:
    """Give the digest of some content, as `sha256:…`."""
    # By name: whoever needs no digest need not wait for OpenSSL.
    return f"sha256:{import_module('hashlib').sha256(content).hexdigest()}"
