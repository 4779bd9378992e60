"""The server as a process of its own, for what is measured from outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from corpus.errors import ServiceError
from service.settings import Settings

_READY_TIMEOUT_S = 120.0


@contextmanager
def running_server(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """The running process, its address, and the seconds until it was ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "eval.commands", "serve", "--data", str(settings.data), "--port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _ready(address):
            waited = time.perf_counter() - started
            if process.poll() is not None or waited > _READY_TIMEOUT_S:
                raise ServiceError("Serveren blev ikke klar. Prøv »klimasvar serve« for at se hvorfor.")
            time.sleep(0.02)
        yield process, address, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False
