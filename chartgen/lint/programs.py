"""What the images of Multus and Whereabouts hold: programs, and the flags that these know.

A reference says which build an image is. Google's builds (`vX.Y.Z-gke.N`) are closed, other vendors put their
own programs in; so only the tags of the projects themselves are judged, and of these none that is newer than
what was read. Sources:

- Multus 4.0.0 to 4.3.0 (k8snetworkplumbingwg/multus-cni): images/Dockerfile, images/Dockerfile.thick,
  images/Dockerfile.debug, hack/build-go.sh; flags: cmd/thin_entrypoint/main.go, cmd/install_multus/main.go,
  cmd/multus-daemon/main.go. Before 4.0.0: images/entrypoint.sh of 3.9.3.
- Whereabouts 0.4.0 to 0.9.4 (k8snetworkplumbingwg/whereabouts): Dockerfile; flags: cmd/controlloop and
  cmd/reconciler.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from chartgen.cni.versions import Version, format_version, parse_version

Build = Literal["upstream", "google"]

_REFERENCE: Final = re.compile(r"(?:.*/)?(multus-cni|whereabouts)(?::([^@:/]*))?(?:@.*)?", re.DOTALL)
_TAG: Final = re.compile(
    r"v[0-9]+\.[0-9]+\.[0-9]+(?:-(thick|debug))?(?:-(?:amd64|arm64|arm|arm32|ppc64le|s390x))?", re.ASCII
)
_GOOGLE_TAG: Final = re.compile(r"v[0-9]+\.[0-9]+\.[0-9]+-gke\.[0-9]+", re.ASCII)
_ALWAYS: Final[Version] = (0, 0, 0)
_NEWEST: Final[Mapping[str, Version]] = {"multus-cni": (4, 3, 0), "whereabouts": (0, 9, 4)}
MULTUS_BIN: Final = "/usr/src/multus-cni/bin"


@dataclass(frozen=True, slots=True)
class Image:
    """An image of Multus or Whereabouts whose tag names a version; `variant` is `thick`, `debug` or empty."""

    name: str
    version: Version
    build: Build
    variant: str = ""

    @property
    def is_known(self) -> bool:
        """Whether what it holds is known."""
        return self.build == "upstream" and self.version <= _NEWEST[self.name]

    @property
    def of_project(self) -> "Image":
        """The image of the project itself of the same version, or of the newest that is known."""
        return replace(self, version=min(self.version, _NEWEST[self.name]), build="upstream")

    @property
    def is_distroless(self) -> bool:
        """Whether it is known to have no shell and no tools."""
        return self.is_known and self.name == "multus-cni" and not self.variant and self.version >= (4, 0, 0)

    @property
    def entrypoint(self) -> str:
        """What it runs unless it is told otherwise; empty where that is not known."""
        if self.name == "whereabouts":
            return "/install-cni.sh" if self.is_known else ""
        if self.variant == "thick":
            return f"{MULTUS_BIN}/multus-daemon"
        return "/thin_entrypoint" if self.version >= (4, 0, 0) else "/entrypoint.sh"

    @property
    def takes_arguments(self) -> bool:
        """Whether arguments alone reach the entry point; else the first of them is what is run."""
        if self.name == "whereabouts":
            return not self.is_known
        return not (self.is_known and not self.variant and (4, 1, 0) <= self.version < (4, 2, 1))

    def __str__(self) -> str:
        """Name it in messages."""
        variant = f"-{self.variant}" if self.variant else ""
        build = " (Google's build)" if self.build == "google" else ""
        return f"{self.name} {format_version(self.version)}{variant}{build}"


def image_and_tag(reference: str) -> tuple[str, str]:
    """Give the name of an image and its tag; both empty for an image of something else."""
    found = _REFERENCE.fullmatch(reference)
    return (found[1], found[2] or "") if found else ("", "")


def image_of(reference: str) -> Image | None:
    """Give what image a reference stands for; None for other images, builds of others, and tags that move."""
    name, tag = image_and_tag(reference)
    version = parse_version(tag)
    if not name or version is None:
        return None
    if _GOOGLE_TAG.fullmatch(tag):
        return Image(name, version, "google")
    upstream = _TAG.fullmatch(tag)
    return Image(name, version, "upstream", upstream[1] or "") if upstream else None


@dataclass(frozen=True, slots=True)
class _Spell:
    """A program is in the images of these versions, `until` excluded, and of these variants."""

    since: Version = _ALWAYS
    until: Version | None = None
    variants: tuple[str, ...] = ("", "thick", "debug")

    def covers(self, image: Image) -> bool:
        return (
            self.since <= image.version
            and (self.until is None or image.version < self.until)
            and image.variant in self.variants
        )


_THIN: Final = ("", "debug")
_PROGRAMS: Final[Mapping[str, Mapping[str, tuple[_Spell, ...]]]] = {
    "multus-cni": {
        "/entrypoint.sh": (_Spell(until=(4, 0, 0), variants=_THIN),),
        "/thin_entrypoint": (_Spell((4, 0, 0), variants=_THIN),),
        "/install_multus": (_Spell((4, 0, 0), variants=_THIN),),
        "/kubeconfig_generator": (_Spell((4, 1, 0), variants=_THIN),),
        "/cert-approver": (_Spell((4, 1, 0)),),
        f"{MULTUS_BIN}/thin_entrypoint": (_Spell((4, 0, 0)),),
        f"{MULTUS_BIN}/install_multus": (_Spell((4, 0, 0)),),
        f"{MULTUS_BIN}/multus-shim": (_Spell((4, 0, 0)),),
        f"{MULTUS_BIN}/kubeconfig_generator": (_Spell((4, 1, 0)),),
        f"{MULTUS_BIN}/cert-approver": (_Spell((4, 1, 0)),),
    },
    "whereabouts": {
        "/install-cni.sh": (_Spell(),),
        "/ip-control-loop": (_Spell((0, 5, 3)),),
        "/ip-reconciler": (_Spell((0, 5, 0), (0, 6, 0)), _Spell((0, 9, 4))),
        "/node-slice-controller": (_Spell((0, 9, 0)),),
        "/token-watcher.sh": (_Spell((0, 9, 0)),),
        "/lib.sh": (_Spell((0, 9, 0)),),
    },
}
GOOGLE_INSTALLER: Final = "/gkecmd"
_TOOL: Final = re.compile(
    r"(?:/bin/|/usr/bin/|/usr/local/bin/)?"
    "(ash|awk|bash|busybox|cat|chmod|cp|cut|dash|echo|env|find|grep|head|install|ln|ls|mkdir|mv|pgrep|ps|rm"
    "|python3?|rsync|sed|sh|sleep|tail|tee|test|touch|tr|true)"
)
_NOT_IN_ALPINE: Final = frozenset({"bash", "python", "python3", "rsync"})


def lacks(image: Image, program: str) -> bool:
    """Say whether an image is known to hold no such program; a bare name is looked for in `/` as well."""
    if not image.is_known:
        return False
    tool = _TOOL.fullmatch(program)
    if tool:
        return image.is_distroless or (image.name == "whereabouts" and tool[1] in _NOT_IN_ALPINE)
    path = program if "/" in program else f"/{program}"
    spells = _PROGRAMS[image.name].get(path)
    if spells is not None:
        return not any(spell.covers(image) for spell in spells)
    return path == GOOGLE_INSTALLER or any(path in programs for programs in _PROGRAMS.values())


def homes(program: str) -> Iterator[str]:
    """Yield which images do hold a program, in words."""
    if program == GOOGLE_INSTALLER:
        yield "Google's builds"
    for name, programs in _PROGRAMS.items():
        for spell in programs.get(program, ()):
            bounds = [f"from {format_version(spell.since)}"] if spell.since > _ALWAYS else []
            bounds += [f"before {format_version(spell.until)}"] if spell.until else []
            yield " ".join((name, *bounds))


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of a program: long names and letters; `is_posix` says that a long one takes two dashes.

    A program that is not `is_strict` never looks at its arguments.
    """

    names: frozenset[str]
    letters: str = ""
    is_posix: bool = False
    is_strict: bool = True

    def knows(self, argument: str) -> bool:
        """Say whether the program knows a flag as it is written, with its dashes."""
        name = argument.lstrip("-").partition("=")[0]
        if self.is_posix and not argument.startswith("--"):
            return name[:1] in self.letters
        return name in self.names


_THIN_FLAGS: Final = frozenset(
    {
        "additional-bin-dir",
        "cleanup-config-on-exit",
        "cni-bin-dir",
        "cni-conf-dir",
        "cni-version",
        "force-cni-version",
        "global-namespaces",
        "help",
        "multus-autoconfig-dir",
        "multus-bin-file",
        "multus-conf-file",
        "multus-kubeconfig-file-host",
        "multus-log-file",
        "multus-log-level",
        "multus-log-to-stderr",
        "multus-master-cni-file-name",
        "namespace-isolation",
        "override-network-name",
        "readiness-indicator-file",
        "rename-conf-file",
        "skip-multus-binary-copy",
        "skip-tls-verify",
    }
)
_LOOP: Final = frozenset({"log-level", "h", "help"})
_RECONCILER: Final = _LOOP | {"kubeconfig"}
_FLAGS: Final[Mapping[str, tuple[tuple[Version, Flags], ...]]] = {
    "thin_entrypoint": (
        ((4, 0, 0), Flags(_THIN_FLAGS, "h", is_posix=True)),
        ((4, 1, 0), Flags(_THIN_FLAGS | {"multus-cni-conf-dir", "skip-config-watch"}, "h", is_posix=True)),
    ),
    "install_multus": (((4, 0, 0), Flags(frozenset({"type", "dest-dir", "help"}), "tdh", is_posix=True)),),
    "multus-daemon": (((4, 0, 0), Flags(frozenset({"version", "config", "h", "help"}))),),
    "ip-control-loop": (((0, 5, 3), Flags(_LOOP, is_strict=False)), ((0, 9, 4), Flags(_LOOP))),
    "ip-reconciler": (
        ((0, 5, 0), Flags(_RECONCILER)),
        ((0, 5, 2), Flags(_RECONCILER | {"timeout"})),
        ((0, 9, 4), Flags(_LOOP)),
    ),
}
"""By name of the program: from which version on it has which flags."""


def flags_of(image: Image, program: str) -> Flags | None:
    """Give the flags of a program of an image; None where they are not known."""
    if not image.is_known or lacks(image, program):
        return None
    found = None
    for since, flags in _FLAGS.get(program.rpartition("/")[2], ()):
        if since <= image.version:
            found = flags
    return found
