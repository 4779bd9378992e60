"""One ingest at a time: a lock on the data folder that the system frees when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IngestBusy, StoreError

_NAME = "ingest.lock"
_STEP_S = 0.1


@contextmanager
def ingest_lock(data: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Holds the data folder for one ingest. wait_s: how long to wait for another one to finish.

    Raises IngestBusy when it is still held, StoreError when the folder cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(data / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"Datamappen {data} kan ikke bruges. Tjek, at den kan skrives til.", detail=str(error)
        ) from error
    try:
        _take(handle, data, time.monotonic() + wait_s)
        yield
    finally:
        os.close(handle)


def _take(handle: int, data: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                message = f"En anden indlæsning er i gang i {data}. Vent, til den er færdig, og prøv igen."
                raise IngestBusy(message) from error
            time.sleep(_STEP_S)
