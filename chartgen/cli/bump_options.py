"""Options of `chartgen bump`."""

from collections.abc import Callable
from typing import Any

import click

from chartgen.cli.options import PLACE, decorate_all

options: Callable[[Any], Any] = decorate_all(
    (
        click.option(
            "--image",
            "images",
            multiple=True,
            metavar="PROFILE/COMPONENT=REF",
            help="Take this image; REF may be :TAG alone. Repeatable.",
        ),
        click.option(
            "--from-manifest",
            "manifests",
            type=PLACE,
            multiple=True,
            metavar="FILE",
            help="Compare with a newer manifest of the images, - for standard input. Repeatable.",
        ),
        click.option(
            "--accept", multiple=True, metavar="ITEM", help="Say that you looked at it. Repeatable."
        ),
        click.option(
            "--part",
            type=click.Choice(["auto", "patch", "minor", "major"]),
            default="auto",
            show_default=True,
            help="The part of the version that rises; less than the difference requires is refused.",
        ),
        click.option(
            "--baseline",
            "base",
            type=PLACE,
            metavar="CHART",
            help="The chart as it was released last.  [default: the newest git tag NAME-VERSION, else HEAD]",
        ),
        click.option(
            "--resolve-digests",
            is_flag=True,
            help="Ask the registries for the digest of each tag, and pin it.",
        ),
        click.option("--dry-run", is_flag=True, help="Write nothing; print what would change."),
    )
)
