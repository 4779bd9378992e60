"""A circuit breaker: what has failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LONGEST_PAUSE_S = 300.0
"""A server that asks for a longer pause is tried again after this."""


class Breaker:
    """Closed until `failures` in a row; then open for `pause_s`; then one call is let through to see. Thread-safe."""

    def __init__(self, *, failures: int, pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = max(1, failures)
        self._pause_s = pause_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._open_until = 0.0

    def admits(self) -> bool:
        """True when a call may be made. After a pause only the first caller is told so until it reports back."""
        with self._lock:
            now = self._clock()
            if now < self._open_until:
                return False
            if self._failed >= self._most:
                self._open_until = now + self._pause_s
            return True

    @property
    def resting(self) -> bool:
        """True during a pause."""
        with self._lock:
            return self._clock() < self._open_until

    def succeeded(self) -> None:
        """A call went well: closed again."""
        with self._lock:
            self._failed, self._open_until = 0, 0.0

    def failed(self, *, retry_after_s: float = 0.0) -> None:
        """A call failed. retry_after_s: how long the server asked to be left alone, which opens at once."""
        with self._lock:
            self._failed += 1
            asked = max(0.0, min(retry_after_s, LONGEST_PAUSE_S))
            if asked > 0 or self._failed >= self._most:
                self._failed = max(self._failed, self._most)
                self._open_until = self._clock() + (asked or self._pause_s)
