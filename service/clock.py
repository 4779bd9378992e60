"""Milliseconds between the steps of an answer."""

from __future__ import annotations

from time import perf_counter


class Clock:
    """Milliseconds between laps."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self.laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps.append((name, round((now - self._last) * 1000, 2)))
        self._last = now

    def total(self) -> tuple[tuple[str, float], ...]:
        return (*self.laps, ("total", round((perf_counter() - self._start) * 1000, 2)))
