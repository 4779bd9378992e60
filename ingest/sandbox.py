"""Parsing and drawing in a child process with limits on memory, processor time and wall time.

A child that dies is replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from corpus import errors
from corpus.errors import DocumentError, NotFound, SuspiciousFile, UnreadableFile
from ingest.blocks import ReadDocument
from ingest.guard import Limits, check_file
from ingest.wire import unpack

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parent.parent
_START_S = 60.0
_RENEW_AFTER = 500
"""Files read by one child before it makes room for a fresh one, so that no parser's leak adds up."""

_FRAME_BYTES = 1 << 30
_KINDS = {cls.__name__: cls for cls in (*DocumentError.__subclasses__(), NotFound)}


class _Refused(Exception):
    """The child's answer is an error. last: it cannot read another file."""

    def __init__(self, error: DocumentError | NotFound, *, last: bool) -> None:
        super().__init__(str(error))
        self.error, self.last = error, last


@dataclass(frozen=True, slots=True)
class _Words:
    """What the sentences that tell of a failure say: of what, what was done to it, and what follows."""

    what: str
    done: str
    follows: str

    def of(self, name: str) -> _Words:
        return replace(self, what=f"{self.what} {name}")


_READING = _Words("Filen", "læse", "er sprunget over")
_DRAWING = _Words("Side", "tegne", "kan derfor ikke vises som billede")


class Sandbox:
    """Reads and draws files one at a time in a child that it keeps. Safe to use from any thread; close it, or use
    `with`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._reads = 0

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; a later read starts another."""
        with self._lock:
            self._stop()

    def read(self, path: Path) -> ReadDocument:
        """The file as read. Raises a DocumentError; SuspiciousFile when the child met one of its limits or died."""
        check_file(path, self._limits)
        return self._asked({"path": str(path.absolute())}, unpack, _READING.of(path.name))

    def draw(self, path: Path, page: int, *, width: int) -> bytes:
        """The picture of `ingest.pdfium.render_page`, and its errors; SuspiciousFile when the child met a limit."""
        request = {"path": str(path.absolute()), "page": page, "width": width}
        return self._asked(request, next, _DRAWING.of(str(page)))

    def _asked(self, request: dict[str, Any], read: Callable[[Iterator[bytes]], T], words: _Words) -> T:
        with self._lock:
            if self._reads >= _RENEW_AFTER:
                self._stop()
            child = self._child or self._start()
            self._reads += 1
            try:
                _write(child, request)
                return read(self._frames(child, time.monotonic() + self._limits.wall_s))
            except _Refused as refused:
                if refused.last:
                    self._stop()
                raise refused.error from None
            except (TimeoutError, EOFError, BrokenPipeError) as error:
                raise self._death(words, error) from error
            except (ValueError, KeyError, TypeError) as error:
                self._stop()
                raise UnreadableFile(f"{words.what} kunne ikke {words.done}s.", detail=str(error)[:500]) from error
            except BaseException:
                self._stop()
                raise

    def _start(self) -> subprocess.Popen[bytes]:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self._child = subprocess.Popen(
            [sys.executable, "-m", "ingest.child"],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, start_new_session=True,
        )  # fmt: skip
        self._reads = 0
        try:
            _write(self._child, asdict(self._limits))
            self._frame(self._child, time.monotonic() + _START_S)
        except (TimeoutError, EOFError, BrokenPipeError) as error:
            detail = self._last_words()
            self._stop()
            raise UnreadableFile("Læseprogrammet kan ikke starte. Se loggen.", detail=detail) from error
        return self._child

    def _stop(self) -> int:
        """Kills the child and its own children, and returns how it ended."""
        child, self._child = self._child, None
        if child is None:
            return 0
        ended = child.poll()
        if ended is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        for pipe in (child.stdin, child.stdout, self._log):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what was left in the buffer has no reader any more
                    pipe.close()
        return ended or 0

    def _frames(self, child: subprocess.Popen[bytes], deadline: float) -> Iterator[bytes]:
        """The frames of one answer, as many as are asked for. Raises _Refused for an error instead."""
        while True:
            frame = self._frame(child, deadline)
            if frame.startswith(b'{"error"'):
                name, message, detail, last = json.loads(frame)["error"]
                kind = _KINDS.get(str(name), errors.UnreadableFile)
                raise _Refused(kind(str(message), detail=str(detail)), last=bool(last))
            yield frame

    def _frame(self, child: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert child.stdout is not None
        (length,) = struct.unpack(">Q", _exactly(child.stdout.fileno(), 8, deadline))
        if length > _FRAME_BYTES:
            raise EOFError(f"a frame of {length} bytes")
        return _exactly(child.stdout.fileno(), length, deadline)

    def _death(self, words: _Words, error: Exception) -> SuspiciousFile:
        """Why the child gave no answer, in words; leaves no child behind."""
        if not isinstance(error, TimeoutError) and self._child is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):  # it closed its pipe but lives: killed below
                self._child.wait(timeout=5)
        said = self._last_words()
        ended = self._stop()
        detail = f"exit {ended}: {said}" if ended else f"{type(error).__name__} after {self._limits.wall_s} s"
        if isinstance(error, TimeoutError) or ended == -signal.SIGXCPU:
            happened = f"tog for lang tid at {words.done}"
        else:
            happened = f"fik {words.done}programmet til at gå ned"
        return SuspiciousFile(f"{words.what} {happened} og {words.follows}.", detail=detail)

    def _last_words(self) -> str:
        if self._log is None or self._log.closed:
            return ""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 500))
        return self._log.read().decode("utf-8", "replace")


def _exactly(handle: int, count: int, deadline: float) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([handle], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(handle, min(1 << 20, count - len(pieces)))
        if not piece:
            raise EOFError("the child ended")
        pieces += piece
    return bytes(pieces)


def _write(child: subprocess.Popen[bytes], value: dict[str, Any]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(value).encode() + b"\n")
    child.stdin.flush()
