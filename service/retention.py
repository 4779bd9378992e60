"""Conversations are forgotten when nobody has used them for as long as the settings say."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta

from corpus.journal import Journal

log = logging.getLogger("klimasvar.security")
DAY_S = 86_400.0


def purge(journal: Journal, *, days: int, now: datetime | None = None) -> int:
    """Removes what has not been used for so many days; how many conversations that was. days 0: nothing."""
    if days <= 0:
        return 0
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    removed = journal.of(None).purge(before=before.isoformat(timespec="microseconds"))
    if removed:
        log.info("removed %d conversations unused for %d days", removed, days)
    return removed


class DailyPurge:
    """Purges at start and once a day, in a thread of its own."""

    def __init__(self, journal: Journal, *, days: int) -> None:
        self._journal, self._days = journal, days
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begins; a day without an answer from the database is skipped, and written to the log."""
        if self._days > 0:
            threading.Thread(target=self._run, name="retention", daemon=True).start()

    def stop(self) -> None:
        """Ends after what it is doing."""
        self._stopped.set()

    def _run(self) -> None:
        while True:
            try:
                purge(self._journal, days=self._days)
            except Exception:
                log.exception("the daily removal of old conversations failed")
            if self._stopped.wait(DAY_S):
                return
