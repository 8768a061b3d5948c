"""A node on a scratch file system, and pods that run the chart's `files/node.sh` on it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "chartgen/generate/templates"
SCRIPT = TEMPLATES / "chart-root/files/node.sh"
SHELLS = ("busybox", "dash")
PROGRAMS = ("base64", "cat", "chmod", "cp", "date", "mkdir", "mv", "rm", "sleep", "touch", "tr")
TEMPORARY = ".*.multus-ipvlan-tmp"

WHEREABOUTS = "whereabouts.d/whereabouts.kubeconfig"
MULTUS = "multus.d/multus.kubeconfig"
WHEREABOUTS_CONF = "whereabouts.d/whereabouts.conf"
MULTUS_CONF = "00-multus.conf"
CONFIG = '{\n  "clusterNetwork": "calico",\n  "name": "multus-cni-network",\n  "type": "multus"\n}'
PRIMARY = '{"cniVersion": "0.3.1", "name": "calico", "plugins": [{"type": "calico"}]}'


@cache
def program(name: str) -> str:
    """Give a program's path, or skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is absent")
    return str(Path(found).resolve())


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def disk(folder: Path, options: str = "size=64k") -> Iterator[None]:
    """Give a folder a small file system of its own; what it holds moves there."""
    held = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "scratch", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"mount is not permitted (this needs root): {mounted.stderr.decode().strip()}")
    try:
        for name, content in held.items():
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o755)
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remount_read_only(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


@dataclass
class Node:
    """Folders of a node, and the programs that its pods have: only those that the script may use."""

    root: Path
    shell: str
    prefix: tuple[str, ...] = ()
    started: list[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self):
        self.argv = [program(self.shell), *(["sh"] if self.shell == "busybox" else [])]
        self.programs = self.root / "programs"
        self.bin = self.root / "host/opt/cni/bin"
        self.conf = self.root / "host/etc/cni/net.d"
        for folder in (self.programs, self.bin, self.conf):
            folder.mkdir(parents=True)
        for name in (*PROGRAMS, "cmp"):
            (self.programs / name).symlink_to(self.real(name))
        (self.conf / "10-calico.conflist").write_text(PRIMARY)

    def real(self, name: str) -> str:
        return program("busybox" if self.shell == "busybox" else name)

    def drop_capabilities(self) -> None:
        """Let pods run without capabilities, as the chart's do: root then is a user like any other."""
        if os.geteuid() == 0:
            self.prefix = (program("setpriv"), "--bounding-set=-all")

    def wrap(self, name: str, before: str) -> None:
        """Run shell commands before each call of a program."""
        link = self.programs / name
        target = self.root / "wrapped" / name
        if not target.is_symlink():
            target.parent.mkdir(exist_ok=True)
            target.symlink_to(self.real(name))
        link.unlink()
        link.write_text(f'#!/bin/sh\nPATH=/usr/bin:/bin\n{before}\nexec {target} "$@"\n')
        link.chmod(0o755)

    def unwrap(self) -> None:
        for wrapped in (self.root / "wrapped").iterdir():
            (self.programs / wrapped.name).unlink()
            (self.programs / wrapped.name).symlink_to(self.real(wrapped.name))

    def pod(self, uid: str = "uid-a", **env: object) -> "Pod":
        return Pod(self, uid, {name: str(value) for name, value in env.items()})

    def targets(self) -> dict[str, Path]:
        """Give everything that a pod writes but the owner file, by name."""
        named = {path.name: path for path in self.bin.glob("[!.]*")}
        files = (WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF)
        return named | {name: self.conf / name for name in files if (self.conf / name).exists()}

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Give what changes when a file is written, by name."""
        return {name: (path.stat().st_ino, path.stat().st_mtime_ns) for name, path in self.targets().items()}

    def temporaries(self) -> list[Path]:
        return [*self.bin.rglob(TEMPORARY), *self.conf.rglob(TEMPORARY)]

    def owner(self) -> str:
        return (self.conf / "multus-ipvlan.d/owner").read_text().split()[0]

    def stop(self) -> None:
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()


@dataclass
class Pod:
    """A pod with what its installers left, its ConfigMap and its service account."""

    node: Node
    uid: str
    extra: dict[str, str]

    def __post_init__(self):
        self.home = self.node.root / self.uid
        self.staging, self.config, self.access = (
            self.home / name for name in ("staging", "config", "access")
        )
        self.beat = self.home / "beat/time"
        for folder in (
            self.staging / "bin",
            self.staging / "net.d",
            self.config,
            self.access,
            self.beat.parent,
        ):
            folder.mkdir(parents=True)
        self.stage(multus="multus 1\n", whereabouts="whereabouts 1\n")
        (self.config / "00-multus.conf").write_text(CONFIG)
        (self.config / "whereabouts.conf").write_text('{"datastore": "kubernetes"}\n')
        (self.access / "ca.crt").write_text("authority\n" * 20)
        self.token(f"token-of-{self.uid}")

    def stage(self, **binaries: str) -> None:
        for name, content in binaries.items():
            (self.staging / "bin" / name).write_text(content)

    def token(self, text: str) -> None:
        (self.access / "token").write_text(text)

    def environment(self, env: dict[str, object]) -> dict[str, str]:
        return {
            "PATH": str(self.node.programs),
            "NODE_BIN": str(self.node.bin),
            "NODE_CONF": str(self.node.conf),
            "STAGING": str(self.staging),
            "BEAT": str(self.beat),
            "ACCESS": str(self.access),
            "KUBERNETES_SERVICE_HOST": "10.0.0.1",
            "KUBERNETES_SERVICE_PORT": "443",
            "KUBECONFIGS": f"{WHEREABOUTS}=kube-system {MULTUS}=",
            "POD_UID": self.uid,
            "INTERVAL": "0.1",
            **self.extra,
            **{name: str(value) for name, value in env.items()},
        }

    def start(self, *arguments: str, **env: object) -> subprocess.Popen:
        kept = self.staging / "config"
        config = self.config if "activate" in arguments or not kept.exists() else kept
        process = subprocess.Popen(
            # A shell cannot trap what is ignored when it starts, as it is for tests in the background.
            [program("env"), "--default-signal=INT", *self.node.prefix, *self.node.argv, SCRIPT, *arguments],
            env={"CONFIG": str(config), **self.environment(env)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.node.started.append(process)
        return process

    def run(self, *arguments: str, **env: object) -> tuple[int, str]:
        """Give the exit code and all that was printed."""
        process = self.start(*arguments, **env)
        output = process.communicate(timeout=20)[0]
        return process.returncode, output

    def done(self, *arguments: str, **env: object) -> None:
        assert self.run(*arguments, **env) == (0, "")

    def refused(self, *arguments: str, **env: object) -> str:
        """Give the one line that says what is wrong."""
        code, output = self.run(*arguments, **env)
        assert code == 1
        assert output.endswith("\n")
        assert output.count("\n") == 1
        return output.strip()

    def waits(self, **env: object) -> str:
        """Give the line that says what an activation waits for, and end it."""
        process = self.start("activate", **env)
        line = process.stdout.readline().strip()
        process.terminate()
        assert process.wait(10) == 143
        return line

    def kubeconfig(self, name: str = WHEREABOUTS) -> str:
        file = self.node.conf / name
        return file.read_text() if file.exists() else ""

    def keeps_kubeconfigs(self) -> bool:
        token = (self.access / "token").read_text()
        return all(token in self.kubeconfig(name) for name in (WHEREABOUTS, MULTUS))

    def beats(self, rounds: int = 2) -> None:
        """Wait for rounds of the agent."""
        for _ in range(rounds):
            self.beat.unlink(missing_ok=True)
            until(self.beat.exists)
