"""A small chart that is pushed, and how."""

from chartgen.registry.access import Access
from chartgen.release.package import Package
from chartgen.release.publish import Published, Signed
from chartgen.release.publish_registry import to_registry

CHART_YAML = """apiVersion: v2
name: demo
version: 1.0.0+b
description: For the tests
home: https://example.com
sources: [https://example.com/s, https://example.com/t]
maintainers: [{name: Ann, email: a@example.com}, {name: Bob}]
keywords: [b, a]
odd: field
annotations: {org.opencontainers.image.title: other, org.opencontainers.image.url: own, x: z}
"""
PLAIN = Access(plain_http=True, pause=0.01)


def publish(
    packed: Package, place: str, provenance: bytes | None = None, *, replace: bool = False
) -> Published:
    return to_registry(Signed(packed, provenance), place, PLAIN, replace_signature=replace)
