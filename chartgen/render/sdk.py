"""The program of the worker process: Helm's SDK behind two pipes.

It is run as a script by `chartgen.render.worker`, with `python -I -S`, and imports nothing of chartgen nor of
the wheel's Python layer: both would add to the start of every run what the C functions do not need. Their
declarations are those of the wheel's `helm_c.h`, which is why the wheel is pinned.

A request and an answer are each a list of byte strings in one frame. The requests are

- `version`: gives the SDK's version;
- `render`, flags, archive, values, options: gives status, text, CRDs, metadata and dependencies. An empty
  archive means the chart of the request before. Flag `k` keeps the loaded chart for the next request (a
  chart with subcharts must not be kept: rendering changes it), `c` asks for CRDs, `d` for metadata and
  dependencies.
- `lint`, folder, values, options, log: gives status, text and what was written to standard error meanwhile,
  which goes through the file `log`;
- `yaml`, document…: gives status and text by turns, the text being the document as JSON or the error.

A status is the decimal code of the C function, `0` for success; the text then is its result, else its error.
"""

import _thread
import ctypes
import io
import os
import resource
import struct
import sys
import time

_LENGTH = struct.Struct(">Q")
_KEEP, _CRDS, _DEPENDENCIES = b"k", b"c", b"d"
_ORPHAN_CHECK = 1.0
_LONGEST_LOG = 64 * 1024 * 1024


class Sdk:
    """The C functions that a render needs, and the chart that was loaded last."""

    def __init__(self, library: str) -> None:
        """Load the library, which takes most of the worker's start."""
        self._lib = ctypes.CDLL(library)
        handle, text, output = ctypes.c_uint64, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)
        declarations = {
            "helm_chart_load_archive": [text, ctypes.c_uint64, ctypes.POINTER(handle), output],
            "helm_chart_free": [handle, output],
            "helm_chart_crds": [handle, output, output],
            "helm_chart_metadata": [handle, output, output],
            "helm_chart_dependencies": [handle, output, output],
            "helm_render": [handle, text, text, output, output],
            "helm_lint_run_opts": [text, text, text, output, output],
            "helm_values_from_yaml": [text, output, output],
        }
        for name, arguments in declarations.items():
            function = getattr(self._lib, name)
            function.restype, function.argtypes = ctypes.c_int32, arguments
        self._lib.helm_sdk_version.restype = ctypes.c_void_p
        self._lib.helm_free_string.restype, self._lib.helm_free_string.argtypes = None, [ctypes.c_void_p]
        self._archive = b""
        self._handle = 0

    def version(self) -> list[bytes]:
        """Give the version of Helm in the library."""
        return [self._take(self._lib.helm_sdk_version())]

    def render(self, flags: bytes, archive: bytes, values: bytes, options: bytes) -> list[bytes]:
        """Render the chart of `archive`, or the one before."""
        if archive:
            self._free()
            self._archive = archive
        if not self._handle:
            status, error = self._load()
            if status != b"0":
                return [status, error, b"", b"", b""]
        metadata = dependencies = crds = b""
        if _DEPENDENCIES in flags:
            metadata = self._call("helm_chart_metadata", self._handle)[1]
            dependencies = self._call("helm_chart_dependencies", self._handle)[1]
        status, text = self._call("helm_render", self._handle, values, options)
        if _CRDS in flags:
            # After the render, which has dropped the subcharts that are switched off.
            crds = self._call("helm_chart_crds", self._handle)[1]
        if _KEEP not in flags:
            self._free()
        return [status, text, crds, metadata, dependencies]

    def lint(self, folder: bytes, values: bytes, options: bytes, log: bytes) -> list[bytes]:
        """Lint the chart in a folder."""
        descriptor, own = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), os.dup(2)
        try:
            os.dup2(descriptor, 2)
            status, text = self._call("helm_lint_run_opts", folder, values, options)
        finally:
            os.dup2(own, 2)
            os.close(own)
            with os.fdopen(descriptor, "rb") as stream:
                stream.seek(0)
                logged = stream.read(_LONGEST_LOG)
        return [status, text, logged]

    def yaml(self, *documents: bytes) -> list[bytes]:
        """Read documents as Helm does."""
        return [part for text in documents for part in self._call("helm_values_from_yaml", text)]

    def _load(self) -> tuple[bytes, bytes]:
        handle, error = ctypes.c_uint64(), ctypes.c_void_p()
        load = self._lib.helm_chart_load_archive
        status = load(self._archive, len(self._archive), ctypes.byref(handle), ctypes.byref(error))
        self._handle = handle.value
        return b"%d" % status, self._take(error.value)

    def _free(self) -> None:
        if self._handle:
            error = ctypes.c_void_p()
            self._lib.helm_chart_free(self._handle, ctypes.byref(error))
            self._take(error.value)
            self._handle = 0

    def _call(self, name: str, *arguments: object) -> tuple[bytes, bytes]:
        result, error = ctypes.c_void_p(), ctypes.c_void_p()
        status = getattr(self._lib, name)(*arguments, ctypes.byref(result), ctypes.byref(error))
        texts = self._take(result.value), self._take(error.value)
        return b"%d" % status, texts[0] if status == 0 else texts[1]

    def _take(self, pointer: "int | None") -> bytes:
        """Copy a string of the library and give it back."""
        if not pointer:
            return b""
        text = ctypes.string_at(pointer)
        self._lib.helm_free_string(pointer)
        return text


def main(library: str, memory: int) -> None:
    """Answer requests until standard input ends."""
    parent = os.getppid()
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever the library prints must not land between two answers.
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _thread.start_new_thread(_watch, (parent,))
    sdk = Sdk(library)
    # The library's runtime starts in threads of its own; the first call waits for it.
    sdk.version()
    _limit(memory)
    requests = sys.stdin.buffer
    while header := requests.read(_LENGTH.size):
        name, *arguments = _split(requests.read(_LENGTH.unpack(header)[0]))
        body = b"".join(_LENGTH.pack(len(part)) + part for part in getattr(sdk, name.decode())(*arguments))
        answers.write(_LENGTH.pack(len(body)) + body)
        answers.flush()


def _limit(memory: int) -> None:
    """Limit what the library may take from now on; it has reserved much more than that by being loaded."""
    _lower(resource.RLIMIT_DATA, memory)
    # Linux checks RLIMIT_DATA when memory is mapped, but not where Go maps what it has reserved before: only
    # a limit on reservations stops one allocation of any size.
    try:
        with io.FileIO("/proc/self/statm") as status:
            reserved = int(status.readall().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _lower(resource.RLIMIT_AS, reserved + memory)


def _lower(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if hard < 0 else min(limit, hard), hard))


def _split(body: bytes) -> list[bytes]:
    parts, position = [], 0
    while position < len(body):
        start = position + _LENGTH.size
        (length,) = _LENGTH.unpack_from(body, position)
        parts.append(body[start : start + length])
        position = start + length
    return parts


def _watch(parent: int) -> None:
    """End this process when its parent is gone: a template without end would run on."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_CHECK)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
