"""How far a run is, and how long it still takes: measured from when it was last taken up."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from eval.rows import Row
from eval.runs import Choice, Run, write_whole

_FILE = "pace.json"


@dataclass(frozen=True, slots=True)
class Pace:
    """left_s: seconds that the rest takes at the pace so far, None while that is not known."""

    done: int
    total: int
    left_s: float | None = None

    def __str__(self) -> str:
        """ "37 af 160 · ca. 4 min. tilbage"."""
        told = f"{self.done} af {self.total}"
        return told if self.left_s is None else f"{told} · {about(self.left_s)} tilbage"


def set_out(run: Run, done: int) -> None:
    """Notes that the run is taken up now, with so many questions done already."""
    write_whole(run.folder / _FILE, json.dumps({"since": time.time(), "done": done}))


def pace_of(run: Run, *, going: bool) -> Pace:
    """How far the run is; going: it is being asked, so that the time it still takes can be told."""
    done, total, path = len(run.rows()), run.config.questions, run.folder / _FILE
    if not (going and path.exists()):
        return Pace(done, total)
    began = json.loads(path.read_text(encoding="utf-8"))
    asked = done - began["done"]
    return Pace(done, total, (time.time() - began["since"]) / asked * (total - done) if asked > 0 else None)


def seconds_a_question(runs: Sequence[Run], choice: Choice) -> float | None:
    """Mean seconds of a question in the newest finished run with the same choice; None when there is none."""
    for run in reversed(runs):
        if run.finished and run.config.choice == choice:
            rows: list[Row] = list(run.rows().values())
            return sum(row.latency_ms for row in rows) / 1000 / len(rows) if rows else None
    return None


def about(seconds: float) -> str:
    """A time as one says it: "under 10 sek.", "ca. 40 sek.", "ca. 4 min."."""
    if seconds < 10:
        return "under 10 sek."
    return f"ca. {round(seconds / 10) * 10} sek." if seconds < 95 else f"ca. {round(seconds / 60)} min."
