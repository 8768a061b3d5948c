import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.release import gnupg
from chartgen.release.gnupg import gpg
from tests.release.conftest import PASSPHRASE, Keys
from tests.release.conftest import gpg as run_gpg

TEXT = b"a: 1  \n- b\nFrom here\n\n...\nfiles:\n"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which temporary ones are made."""
    folder = Path(tempfile.mkdtemp(prefix="t-"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    folder.rmdir()


def agents(folder: Path) -> list[str]:
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes().decode()
        except OSError:
            continue
        if "gpg-agent" in line and str(folder) in line:
            found.append(line)
    return found


def gone(folder: Path) -> bool:
    """Say whether nothing is left in a folder; what a process leaves that is killed goes a moment later."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if not list(folder.iterdir()) and not agents(folder):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("key", ["Ann Example", "ann@example.com", "bob@"])
def test_signed_with_an_exported_keyring(keys: Keys, folders: Path, key: str):
    with gpg(keys.secret, secret=True) as program:
        (home,) = folders.iterdir()
        assert oct(home.stat().st_mode & 0o777) == "0o700"
        signed = program.sign(TEXT, key=key, passphrase=PASSPHRASE)
    assert signed.startswith(b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n")
    with gpg(keys.public, secret=False) as program:
        found = program.verify(signed)
    assert found.problem == ""
    assert found.text.splitlines() == [line.rstrip() for line in TEXT.splitlines()]
    assert found.signer.startswith("Ann Example" if "nn" in key else "Bob Example")
    assert len(found.fingerprint) == 40
    assert abs(found.time - time.time()) < 100
    assert list(folders.iterdir()) == []
    # An agent that was told to end does so in a moment.
    assert gone(folders)


def test_the_only_key_needs_no_name(keys: Keys, tmp_path: Path):
    one = tmp_path / "one.asc"
    one.write_bytes(run_gpg(keys.home, "--armor", "--export-secret-keys", "bob@example.com"))
    with gpg(one, secret=True) as program:
        assert program.sign(TEXT, key="", passphrase=None)


@pytest.mark.parametrize(
    ("key", "passphrase", "problem", "hint"),
    [
        ("nobody", PASSPHRASE, "holds no secret key of 'nobody'", "--export-secret-keys"),
        ("Example <", PASSPHRASE, "holds 2 secret keys whose names have 'Example <'", "Bob Example"),
        ("", PASSPHRASE, "holds 4 secret keys", "name one with --key"),
        ("ann@", b"wrong", "the passphrase of the key Ann Example <ann@example.com> is another one", "--passphrase-file"),
        ("eve@", None, "the key Eve <eve@example.com> has expired", "another key"),
        ("rita@", None, "the key Rita <rita@example.com> is revoked", "another key"),
        ("--help", PASSPHRASE, "holds no secret key of '--help'", ""),
    ],
)  # fmt: skip
def test_keys_that_cannot_sign(
    keys: Keys, folders: Path, key: str, passphrase: bytes, problem: str, hint: str
):
    with gpg(keys.secret, secret=True) as program, pytest.raises(InputError) as caught:
        program.sign(TEXT, key=key, passphrase=passphrase)
    assert problem in caught.value.problem
    assert hint in caught.value.hint
    assert list(folders.iterdir()) == []


def test_an_agent_that_cannot_ask(keys: Keys):
    with gpg(keys.secret, secret=True) as program, pytest.raises(ToolError, match="could not sign") as caught:
        program.sign(TEXT, key="ann@", passphrase=None)
    assert "--passphrase-file" in caught.value.hint


def test_public_keys_cannot_sign(keys: Keys):
    with gpg(keys.public, secret=True) as program, pytest.raises(InputError, match="holds no secret key"):
        program.sign(TEXT, key="ann@", passphrase=None)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x99\x01", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"])
def test_what_is_no_keyring(keys: Keys, tmp_path: Path, folders: Path, content: bytes):
    (tmp_path / "k").write_bytes(content)
    with (
        pytest.raises(InputError, match="holds no keys that gpg can read"),
        gpg(tmp_path / "k", secret=False),
    ):
        pass
    with pytest.raises(InputError, match="no such file"), gpg(tmp_path / "absent", secret=False):
        pass
    assert list(folders.iterdir()) == []


def test_a_keybox_is_used_where_it_is(keys: Keys):
    box = keys.home / "pubring.kbx"
    before = box.read_bytes()
    with gpg(box, secret=True) as program:
        signed = program.sign(TEXT, key="bob@", passphrase=None)
    with gpg(box, secret=False) as program:
        assert program.verify(signed).problem == ""
    assert box.read_bytes() == before


def test_the_users_own_home(keys: Keys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GNUPGHOME", str(keys.home))
    with gpg(None, secret=True) as program:
        signed = program.sign(TEXT, key="ann@", passphrase=PASSPHRASE)
    with gpg(keys.rsa, secret=False) as program:
        assert program.verify(signed).problem == ""


def signed_by(keys: Keys, *options: str, key: str = "bob@example.com", text: bytes = TEXT) -> bytes:
    passphrase = ("--passphrase", PASSPHRASE.decode() if "ann" in key else "")
    return run_gpg(keys.home, *passphrase, *options, "--local-user", key, "--clearsign", input=text)


def inline(keys: Keys, text: bytes) -> bytes:
    return run_gpg(keys.home, "--passphrase", "", "--local-user", "bob@example.com", "--sign", input=text)


def test_signatures_that_are_not_good(keys: Keys):
    good = signed_by(keys)
    late = ("--faked-system-time", "20200101T000000!")
    future = ("--faked-system-time", "20380101T000000")
    cases = {
        "is dated in the future": signed_by(keys, *future),
        "the signature has expired": signed_by(keys, "--default-sig-expire", "seconds=1"),
        "several signed texts": good + good,
        # gpg gives no other sign of it than its exit code.
        "gpg does not take it: CRC error": re.sub(rb"\n=....\n", rb"\n=AAAA\n", good),
        "does not belong to this text": good.replace(b"a: 1", b"a: 2"),
        "it holds no signed text": b"hello",
        "the key has expired (Eve <eve@example.com>)": signed_by(keys, *late, key="eve@example.com"),
        "can be forged": signed_by(
            keys, "--digest-algo", "SHA1", "--allow-weak-digest-algos", key="ann@example.com"
        ),
    }
    time.sleep(2)
    with gpg(keys.public, secret=False) as program:
        for problem, signed in cases.items():
            assert problem in program.verify(signed).problem
        # What stands around a signed text is not signed.
        for around in (b"a: 9\n" + good + b"a: 9\n", inline(keys, b"a: 9\n") + b"\n" + good):
            found = program.verify(around)
            assert found.problem == ""
            assert b"a: 9" not in found.text
        # Nor are line ends, and spaces before them.
        assert program.verify(good.replace(b"a: 1", b"a: 1 \t").replace(b"\n", b"\r\n")).text == found.text
    with gpg(keys.rsa, secret=False) as program:
        assert "does not hold the key" in program.verify(good).problem


def test_other_forms_of_signatures_than_helms(keys: Keys):
    """Helm takes clear-signed texts alone, whole and without options of gpg's own."""
    good = signed_by(keys)
    forms = (
        inline(keys, TEXT),
        run_gpg(
            keys.home, "--passphrase", "", "--local-user", "bob@example.com", "--armor", "--sign", input=TEXT
        ),
        run_gpg(
            keys.home, "--passphrase", "", "--local-user", "bob@example.com", "--detach-sign", input=TEXT
        ),
        signed_by(keys, "--not-dash-escaped"),
        good.replace(b"-----END PGP SIGNATURE-----\n", b""),
        good.replace(b"MESSAGE-----\n", b"MESSAGE----- \n"),
        good.replace(b"-----BEGIN PGP", b" -----BEGIN PGP", 1),
    )
    with gpg(keys.public, secret=False) as program:
        for form in forms:
            assert program.verify(form).problem == "it holds no signed text", form
        assert program.verify(good.replace(b"\nHash: SHA256", b"\nHash: SHA256\nX: y")).problem


def test_names_that_look_like_what_gpg_reports(keys: Keys, tmp_path: Path):
    """A name is what the maker of a key says; line ends in it that gpg does not know make no line."""
    forged = "F" * 40
    name = f"Mal\u2028[GNUPG:] VALIDSIG {forged} x 1 0 4 0 1 10 01 {forged} 100% Jörg <mal@example.com>"
    name_of_two = "Two\u2028sec <two@example.com>"
    home = tmp_path / "h"
    home.mkdir(mode=0o700)
    for each in (name, name_of_two):
        run_gpg(home, "--passphrase", "", "--quick-gen-key", each, "ed25519", "sign", "never")
    ring = tmp_path / "ring"
    ring.write_bytes(run_gpg(home, "--export-secret-keys"))
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=True)
    with gpg(ring, secret=True) as program:
        found = program.verify(program.sign(TEXT, key="Jörg", passphrase=None))
        with pytest.raises(InputError, match="holds 2 secret keys") as caught:
            program.sign(TEXT, key="", passphrase=None)
    assert r"(Two\u2028sec <two@example.com>)" in caught.value.hint
    assert (found.problem, found.signer) == ("", name)
    assert found.fingerprint != forged
    assert abs(found.time - time.time()) < 100


def test_lines_that_gpg_would_cut_off(keys: Keys):
    with gpg(keys.secret, secret=True) as program:
        signed = program.sign(b"x" * 19_000 + b"\n", key="bob@", passphrase=None)
        assert program.verify(signed).text == b"x" * 19_000 + b"\n"
        with pytest.raises(InputError, match="a line of more than 19000 bytes"):
            program.sign(b"x" * 19_001, key="bob@", passphrase=None)


def test_a_long_folder_for_temporary_files(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with gpg(keys.secret, secret=True) as program:
        assert program.sign(TEXT, key="bob@", passphrase=None)


def test_nothing_is_left_after_an_interrupt(keys: Keys, folders: Path):
    def interrupt() -> None:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt), gpg(keys.secret, secret=True) as program:
        [program.sign(TEXT, key="bob@", passphrase=None) for _ in range(100)]
    assert list(folders.iterdir()) == []
    # An agent that was told to end does so in a moment.
    assert gone(folders)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("after", [0, 0.1])
def test_no_secret_key_is_left_however_it_ends(keys: Keys, folders: Path, number: int, after: float):
    code = (
        "import sys; from pathlib import Path; from chartgen.release.gnupg import gpg\n"
        "with gpg(Path(sys.argv[1]), secret=True) as program:\n"
        "    while True: program.sign(b'x', key='bob@', passphrase=None)"
    )
    env = {**os.environ, "TMPDIR": str(folders)}
    argv = [sys.executable, "-c", code, str(keys.secret)]
    with subprocess.Popen(argv, stderr=subprocess.DEVNULL, env=env) as process:
        while not list(folders.glob("*/*")):
            assert process.poll() is None
        time.sleep(after)
        process.send_signal(number)
    assert process.returncode != 0
    assert gone(folders)


def test_the_passphrase_is_in_no_list_of_processes(keys: Keys, monkeypatch: pytest.MonkeyPatch):
    seen = []
    run = gnupg.process.run
    monkeypatch.setattr(
        gnupg.process, "run", lambda argv, **options: seen.append(argv) or run(argv, **options)
    )
    with gpg(keys.secret, secret=True) as program:
        program.sign(TEXT, key="ann@", passphrase=PASSPHRASE)
    assert len(seen) > 2
    assert PASSPHRASE.decode() not in str(seen)


def test_without_gpg(keys: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="the program gpg is not there"), gpg(keys.secret, secret=True):
        pass
