"""Which version comes next."""

from collections.abc import Sequence

from semver import Version

from chartgen.core.errors import RefusedError
from chartgen.diff.change import Part


def required_part(baseline: str, part: Part | None) -> Part | None:
    """Give the part that has to rise: below 1.0.0 what breaks asks for the minor one, as SemVer leaves it."""
    is_early = Version.parse(baseline).major == 0
    return Part.MINOR if is_early and part == Part.MAJOR else part


def next_version(
    current: str, baseline: str, *, required: Part | None, wanted: Part | None, reasons: Sequence[str] = ()
) -> str:
    """Give the version of a chart that differs from its baseline.

    `current` is the version that it has now: one that has risen enough since the baseline stays, and a
    pre-release of such a one, until a person asks for a part. `required` is what `required_part` gives, for
    `reasons`; `wanted` is what a person asks for, None leaves it to the difference.

    Raises:
        RefusedError: a person asks for less than the difference requires.
    """
    if wanted is not None and required is not None and wanted < required:
        because = "".join(f"\n  - {reason}" for reason in reasons)
        raise RefusedError(
            f"too small: the difference to {baseline} requires a {required} version{because}",
            where=f"--part {wanted}",
            hint=f"use --part {required}, or leave it out",
        )
    part = wanted or required
    has, base = Version.parse(current), Version.parse(baseline)
    if part is None:
        return current if has >= base else baseline
    # A build of a version is no later version.
    target = base.replace(build=None).next_version(str(part))
    # Pre-releases are for people: who writes one that is enough without its ending keeps it.
    reached = has.finalize_version() if wanted is None and has > base else has
    return current if reached >= target else str(target)
