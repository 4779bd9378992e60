"""The line of readers who wait for the language model, which answers a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """Safe to share between threads. at_once: how many are answered at a time."""

    def __init__(self, at_once: int) -> None:
        self._at_once = max(1, at_once)
        self._lock = threading.Lock()
        self._standing = 0

    @contextmanager
    def stand(self) -> Iterator[int]:
        """Counts one more reader; how many must be done before this one's turn."""
        with self._lock:
            before = max(0, self._standing - self._at_once + 1)
            self._standing += 1
        try:
            yield before
        finally:
            with self._lock:
                self._standing -= 1
