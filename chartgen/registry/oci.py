"""The protocol of OCI registries, as far as charts need it: manifests, blobs, tags.

All that is read is checked: content by its digest, and by its size where that is known.
"""

import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from chartgen.core.digest import digest_of
from chartgen.core.errors import ToolError
from chartgen.registry import credentials
from chartgen.registry.access import Access
from chartgen.registry.auth import Session
from chartgen.registry.client import Client, joined, with_query
from chartgen.registry.exchange import Request, Response
from chartgen.registry.reference import DIGEST, OciReference

MANIFEST_LIMIT: Final = 4 * 1024 * 1024
"""Largest manifest that is read, in bytes; what the specification wants registries to take."""
OCI_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX: Final = "application/vnd.oci.image.index.v1+json"

_DOCKER: Final = "application/vnd.docker.distribution.manifest"
_ACCEPT: Final = {"Accept": f"{OCI_INDEX}, {_DOCKER}.list.v2+json, {OCI_MANIFEST}, {_DOCKER}.v2+json"}
_NEXT: Final = re.compile(r'<([^<>]*)>[^<,]*;\s*rel\s*=\s*"?next\b')
_PAGE: Final = 1000
_MOST_PAGES: Final = 100
_DOCKER_API: Final = "registry-1.docker.io"


class Manifest(NamedTuple):
    """A manifest as it is, and as JSON; its digest is ours."""

    content: bytes
    value: Mapping[str, Any]
    digest: str


class Repository:
    """One repository of a registry.

    Every method raises ToolError when the registry fails, refuses, or answers with what cannot be right,
    MissingError when it has no such thing, and InputError for wrong files of the access.
    """

    def __init__(self, reference: OciReference, access: Access, *, push: bool = False) -> None:
        """Take the repository of a reference; what is asked for is the right to pull, or to push too."""
        self.reference = reference
        host = _DOCKER_API if reference.is_docker_hub else reference.host
        self._base = f"{'http' if access.plain_http else 'https'}://{host}/v2/{reference.path}"
        self._time_limit = access.time_limit
        self._ask = Session(
            Client(access),
            self._base,
            lambda: credentials.find(access.docker_config, reference.host, reference.path),
            scope=f"repository:{reference.path}:{'pull,push' if push else 'pull'}",
        ).request

    def manifest(self, reference: str) -> Manifest:
        """Give the manifest of a tag or digest."""
        named = f"{self.reference.path}{'@' if ':' in reference else ':'}{reference}"
        url = f"{self._base}/manifests/{reference}"
        response = self._ask(Request("GET", url, MANIFEST_LIMIT, _ACCEPT))
        response.expect(HTTPStatus.OK, missing=f"there is no {named} on {self.reference.host}")
        digest = digest_of(response.body)
        said = reference if DIGEST.fullmatch(reference) else _said_digest(response)
        _check_digest(response, said, digest)
        return Manifest(response.body, response.json(), digest)

    def resolve(self, tag: str) -> str:
        """Give the digest of what a tag names; of an image for several platforms, its index's."""
        response = self._ask(Request("HEAD", f"{self._base}/manifests/{tag}", headers=_ACCEPT))
        said = _said_digest(response) if response.status == HTTPStatus.OK else ""
        return said or self.manifest(tag).digest

    def blob(self, digest: str, size: int) -> bytes:
        """Give a blob of a size."""
        response = self._ask(Request("GET", f"{self._base}/blobs/{digest}", size)).expect(HTTPStatus.OK)
        if len(response.body) != size:
            raise response.wrong(f"answers with {len(response.body)} bytes instead of {size}")
        _check_digest(response, digest, digest_of(response.body))
        return response.body

    def exists(self, digest: str) -> bool:
        """Say whether there is a blob."""
        response = self._ask(Request("HEAD", f"{self._base}/blobs/{digest}"))
        return response.expect(HTTPStatus.OK, HTTPStatus.NOT_FOUND).status == HTTPStatus.OK

    def push_blob(self, content: bytes) -> str:
        """Put a blob there, unless it is there already; give its digest."""
        digest = digest_of(content)
        if self.exists(digest):
            return digest
        started = self._ask(Request("POST", f"{self._base}/blobs/uploads/", body=b""))
        started.expect(HTTPStatus.ACCEPTED)
        # The place of an upload may have a path with `?`, and be on another host.
        place = joined(started, started.headers.get("location", ""))
        url = with_query(place, {"digest": digest})
        headers = {"Content-Type": "application/octet-stream"}
        done = self._ask(Request("PUT", url, headers=headers, body=content))
        # After a broken connection the upload may be over: then what counts is whether the blob is there.
        if done.status != HTTPStatus.NOT_FOUND or not self.exists(digest):
            done.expect(HTTPStatus.CREATED)
        _check_digest(done, _said_digest(done), digest)
        return digest

    def push_manifest(self, tag: str, content: bytes, media_type: str = OCI_MANIFEST) -> str:
        """Put a manifest there, whatever the tag named before; give its digest."""
        url, headers = f"{self._base}/manifests/{tag}", {"Content-Type": media_type}
        done = self._ask(Request("PUT", url, headers=headers, body=content))
        done.expect(HTTPStatus.CREATED)
        digest = digest_of(content)
        _check_digest(done, _said_digest(done), digest)
        return digest

    def tags(self) -> list[str]:
        """Give all tags, as the registry orders them."""
        found: list[str] = []
        missing = f"there is no {self.reference.path} on {self.reference.host}"
        url = f"{self._base}/tags/list?n={_PAGE}"
        deadline = time.monotonic() + self._time_limit
        for _ in range(_MOST_PAGES):
            response = self._ask(Request("GET", url, MANIFEST_LIMIT))
            page = response.expect(HTTPStatus.OK, missing=missing).json().get("tags") or []
            if not isinstance(page, list) or not all(isinstance(tag, str) for tag in page):
                raise response.wrong("answers with no list of tags")
            found += page
            following = _NEXT.search(response.headers.get("link", ""))
            if following is None:
                return found
            if len(found) > _PAGE * _MOST_PAGES or time.monotonic() > deadline:
                break
            url = joined(response, following[1])
        problem = f"lists no end of tags: {len(found)} so far"
        raise ToolError(problem, where=str(self.reference), hint="name a version")


def _said_digest(response: Response) -> str:
    """Give the digest that the registry says, if it is of the one kind that we compute."""
    said = response.headers.get("docker-content-digest", "")
    return said if DIGEST.fullmatch(said) else ""


def _check_digest(response: Response, said: str, digest: str) -> None:
    if said and said != digest:
        raise response.wrong(f"answers with content of another digest: {digest} instead of {said}")
