"""What the program gpg does for us: signs a text and checks signatures, with the keys of one keyring.

An exported keyring is imported into a home folder that lives as long as the work; a keybox (`.kbx`), which
only gpg itself can read, is used where it is. What gpg reports is described in
https://github.com/gpg/gnupg/blob/master/doc/DETAILS.
"""

import contextlib
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from chartgen.core import process
from chartgen.core.errors import InputError, ToolError
from chartgen.core.yaml import read_bytes

_TIMEOUT: Final = 60.0
# Somebody may have to type a passphrase.
_PATIENCE: Final = 300.0
_ENVIRONMENT: Final = {"LC_ALL": "C"}
_STATUS: Final = "[GNUPG:] "
_KEYBOX: Final = b"KBXf"
# A socket's path has at most 107 bytes, and the longest name of an agent's is S.gpg-agent.browser.
_LONGEST_FOLDER: Final = 60
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
    """The program with the keys of one keyring, and a folder for what it reads."""

    options: tuple[str, ...]
    folder: Path
    keyring: str

    def sign(self, text: bytes, *, key: str, passphrase: bytes | None) -> bytes:
        """Give a text as a clear-signed one.

        `key` is a name, a part of it, or a fingerprint; it may be empty where there is one key. Without a
        `passphrase`, gpg's agent has it or asks for it.

        Raises:
            InputError: there is no such secret key, or several; it cannot be used; a wrong passphrase.
            ToolError: gpg is missing, fails or hangs, or cannot ask for the passphrase.
        """
        signer = self._secret_key(key)
        message = self.folder / "text"
        message.write_bytes(text)
        # As an argument a passphrase would stand in the list of processes.
        ask = () if passphrase is None else ("--pinentry-mode", "loopback", "--passphrase-fd", "0")
        # Go's library refuses SHA-1.
        form = ("--digest-algo", "SHA512", "--no-emit-version", "--no-comments", "--yes", "--output", "-")
        done = self._run(
            *ask,
            *form,
            "--local-user",
            signer.fingerprint,
            "--clearsign",
            str(message),
            input=passphrase or b"",
            timeout=_PATIENCE,
        )
        if done.code or not done.out:
            raise _not_signed(done.err, signer, self.keyring)
        return done.out

    def verify(self, signed: bytes) -> Signature:
        """Check a clear-signed text.

        Raises:
            ToolError: gpg is missing or hangs.
        """
        message = self.folder / "signed"
        message.write_bytes(signed)
        done = self._run("--trust-model", "always", "--output", "-", "--decrypt", str(message))
        status = _status(done.err)
        good = [fields for name, fields in status if name == "VALIDSIG"]
        if problem := _problem(status):
            return Signature(done.out, problem)
        if not good:
            return Signature(b"", "it holds no signed text")
        fields = good[0]
        if fields[7] in _WEAK:
            return Signature(done.out, f"it is made with {_WEAK[fields[7]]}, which can be forged")
        signer = next((" ".join(rest[1:]) for name, rest in status if name == "GOODSIG"), "")
        return Signature(done.out, "", signer, fields[-1], int(fields[2]))

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
    with _folder() as folder:
        if keyring is None:
            yield Gpg((), folder, "gpg's home")
            return
        content = read_bytes(keyring)
        home = ("--homedir", str(folder))
        if content[8:12] == _KEYBOX:
            place: tuple[str, ...] = home
            if secret:
                around = (keyring.parent / "private-keys-v1.d").is_dir()
                place = ("--homedir", str(keyring.parent.absolute())) if around else ()
            own = ("--no-default-keyring", "--keyring", str(keyring.absolute()))
            yield Gpg((*place, *own), folder, str(keyring))
            return
        found = Gpg(home, folder, str(keyring))
        try:
            done = found._run("--import", input=content)  # noqa: SLF001 -- its own module
            if not any(name == "IMPORT_OK" for name, _ in _status(done.err)):
                hint = "give what `gpg --export` or `gpg --export-secret-keys` wrote, or a .kbx"
                raise InputError("holds no keys that gpg can read", where=str(keyring), hint=hint)
            yield found
        finally:
            # The agent would end by itself, but only after a minute.
            with contextlib.suppress(ToolError):
                process.run(["gpgconf", *home, "--kill", "all"], timeout=_TIMEOUT)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder that only we can read, and remove it with all that is in it."""
    parent = tempfile.gettempdir()
    if len(parent) > _LONGEST_FOLDER:
        parent = "/tmp"  # noqa: S108 -- the folder in it gets a name that nobody can foresee
    with _interrupted_when_told_to_end():
        folder = tempfile.mkdtemp(prefix="gpg-", dir=parent)
        try:
            yield Path(folder)
        finally:
            # Sockets of an agent may go while we look.
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _interrupted_when_told_to_end() -> Iterator[None]:
    """End by an exception where the process would just end: secret keys must not stay behind."""
    is_ours = threading.current_thread() is threading.main_thread()
    number = signal.SIGTERM
    if not is_ours or signal.getsignal(number) is not signal.SIG_DFL:
        yield
        return
    signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL)


def _status(err: str) -> list[tuple[str, list[str]]]:
    lines = (line.removeprefix(_STATUS).split(" ") for line in err.splitlines() if line.startswith(_STATUS))
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
    lines = [line.split(":") for line in listing.splitlines()]
    starts = [at for at, line in enumerate(lines) if line[0] == "sec"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        block = lines[start:end]
        names = [line[9] for line in block if line[0] == "uid"]
        fingerprint = next(line[9] for line in block if line[0] == "fpr")
        yield _Key(fingerprint, _UNUSABLE.get(block[0][1], ""), names[0] if names else fingerprint)


def _not_signed(err: str, signer: _Key, keyring: str) -> InputError | ToolError:
    said = [line for line in err.splitlines() if line and not line.startswith(_STATUS)]
    reason = said[-1].removeprefix("gpg: ") if said else "gpg gave no reason"
    if "Bad passphrase" in err:
        problem = f"the passphrase of the key {signer.name} is another one"
        return InputError(problem, where=keyring, hint="check the file that --passphrase-file names")
    hint = "give the passphrase with --passphrase-file, or set GPG_TTY so that gpg's agent can ask for it"
    return ToolError(f"gpg could not sign: {reason}", where=keyring, hint=hint)
