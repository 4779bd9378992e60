"""One question with the answer it got and everything a measure needs to know about the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.answers import Answer
from corpus.marked import squash
from corpus.store import Store
from eval.cited import Cited
from eval.evidence import EvidenceIndex, Gold
from eval.judge import Judgement, Second
from eval.matching import anchor_in, fact_in
from eval.questions import Question
from eval.ranking import ranking_scores
from eval.support import CitationCheck, Claim, check_citations, judge_claims

Verdict = Literal["right", "partial", "wrong", "refused", "failed"]
VERDICTS: Mapping[str, str] = {
    "right": "Rigtig",
    "partial": "Delvist rigtig",
    "wrong": "Forkert",
    "refused": "Sagde fra med urette",
    "failed": "Intet svar",
}
_OVERLAP = 0.5
"""Share of an expected answer's words that an answer must hold where no facts are given."""


@dataclass(frozen=True, slots=True)
class Case:
    """answer: None when the assistant failed, which scores zero everywhere. ranking: scores of eval.ranking.

    second: what a language model said of the same claims, None where none was asked or it gave no verdict.
    """

    question: Question
    answer: Answer | None
    gold: Gold
    citations: tuple[CitationCheck, ...]
    claims: tuple[Claim, ...]
    ranking: Mapping[str, float]
    second: Judgement | None = None

    @property
    def answered(self) -> bool:
        return self.answer is not None and self.answer.status == "answered"

    @property
    def abstained(self) -> bool:
        """True when the assistant claimed nothing: it found no answer, or asked back."""
        return self.answer is not None and self.answer.status in ("not_found", "clarify")


def judge(
    question: Question, answer: Answer | None, *, evidence: EvidenceIndex, store: Store, second: Second | None = None
) -> Case:
    """The case of an answer; reads the store, and asks nobody but the second judge, where there is one."""
    gold = evidence.gold(question)
    if answer is None or answer.status == "failed":
        ranking = ranking_scores({"q": gold.passages}, {}) if gold.passages else {}
        return Case(question, None, gold, (), (), ranking.get("q", {}))
    ranked = [source.passage.passage_id for source in answer.sources]
    ranking = ranking_scores({"q": gold.passages}, {"q": ranked}) if gold.passages else {}
    cited, claims = Cited(answer, store), answer.status == "answered"
    return Case(
        question, answer, gold, check_citations(answer, cited), judge_claims(answer, cited) if claims else (),
        ranking.get("q", {}), second.judge(answer, cited) if second and claims else None,
    )  # fmt: skip


def facts_found(case: Case) -> float | None:
    """Share of the fact groups that the answer holds; 0 when it was refused or failed, None without facts. Range 0–1.
    Own definition."""
    facts = case.question.facts
    if not case.question.answerable or not facts:
        return None
    if not case.answered or case.answer is None:
        return 0.0
    return sum(fact_in(case.answer.text, group) for group in facts) / len(facts)


def verdict(case: Case) -> Verdict:
    """The one word for a case. Without facts the expected answer decides, without that the cited evidence."""
    if case.answer is None:
        return "failed"
    if not case.question.answerable:
        return "right" if case.abstained else "wrong"
    if case.abstained:
        return "refused"
    found = facts_found(case)
    if found is None:
        met = (
            like_expected(case.answer.text, case.question.expected) if case.question.expected else evidence_cited(case)
        )
        return "right" if met else "wrong"
    return "right" if found == 1.0 else "partial" if found > 0 else "wrong"


def evidence_cited(case: Case) -> bool:
    """True when every group of the gold has a passage or a page among the citations."""
    if not case.answered or case.answer is None or not case.gold.passages:
        return False
    cited = {citation.passage_id for citation in case.answer.citations}
    quotes = [citation.quote for citation in case.answer.citations]
    held = [bool(group & cited) for group in case.gold.passages]
    anchors = case.question.evidence or ((),) * len(held)
    return all(h or any(anchor_in(q, a) for q in quotes for a in g) for h, g in zip(held, anchors, strict=True))


def pages_cited(case: Case) -> bool:
    """True when every group of the gold has one of its pages among the citations' pages."""
    if not case.answered or case.answer is None or not case.gold.pages:
        return False
    cited = {(citation.document_id, citation.page) for citation in case.answer.citations}
    return all(bool(group & cited) for group in case.gold.pages)


def like_expected(answer: str, expected: str) -> bool:
    """True when the answer holds every number of the expected one and at least half of its words of four letters."""
    numbers = [word for word in expected.split() if any(c.isdigit() for c in word)]
    words = [squash(word) for word in expected.split() if len(squash(word)) > 3 and word not in numbers]
    if not all(fact_in(answer, [number.strip(".,;:()%").lower()]) for number in numbers):
        return False
    text = squash(answer)
    return sum(word in text for word in words) >= _OVERLAP * len(words)
