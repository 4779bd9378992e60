"""Two runs side by side: what differs more than chance, which questions changed, and why."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.errors import InputError
from eval.measures import MEASURES
from eval.questions import Question, QuestionSet
from eval.rows import Row
from eval.runs import Conditions, RunConfig
from eval.stats import Difference, difference, mcnemar, quantile

Cause = Literal["failure", "corpus", "retrieval", "refusal", "reading", "citation"]
CAUSES: Mapping[str, str] = {
    "failure": "Assistenten fejlede",
    "corpus": "Dokumenterne: det rette sted findes kun i samlingen den ene gang",
    "retrieval": "Søgning: kilderne blev fundet anderledes",
    "refusal": "Afvisning: der blev sagt fra den ene gang",
    "reading": "Læsning: et andet sted i kilderne blev valgt",
    "citation": "Kildehenvisning: samme svar, andre kilder",
}
CONDITIONS: Mapping[str, str] = {
    "corpus_digest": "Dokumenterne",
    "index_generation": "Indekset",
    "model": "Embeddingmodellen",
    "code_version": "Programmet",
}
_RANK = {"right": 3, "partial": 2, "refused": 1, "wrong": 0, "failed": 0}
DIGITS = 4
"""Scores that agree to so many decimals are the same."""
_CITING = ("citation_support", "cited_evidence", "right_page", "citation_recall", "citation_precision")


class Judged(Protocol):
    """What can be compared: a run, or a baseline kept in a file."""

    @property
    def config(self) -> RunConfig: ...

    def question_set(self) -> QuestionSet:
        """The questions as they were asked."""
        ...

    def judged_rows(self) -> dict[str, Row]:
        """question id → row."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """A question that came out otherwise. better: the second run did better on it."""

    question: Question
    before: Row
    after: Row
    better: bool
    cause: Cause


@dataclass(frozen=True, slots=True)
class Comparison:
    """differences: measure → how much higher `after` is. conditions: (what in Danish, before, after) that differ.

    mcnemar_p: of "right answer" over the questions both runs have. skipped: ids that only one run has.
    medians_ms: the response times of both, over those questions.
    """

    before: int
    after: int
    count: int
    differences: Mapping[str, Difference]
    mcnemar_p: float
    changes: tuple[Change, ...]
    conditions: tuple[tuple[str, str, str], ...]
    skipped: tuple[str, ...]
    medians_ms: tuple[float, float]

    @property
    def better(self) -> int:
        return sum(change.better for change in self.changes)

    @property
    def worse(self) -> int:
        return len(self.changes) - self.better

    @property
    def causes(self) -> dict[Cause, int]:
        """How often each cause, the most frequent first."""
        return dict(Counter(change.cause for change in self.changes).most_common())


def compare(before: Judged, after: Judged) -> Comparison:
    """What changed from one run to the other, over the questions both have. Raises InputError when they share none."""
    rows_a, rows_b = before.judged_rows(), after.judged_rows()
    asked_before = {q.question_id: q for q in before.question_set().questions}
    both = [
        q for q in after.question_set().questions
        if asked_before.get(q.question_id) == q and q.question_id in rows_a and q.question_id in rows_b
    ]  # fmt: skip
    if not both:
        numbers = f"{before.config.number} og {after.config.number}"
        raise InputError(f"Kørsel {numbers} har ingen spørgsmål til fælles. Vælg to kørsler af samme spørgsmålssæt.")
    ids = [q.question_id for q in both]
    changes = tuple(filter(None, (_change(q, rows_a[q.question_id], rows_b[q.question_id]) for q in both)))
    return Comparison(
        before=before.config.number,
        after=after.config.number,
        count=len(ids),
        differences=_differences([rows_a[i] for i in ids], [rows_b[i] for i in ids]),
        mcnemar_p=mcnemar([rows_a[i].verdict == "right" for i in ids], [rows_b[i].verdict == "right" for i in ids]),
        changes=changes,
        conditions=tuple(_conditions(before.config.conditions, after.config.conditions)),
        skipped=tuple(sorted((set(rows_a) | set(rows_b)) - set(ids))),
        medians_ms=(_median_ms([rows_a[i] for i in ids]), _median_ms([rows_b[i] for i in ids])),
    )


def cause_of(before: Row, after: Row) -> Cause:
    """Where in the house two rows part, looked for in the order in which an answer is made.

    corpus: the evidence stands in the stored documents of one alone. retrieval: it is among the sources of one and not
    of the other, or the sources are others and so is the answer. refusal: from the same sources (or before any was
    looked for) one claims something, the other does not. reading: from the same sources another answer. citation: the
    same answer with other or unsound citations.
    """
    if "failed" in (before.status, after.status):
        return "failure"
    if before.missing != after.missing:
        return "corpus"
    if before.scores.get("recall@10") != after.scores.get("recall@10"):
        return "retrieval"
    alike = fingerprint(before.answer) == fingerprint(after.answer)
    found = [[source.passage_id for source in row.sources] for row in (before, after)]
    if all(found) and found[0] != found[1] and not alike:
        return "retrieval"
    if before.status != after.status:
        return "refusal"
    return "citation" if alike else "reading"


def fingerprint(answer: str) -> str:
    """Equal for equal answers; a baseline keeps it instead of the answer, and it is its own fingerprint."""
    return answer if answer.startswith("sha256:") else f"sha256:{hashlib.sha256(answer.encode()).hexdigest()[:16]}"


def _change(question: Question, before: Row, after: Row) -> Change | None:
    standing_a = (_RANK[before.verdict], *_citing(before))
    standing_b = (_RANK[after.verdict], *_citing(after))
    if standing_a == standing_b:
        return None
    better = standing_b > standing_a if standing_a[0] != standing_b[0] else sum(standing_b) > sum(standing_a)
    return Change(question, before, after, better, cause_of(before, after))


def _citing(row: Row) -> tuple[float, ...]:
    return tuple(round(row.scores.get(name, 1.0), DIGITS) for name in _CITING)


def _differences(before: list[Row], after: list[Row]) -> dict[str, Difference]:
    pairs = ((m.name, difference(_rounded(m.name, before), _rounded(m.name, after))) for m in MEASURES)
    return {name: value for name, value in pairs if value is not None}


def _median_ms(rows: list[Row]) -> float:
    return quantile([row.latency_ms for row in rows], 0.5)


def _rounded(name: str, rows: list[Row]) -> list[float | None]:
    """As a baseline keeps them, so that a run against a file of itself differs in nothing."""
    return [round(row.scores[name], DIGITS) if name in row.scores else None for row in rows]


def _conditions(before: Conditions, after: Conditions) -> list[tuple[str, str, str]]:
    found = [(title, str(getattr(before, name)), str(getattr(after, name))) for name, title in CONDITIONS.items()]
    a, b = dict(before.settings), dict(after.settings)
    found += [(_setting(name), a.get(name, ""), b.get(name, "")) for name in sorted(a | b)]
    return [(what, _short(a), _short(b)) for what, a, b in found if a != b]


def _setting(name: str) -> str:
    """As whoever sets it knows it."""
    return "Sprogmodellen som dommer" if name == "judge" else f"Indstillingen KLIMASVAR_{name.upper()}"


def _short(value: str) -> str:
    """A digest is told by its beginning."""
    return value[:12] if re.fullmatch("[0-9a-f]{40,}", value) else value
