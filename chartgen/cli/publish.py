"""`chartgen publish`."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from chartgen.cli import options, packaging
from chartgen.cli.access import access
from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.registry.access import Access
from chartgen.registry.scheme import OCI, is_remote
from chartgen.release import cosign
from chartgen.release.index import is_base
from chartgen.release.publish import ExistsError, Published, Signed, read
from chartgen.release.publish_folder import to_folder
from chartgen.release.publish_registry import reference_of, to_registry


@click.command(short_help="Put packages into a registry or a chart repository, and overwrite nothing.")
@click.argument("packages", type=options.PLACE, nargs=-1, required=True, metavar="PACKAGE...")
@click.argument("destination", type=options.PLACE)
@click.option(
    "--skip-existing", is_flag=True, help="Pass over a version whose package or signature is another one."
)
@click.option(
    "--replace-signature", is_flag=True, help="Put another signature in place of the published one."
)
@click.option("--url", default="", metavar="URL", help="What the index has before names, for a folder alone.")
@click.option(
    "--sign-with-cosign", is_flag=True, help="Sign what is in the registry by its digest, with cosign."
)
@packaging.format_option
@options.registry
@click.pass_context
def command(ctx: click.Context, /, packages: tuple[str, ...], destination: str, **given: Any) -> int:
    """Put each PACKAGE, a .tgz with the .prov beside it, to DESTINATION/<name>:<version> in a registry
    (oci://host/path), or into a chart repository's folder and its index.yaml.

    What is published is never overwritten: the same package is success, another one of that version is
    refused with exit code 5. Registries know no "create if it is not there": only tags that they make
    immutable are safe from somebody who publishes at the same moment. A .prov is published as Helm does.
    """  # noqa: D205 -- the first sentence is one of the help
    _check(destination, given)
    signed = [read(Path(package)) for package in packages]
    if _is_registry(destination):
        for each in signed:
            # Whose name makes no reference is refused before another one is there.
            reference_of(each.package, destination)
    if given["sign_with_cosign"]:
        cosign.check_program()
    reached = access(given)
    results: list[dict[str, Any]] = []
    try:
        for each in signed:
            done = _published(ctx, each, destination, given, reached)
            results.append(_described(each, done, destination))
            if done and given["sign_with_cosign"]:
                cosign.sign(done, reached, hear=partial(packaging.say, ctx, nl=False))
    finally:
        # What is published is told, also where the next one fails.
        if results:
            lines = [f"{each['reference']}{_digest(each)}" for each in results if each["reference"]]
            summary = {"inputs": list(packages), "destination": destination}
            packaging.show("publish", given["form"], "\n".join(lines), summary, results)
    return ExitCode.CLEAN


def _is_registry(destination: str) -> bool:
    return destination.lower().startswith(OCI)


def _check(destination: str, given: Mapping[str, Any]) -> None:
    is_registry = _is_registry(destination)
    if not is_registry and is_remote(destination):
        hint = "publish to oci://host/path, or to the folder that the repository is served from"
        raise UsageError("packages are not published by this scheme", where=destination, hint=hint)
    if is_registry and given["url"]:
        raise UsageError("is about the index of a folder", where="--url", hint="leave it out")
    if given["url"] and not is_base(given["url"]):
        hint = "write https://HOST[:PORT]/PATH, which everybody may read in the index"
        raise UsageError("is no URL that names can follow", where="--url", hint=hint)
    if given["sign_with_cosign"] and not is_registry:
        raise UsageError("signs what is in a registry", where="--sign-with-cosign", hint="leave it out")


def _published(
    ctx: click.Context, signed: Signed, destination: str, given: Mapping[str, Any], reached: Access
) -> Published | None:
    """Publish a package, and say so; nothing if it is passed over."""
    name = f"{signed.package.chart.name} {signed.package.chart.version}"
    try:
        done = _publish(signed, destination, given, reached)
    except ExistsError as error:
        if not given["skip_existing"]:
            raise
        packaging.say(ctx, f"{name}: skipped, and not published: {error.where} {error.problem}")
        return None
    packaging.say(ctx, f"{name}: {'was there already' if done.was_there else 'published'}")
    return done


def _described(signed: Signed, done: Published | None, destination: str) -> dict[str, Any]:
    """Give what JSON says of a package that was published or passed over."""
    state = "skipped" if done is None else "present" if done.was_there else "published"
    manifest = done.digest if done and _is_registry(destination) else None
    reference = done.reference if done else None
    return {
        **packaging.described(signed.package),
        "state": state,
        "reference": reference,
        "manifest": manifest,
    }


def _publish(signed: Signed, destination: str, given: Mapping[str, Any], reached: Access) -> Published:
    replaces = given["replace_signature"]
    if _is_registry(destination):
        return to_registry(signed, destination, reached, replace_signature=replaces)
    return to_folder(signed, Path(destination), url=given["url"], replace_signature=replaces)


def _digest(result: Mapping[str, Any]) -> str:
    return f"@{result['manifest']}" if result["manifest"] else ""
