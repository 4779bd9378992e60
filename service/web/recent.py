"""The newest errors since the server started, for who looks after it. Held in memory alone."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime

MOST = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """when: ISO 8601 in UTC. said: the log's line, which holds no question and no answer. cause: the error's type."""

    when: str
    said: str
    cause: str


class RecentFaults(logging.Handler):
    """Keeps warnings and errors of our own loggers."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._faults: deque[Fault] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        self._faults.append(Fault(when, record.getMessage()[:300], cause))

    def newest(self) -> list[Fault]:
        """Newest first."""
        return list(self._faults)[::-1]
