"""What the form that starts a run offers: every question set with its size and the time it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.pace import about, seconds_a_question
from eval.runs import AS_SET, Run
from eval.sets import ABOUT, known_sets, named_set, own_sets


@dataclass(frozen=True, slots=True)
class SetChoice:
    """text: such as "digest: 325 spørgsmål til de medfølgende dokumenter, ca. 20 sek."

    Without a time until a run has shown it.
    """

    name: str
    text: str


def set_choices(data: Path, runs: Sequence[Run]) -> list[SetChoice]:
    """Every set that can be run, by name."""
    each = seconds_a_question(runs, AS_SET)
    found, own = [], own_sets(data)
    for name in known_sets(data):
        count = len(named_set(name, data).questions)
        time = f", {about(each * count)}" if each is not None else ""
        about_set = f" {ABOUT[name]}" if name in ABOUT and name not in own else ""
        found.append(SetChoice(name, f"{name}: {count} spørgsmål{about_set}{time}"))
    return found
