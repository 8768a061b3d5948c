"""Images that are really in a registry."""

import hashlib
import json

from chartgen.registry.access import Access
from chartgen.registry.oci import Repository
from chartgen.registry.reference import parse_image

ACCESS = Access(plain_http=True)
INDEX = "application/vnd.oci.image.index.v1+json"


def push(registry, name, tag):
    """Push an image for two platforms; give the digest of its index."""
    reference = parse_image(f"{registry.host}/{name}:{tag}")
    repository = Repository(reference, ACCESS, push=True)
    manifests = []
    for architecture in ("amd64", "arm64"):
        config = json.dumps({"architecture": architecture, "os": "linux", "name": name}).encode()
        digest = repository.push_blob(config)
        media_type = "application/vnd.oci.image.config.v1+json"
        manifest = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {"mediaType": media_type, "digest": digest, "size": len(config)},
            "layers": [],
        }
        content = json.dumps(manifest).encode()
        manifests.append(
            {
                "mediaType": manifest["mediaType"],
                "digest": repository.push_manifest(f"{tag}-{architecture}", content),
                "size": len(content),
                "platform": {"architecture": architecture, "os": "linux"},
            }
        )
    index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}).encode()
    repository.push_manifest(tag, index, INDEX)
    return f"sha256:{hashlib.sha256(index).hexdigest()}"
