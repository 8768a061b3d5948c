"""Options that several verbs share; values options are Helm's, with Helm's meaning."""

import contextlib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Place(click.Path):
    """A path, which shells complete; all that is checked here is that it is not empty."""

    def __init__(self) -> None:
        """Leave it to the verbs whether something is there, and what."""
        super().__init__(readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the path as it is."""
        if not value:
            self.fail("an empty text is no path.", param, ctx)
        return value


PLACE = Place()
"""One for all: click asks the system for translations whenever it makes one."""


def from_here(path: str) -> str:
    """Give a path as seen from the working directory if it is below that: reports call it the same then.

    What is elsewhere, or is not there, stays as it is spelled; so does `-`.
    """
    if path == "-":
        return path
    whole = Path(os.path.abspath(path))  # noqa: PTH100 -- pathlib leaves `..` where it is
    # The way to the working directory may lead over links, which the name of that does not show.
    for place in (whole, whole.parent.resolve() / whole.name):
        with contextlib.suppress(OSError, ValueError):
            seen = place.relative_to(Path.cwd())
            # Behind a link, `..` is another folder than it looks.
            if seen.samefile(path):
                return str(seen)
    return path


def _files(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Split each text at its commas, as Helm does."""
    # By name: most runs split nothing.
    csv = import_module("csv")
    names: list[str] = []
    text = ""
    try:
        for text in given:
            names += next(csv.reader([text], strict=True))
    except csv.Error as error:
        problem = f"{text!r} is no list of files: quotes and line ends must stand as in a line of CSV."
        raise click.BadParameter(problem, ctx, param) from error
    return tuple(PLACE.convert(name, param, ctx) for name in names)


_VALUES = (
    click.option(
        "-f",
        "--values",
        "files",
        type=PLACE,
        callback=_files,
        multiple=True,
        metavar="FILE",
        help="Values file, - for standard input, or several with commas between.",
    ),
    click.option(
        "--set", "set_", multiple=True, metavar="KEY=VALUE", help="Set a value; its type is guessed."
    ),
    click.option("--set-string", multiple=True, metavar="KEY=VALUE", help="Set a value as text."),
    click.option("--set-json", multiple=True, metavar="KEY=JSON", help="Set a value as JSON."),
    click.option("--set-file", multiple=True, metavar="KEY=FILE", help="Set a value to a file's text."),
    click.option("--set-literal", multiple=True, metavar="KEY=TEXT", help="Set a value to all after the =."),
)

_TARGET = (
    click.option("-n", "--namespace", default="default", show_default=True, help="The release's namespace."),
    click.option("--release-name", default="release-name", show_default=True, help="The release's name."),
    click.option("--is-upgrade", is_flag=True, help="Render as for an upgrade, not an installation."),
    click.option(
        "--kube-version", metavar="VERSION", help="Kubernetes version.  [default: the newest known]"
    ),
    click.option(
        "-a", "--api-versions", multiple=True, metavar="API", help="Further API versions of the cluster."
    ),
)

_REGISTRY = (
    click.option(
        "--registry-config",
        type=PLACE,
        metavar="FILE",
        help="Docker's configuration, with credentials."
        "  [default: config.json in DOCKER_CONFIG or in ~/.docker]",
    ),
    click.option(
        "--ca-file", type=PLACE, metavar="FILE", help="Certificates (PEM) to trust besides the system's."
    ),
    click.option(
        "--plain-http", is_flag=True, help="Let registries and repositories be reached without TLS."
    ),
)


def decorate_all(options: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    """Give one decorator for several options, shown in their order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


values: Callable[[Any], Any] = decorate_all(_VALUES)
target: Callable[[Any], Any] = decorate_all(_TARGET)
registry: Callable[[Any], Any] = decorate_all(_REGISTRY)
