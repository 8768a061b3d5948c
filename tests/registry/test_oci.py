"""The protocol, against real registries and against ones that lie."""

import json

import pytest

from chartgen.core.errors import ToolError
from chartgen.registry.access import Access
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import OCI_MANIFEST, Repository, digest_of
from chartgen.registry.reference import parse_oci


def push(repository: Repository, tag: str, content: bytes) -> str:
    layer = {"mediaType": "text/plain", "digest": repository.push_blob(content), "size": len(content)}
    config = {"mediaType": "text/plain", "digest": repository.push_blob(b"{}"), "size": 2}
    manifest = {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [layer]}
    return repository.push_manifest(tag, json.dumps(manifest).encode())


@pytest.fixture(params=["registry", "htpasswd_registry", "token_registry", "tls_registry"])
def repository(request):
    found = request.getfixturevalue(request.param)
    access = Access(
        docker_config=found.docker_config, ca_file=found.ca_file, plain_http=found.ca_file is None, pause=0.01
    )
    return Repository(parse_oci(found.reference("some/text")), access, push=True)


def test_what_is_pushed_is_there(repository):
    assert not repository.exists(digest_of(b"hello"))
    with pytest.raises(MissingError, match="404 Not Found"):
        repository.manifest("1.0.0")
    digest = push(repository, "1.0.0", b"hello")
    found = repository.manifest("1.0.0")
    assert (found.digest, found.media_type) == (digest, OCI_MANIFEST)
    assert repository.manifest(digest) == found
    assert repository.resolve("1.0.0") == repository.resolve(digest) == digest
    layer = json.loads(found.content)["layers"][0]
    assert repository.exists(layer["digest"])
    assert repository.blob(layer["digest"], limit=100, size=5) == b"hello"
    assert repository.tags() == ["1.0.0"]
    assert push(repository, "1.0.0", b"hello") == digest
    with pytest.raises(ToolError, match="more than 4 bytes"):
        repository.blob(layer["digest"], limit=4)
    with pytest.raises(ToolError, match="instead of 6"):
        repository.blob(layer["digest"], limit=100, size=6)
