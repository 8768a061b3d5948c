"""A signature of what is published, by the program cosign."""

import contextlib
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
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


def sign(published: Published, access: Access, *, hear: Callable[[bytes], object] | None = None) -> None:
    """Sign the manifest of a package in a registry, by its digest.

    Which key, if any, and all else it takes from its own variables, such as `COSIGN_KEY`. `hear` gets what it
    says while it runs: without a key it may name a page that somebody has to open.

    Raises:
        ToolError: cosign fails or hangs; the package is published all the same.
    """
    place = parse_oci(published.reference)
    options = ["--allow-http-registry"] if access.plain_http else []
    argv = ["cosign", "sign", "--yes", *options, f"{place.host}/{place.path}@{published.digest}"]
    hint = f"it is published; sign it by hand: {shlex.join(argv)}"
    with _environment(access) as environment:
        try:
            done = process.run(argv, timeout=_TIMEOUT, environment=environment, hear=hear)
        except process.TimeLimitError as error:
            error.hint = hint
            raise
    if done.code:
        said = (done.err.strip().splitlines() or ["it gave no reason"])[-1]
        raise ToolError(f"cosign failed: {said}", where=published.reference, hint=hint)


@contextlib.contextmanager
def _environment(access: Access) -> Iterator[dict[str, str]]:
    """Give what not every cosign has an option for: credentials, and an authority besides the system's."""
    found = {}
    if access.ca_file is not None:
        found["SSL_CERT_FILE"] = str(access.ca_file.absolute())
    with contextlib.ExitStack() as stack:
        if access.docker_config is not None:
            # It knows only the name config.json in a folder.
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="chartgen-"))
            Path(folder, "config.json").symlink_to(access.docker_config.absolute())
            found["DOCKER_CONFIG"] = folder
        yield found
