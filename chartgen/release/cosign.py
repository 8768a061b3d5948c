"""A signature of what is published, by the program cosign."""

import shutil
from typing import Final

from chartgen.core import process
from chartgen.core.errors import ToolError
from chartgen.registry.access import Access
from chartgen.registry.reference import parse_oci
from chartgen.release.publish import Published

# Somebody may have to say yes in a browser.
_TIMEOUT: Final = 300.0


def check_program() -> None:
    """Refuse to begin what cosign could not end.

    Raises:
        ToolError: it is not there.
    """
    if shutil.which("cosign") is None:
        hint = "install it, or publish without --sign-with-cosign: nothing is published yet"
        raise ToolError("the program cosign is not there", hint=hint)


def sign(published: Published, access: Access) -> None:
    """Sign the manifest of a package in a registry, by its digest.

    Raises:
        ToolError: cosign fails or hangs; the package is published all the same.
    """
    place = parse_oci(published.reference)
    reference = f"{place.host}/{place.path}@{published.digest}"
    options = ["--allow-http-registry"] if access.plain_http else []
    config = access.docker_config
    # It knows only the name config.json in a folder.
    environment = {"DOCKER_CONFIG": str(config.parent.absolute())} if config else None
    argv = ["cosign", "sign", "--yes", *options, reference]
    done = process.run(argv, timeout=_TIMEOUT, environment=environment)
    if done.code:
        said = (done.err.strip().splitlines() or ["it gave no reason"])[-1]
        hint = f"it is published; sign it by hand: cosign sign {reference}"
        raise ToolError(f"cosign failed: {said}", where=published.reference, hint=hint)
