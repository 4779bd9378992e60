"""People's verdicts: they override the machine's, and are kept with name and reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from corpus.errors import InputError
from eval.rows import Row

HumanJudgement = Literal["right", "partial", "wrong"]
_CRAG = {"right": 1.0, "partial": 0.5, "wrong": -1.0}


@dataclass(frozen=True, slots=True)
class HumanVerdict:
    """given: ISO 8601 in UTC."""

    question_id: str
    judgement: HumanJudgement
    name: str
    reason: str
    given: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over the questions that both judged: share judged alike and Cohen's kappa (1960), which takes chance away.

    kappa: at most 1; 1.0 when both always say the same one thing.
    """

    count: int
    share: float
    kappa: float


def applied(rows: Mapping[str, Row], verdicts: Mapping[str, HumanVerdict]) -> dict[str, Row]:
    """The rows, with verdict, correct, followups and crag after the person's judgement where there is one."""
    return {i: _overridden(row, verdicts[i]) if i in verdicts else row for i, row in rows.items()}


def agreement(rows: Mapping[str, Row], verdicts: Mapping[str, HumanVerdict]) -> Agreement | None:
    """How often machine and people agree on right or not right; None when people judged nothing."""
    pairs = [(rows[i].verdict == "right", v.judgement == "right") for i, v in verdicts.items() if i in rows]
    if not pairs:
        return None
    share = sum(a == b for a, b in pairs) / len(pairs)
    by_chance = _chance(pairs)
    return Agreement(len(pairs), share, 1.0 if by_chance == 1.0 else (share - by_chance) / (1 - by_chance))


def human_verdict(question_id: str, judgement: str, *, name: str, reason: str) -> HumanVerdict:
    """A verdict given now. Raises InputError without a name or a reason, or with an unknown judgement."""
    if judgement not in get_args(HumanJudgement):
        raise InputError(f"Dommen »{judgement}« findes ikke. Vælg rigtig, delvist rigtig eller forkert.")
    if not name:
        raise InputError("Skriv dit navn, så andre kan se, hvem der har dømt.")
    if not reason:
        raise InputError("Skriv hvorfor, så andre kan følge dommen.")
    given = datetime.now(UTC).isoformat(timespec="seconds")
    return HumanVerdict(question_id, judgement, name, reason, given)  # type: ignore[arg-type]


def verdict_to_line(verdict: HumanVerdict) -> str:
    """One line of JSON, without the line end."""
    return json.dumps(asdict(verdict), ensure_ascii=False)


def verdict_from_line(line: str) -> HumanVerdict:
    """The verdict of a line."""
    return HumanVerdict(**json.loads(line))


def _overridden(row: Row, verdict: HumanVerdict) -> Row:
    right = float(verdict.judgement == "right")
    changed = {"correct": right, "crag": _CRAG[verdict.judgement], "followups": right}
    scores = {name: changed.get(name, value) for name, value in row.scores.items()}
    return replace(row, verdict=verdict.judgement, scores=scores)


def _chance(pairs: Sequence[tuple[bool, bool]]) -> float:
    a = sum(machine for machine, _ in pairs) / len(pairs)
    b = sum(person for _, person in pairs) / len(pairs)
    return a * b + (1 - a) * (1 - b)
