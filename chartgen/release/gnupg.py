"""What the program gpg does for us: signs a text and checks signatures, with the keys of one keyring.

An exported keyring is imported into a home folder that lives as long as the work; a keybox (`.kbx`), which
only gpg itself can read, is used where it is. What gpg reports is described in
https://github.com/gpg/gnupg/blob/master/doc/DETAILS.
"""

import contextlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from chartgen.core import process
from chartgen.core.errors import InputError, ToolError
from chartgen.core.visible import visible
from chartgen.core.yaml import read_bytes

_TIMEOUT: Final = 60.0
# Somebody may have to type a passphrase.
_PATIENCE: Final = 300.0
_ENVIRONMENT: Final = {"LC_ALL": "C"}
_STATUS: Final = "[GNUPG:] "
_KEYBOX: Final = b"KBXf"
# A socket's path has at most 107 bytes, and the longest name of an agent's is S.gpg-agent.browser.
_LONGEST_FOLDER: Final = 60
# gpg cuts off what is longer, and signs the rest.
_LONGEST_LINE: Final = 19_000
# However we end, its input does too: then nothing of ours may stay, secret keys least of all.
_CARETAKER: Final = """
exec >/dev/null 2>&1
read -r _
for _ in 1 2 3 4 5; do
    gpgconf --homedir "$1" --kill all
    rm -rf "$1" && exit
    sleep 1
done
"""
_START: Final = re.compile(rb"^-----BEGIN PGP SIGNED MESSAGE-----", re.MULTILINE)
# What Go's library takes; gpg also takes a text without its end, and signed messages of other forms.
_SIGNED: Final = re.compile(
    rb"\r?\n(?:Hash:[^\n]*\n)*\r?\n.*?^-----END PGP SIGNATURE-----[ \t\r]*$", re.DOTALL | re.MULTILINE
)
_NO_SECRETS: Final = (
    "give a keyring with secret keys, as `gpg --export-secret-keys` writes it, or none for your own"
)

_UNUSABLE: Final[Mapping[str, str]] = {
    "e": "has expired",
    "r": "is revoked",
    "d": "is disabled",
    "i": "is invalid",
}
_PROBLEMS: Final[Mapping[str, str]] = {
    "BADSIG": "the signature does not belong to this text",
    "EXPSIG": "the signature has expired",
    "EXPKEYSIG": "the key has expired",
    "REVKEYSIG": "the key is revoked",
}
# RFC 4880, 9.4: two texts of the same sum can be made.
_WEAK: Final[Mapping[str, str]] = {"1": "MD5", "2": "SHA-1", "3": "RIPEMD-160"}


class Signature(NamedTuple):
    """What gpg says of a signed text: no `problem` means that the signature is good.

    `fingerprint` is that of the signer's main key, `signer` one of its names, `time` the signature's in
    seconds since 1970; `text` is what was signed.
    """

    text: bytes
    problem: str = ""
    signer: str = ""
    fingerprint: str = ""
    time: int = 0


class _Key(NamedTuple):
    fingerprint: str
    problem: str
    name: str


@dataclass(frozen=True, slots=True)
class Gpg:
    """The program with the keys of one keyring; `keyring` is for messages."""

    options: tuple[str, ...]
    keyring: str

    def sign(self, text: bytes, *, key: str, passphrase: bytes | None) -> bytes:
        """Give a text as a clear-signed one.

        `key` is a name, a part of it, or a fingerprint; it may be empty where there is one key. Without a
        `passphrase`, which is one line, gpg's agent has it or asks for it.

        Raises:
            InputError: there is no such secret key, or several; it cannot be used; a wrong passphrase; a line
                that is too long.
            ToolError: gpg is missing, fails or hangs, or cannot ask for the passphrase.
        """
        if max(map(len, text.split(b"\n"))) > _LONGEST_LINE:
            problem = f"has a line of more than {_LONGEST_LINE} bytes, which gpg cannot sign"
            raise InputError(problem, where="the chart's metadata", hint="shorten the description")
        signer = self._secret_key(key)
        ask: tuple[str, ...] = ()
        if passphrase is not None:
            # As an argument it would stand in the list of processes. gpg takes the first line of its input.
            ask = ("--pinentry-mode", "loopback", "--passphrase-fd", "0")
            text = passphrase + b"\n" + text
        # Go's library refuses SHA-1.
        form = ("--digest-algo", "SHA512", "--no-emit-version", "--no-comments")
        done = self._run(
            *ask, *form, "--local-user", signer.fingerprint, "--clearsign", input=text, timeout=_PATIENCE
        )
        if done.code or not done.out:
            raise _not_signed(done.err, signer, self.keyring)
        return done.out

    def verify(self, signed: bytes) -> Signature:
        """Check the one clear-signed text in some bytes; what stands around it is not looked at.

        Raises:
            ToolError: gpg is missing or hangs.
        """
        starts = list(_START.finditer(signed))
        if len(starts) > 1:
            return Signature(b"", "it holds several signed texts")
        rest = _SIGNED.match(signed, starts[0].end()) if starts else None
        if not rest:
            return Signature(b"", "it holds no signed text")
        message = starts[0][0] + rest[0] + b"\n"
        done = self._run("--trust-model", "always", "--decrypt", input=message)
        status = _status(done.err)
        # Neither line ends nor spaces before them are signed.
        text = b"\n".join(line.rstrip(b" \t\r") for line in done.out.split(b"\n"))
        good = [fields for name, fields in status if name == "VALIDSIG"]
        problem = _problem(status)
        if not problem and (done.code or not good):
            problem = f"gpg does not take it: {_reason(done.err)}"
        if problem:
            return Signature(text, problem)
        fields = good[0]
        when = int(fields[2])
        if fields[7] in _WEAK:
            problem = f"it is made with {_WEAK[fields[7]]}, which can be forged"
        elif when > time.time():
            problem = "it is dated in the future"
        signer = next((unquote(" ".join(rest[1:])) for name, rest in status if name == "GOODSIG"), "")
        return Signature(text, problem, signer, fields[-1], when)

    def _secret_key(self, key: str) -> _Key:
        done = self._run("--with-colons", "--list-secret-keys", "--", *([key] if key else ()))
        found = list(_keys(done.out.decode("utf-8", "replace")))
        if not found:
            named = f" of {key!r}" if key else ""
            raise InputError(f"holds no secret key{named}", where=self.keyring, hint=_NO_SECRETS)
        if len(found) > 1:
            hint = f"name one with --key: {', '.join(f'{each.fingerprint} ({each.name})' for each in found)}"
            problem = f"holds {len(found)} secret keys{f' whose names have {key!r}' if key else ''}"
            raise InputError(problem, where=self.keyring, hint=hint)
        if found[0].problem:
            problem = f"the key {found[0].name} {found[0].problem}"
            raise InputError(problem, where=self.keyring, hint="sign with another key, or renew this one")
        return found[0]

    def _run(self, *arguments: str, input: bytes = b"", timeout: float = _TIMEOUT) -> process.Completed:  # noqa: A002 - as in process.run
        argv = [
            "gpg",
            *self.options,
            "--batch",
            "--no-tty",
            "--display-charset",
            "utf-8",
            "--disable-dirmngr",
            "--status-fd",
            "2",
            *arguments,
        ]
        return process.run(argv, timeout=timeout, input=input, environment=_ENVIRONMENT)


@contextlib.contextmanager
def gpg(keyring: Path | None, *, secret: bool) -> Iterator[Gpg]:
    """Give gpg with the keys of an exported keyring, of a keybox, or without one with the user's own.

    `secret` says whether secret keys are needed; a keybox has them around it, or in the user's home.

    Raises:
        InputError: the keyring cannot be read.
        ToolError: gpg is missing, fails or hangs.
    """
    if keyring is None:
        yield Gpg((), "gpg's home")
        return
    content = read_bytes(keyring)
    is_box = content[8:12] == _KEYBOX
    own = ("--no-default-keyring", "--keyring", str(keyring.absolute())) if is_box else ()
    if is_box and secret:
        around = keyring.absolute().parent
        home = ("--homedir", str(around)) if (around / "private-keys-v1.d").is_dir() else ()
        yield Gpg((*home, *own), str(keyring))
        return
    with _home() as folder:
        found = Gpg(("--homedir", str(folder), *own), str(keyring))
        if not is_box:
            done = found._run("--import", input=content)  # noqa: SLF001 -- its own module
            if not any(name == "IMPORT_OK" for name, _ in _status(done.err)):
                hint = "give what `gpg --export` or `gpg --export-secret-keys` wrote, or a .kbx"
                raise InputError("holds no keys that gpg can read", where=str(keyring), hint=hint)
        yield found


@contextlib.contextmanager
def _home() -> Iterator[Path]:
    """Make a home folder of gpg that only we can read; it is removed, even if we are killed."""
    parent = tempfile.gettempdir()
    if len(parent) > _LONGEST_FOLDER:
        parent = "/tmp"  # noqa: S108 -- the folder in it gets a name that nobody can foresee
    folder = tempfile.mkdtemp(prefix="gpg-", dir=parent)
    caretaker = process.Child(["/bin/sh", "-c", _CARETAKER, "sh", folder])
    try:
        yield Path(folder)
    finally:
        # The agent would end by itself, but only after a minute.
        with contextlib.suppress(ToolError):
            process.run(["gpgconf", "--homedir", folder, "--kill", "all"], timeout=_TIMEOUT)
        # Sockets of an agent may go while we look.
        shutil.rmtree(folder, ignore_errors=True)
        caretaker.kill()


def _status(err: str) -> list[tuple[str, list[str]]]:
    # Other characters that end lines may stand in names, which whoever made the key has chosen.
    lines = (line.removeprefix(_STATUS).split(" ") for line in err.split("\n") if line.startswith(_STATUS))
    return [(name, fields) for name, *fields in lines]


def _problem(status: Sequence[tuple[str, list[str]]]) -> str:
    names = dict(status)
    for name, problem in _PROBLEMS.items():
        if name in names:
            return f"{problem} ({' '.join(names[name][1:])})"
    if "NO_PUBKEY" in names:
        return f"the keyring does not hold the key {names['NO_PUBKEY'][0]}"
    if "ERRSIG" in names:
        return "gpg cannot check a signature of its kind"
    return ""


def _keys(listing: str) -> Iterator[_Key]:
    """Read `--with-colons`: a line `sec`, then that of its fingerprint and those of its names."""
    lines = [line.split(":") for line in listing.split("\n")]
    starts = [at for at, line in enumerate(lines) if line[0] == "sec"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        block = lines[start:end]
        names = [visible(line[9]) for line in block if line[0] == "uid"]
        fingerprint = next(line[9] for line in block if line[0] == "fpr")
        yield _Key(fingerprint, _UNUSABLE.get(block[0][1], ""), names[0] if names else fingerprint)


def _reason(err: str) -> str:
    said = [line for line in err.split("\n") if line and not line.startswith(_STATUS)]
    return visible(said[-1].removeprefix("gpg: ")) if said else "gpg gave no reason"


def _not_signed(err: str, signer: _Key, keyring: str) -> InputError | ToolError:
    if "Bad passphrase" in err:
        problem = f"the passphrase of the key {signer.name} is another one"
        return InputError(problem, where=keyring, hint="check the file that --passphrase-file names")
    hint = "give the passphrase with --passphrase-file, or set GPG_TTY so that gpg's agent can ask for it"
    return ToolError(f"gpg could not sign: {_reason(err)}", where=keyring, hint=hint)
