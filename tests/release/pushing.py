"""A small chart that is pushed, and how."""

from collections.abc import Callable

from chartgen.core.digest import digest_of
from chartgen.registry.access import Access
from chartgen.registry.oci import OCI_MANIFEST
from chartgen.release.package import Package
from chartgen.release.publish import Published, Signed
from chartgen.release.publish_registry import to_registry
from tests.registry.answers import Answer, Answers, Asked

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


def in_memory(lie: Callable[[Asked, dict[str, bytes]], Answer | None]) -> Answers:
    """Be a registry of one chart that may lie: `lie` gets what is asked and what is there, by tag and digest."""
    there: dict[str, bytes] = {}

    def answer(asked: Asked) -> Answer:
        lied = lie(asked, there)
        if lied is not None:
            return lied
        path = asked.path.partition("?")[0]
        name = path.rpartition("/")[2]
        if asked.method == "POST":
            return Answer(202, {"Location": "/v2/upload"})
        if asked.method == "PUT":
            there[name if "/manifests/" in path else digest_of(asked.body)] = asked.body
            return Answer(201)
        if name in there:
            return Answer(200, {"Content-Type": OCI_MANIFEST}, there[name])
        return Answer(200 if path == "/v2/" else 404, body=b"{}")

    return answer
