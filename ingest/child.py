"""The child process that parses and draws: `python -m ingest.child`. Reads one JSON request a line, answers with
frames.

A request is {"path"}, or {"path", "page", "width"} for a picture of that page. A frame is eight bytes of big-endian
length and then {"ready": true}, {"error": [class, sentence, detail, last]} as JSON, a part of the packed document, or
the picture. Ends when its input ends, or with `last` true after a file that took all its
memory.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from corpus.errors import DocumentError, NotFound, SuspiciousFile
from ingest.guard import Limits
from ingest.pdfium import render_page
from ingest.read import read_file
from ingest.wire import pack

_SPARE = [bytearray(8 * 1024 * 1024)]
"""Given up when memory runs out, so that there is room to say so."""


def main() -> None:
    """Serves requests until the input ends."""
    out = _own_output()
    limits = replace(Limits(), **json.loads(sys.stdin.buffer.readline() or b"{}"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE):  # what it cannot hold it may write to one file
        resource.setrlimit(kind, (limits.memory_bytes, limits.memory_bytes))
    gc.disable()  # a document is many objects and hardly a cycle: they are looked for between files only
    gc.freeze()
    _send(out, b'{"ready": true}')
    for line in sys.stdin.buffer:
        _allow_cpu(limits.cpu_s)
        for frame in _answer(json.loads(line), limits):
            _send(out, frame)
        gc.collect()


def _own_output() -> BinaryIO:
    """The pipe to the parent; what libraries print goes to standard error, so that it cannot disturb the frames."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), write_through=True)
    return out


def _allow_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))


def _answer(request: dict[str, Any], limits: Limits) -> Iterator[bytes]:
    """The frames for one request; an error may come after some of them."""
    path = Path(request["path"])
    try:
        if "page" in request:
            yield render_page(path, request["page"], width=request["width"])
        else:
            yield from pack(read_file(path, limits))
    except (DocumentError, NotFound) as error:
        yield _error(error, last=isinstance(error.__cause__, MemoryError))
    except MemoryError:
        _SPARE.clear()
        yield _error(SuspiciousFile(f"Filen {path.name} kræver for meget hukommelse og læses ikke."), last=True)


def _error(error: DocumentError | NotFound, *, last: bool) -> bytes:
    return json.dumps({"error": [type(error).__name__, str(error), error.detail, last]}).encode()


def _send(out: BinaryIO, body: bytes) -> None:
    out.write(struct.pack(">Q", len(body)) + body)
    out.flush()


if __name__ == "__main__":
    main()
