"""What is left of the candidates for a follow-up that only goes on: what has not been told, of what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Citation
from corpus.marked import squash
from service.candidates import Candidate
from service.names import NameBook
from service.question import Question
from service.score import Scored
from service.score_words import stems_of
from service.thread import MARKS

AGAIN = 0.8
"""A sentence of whose words at least this share stands in one sentence that was told says it again."""
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_NUMBER = re.compile(r"\d+")
_LABEL = re.compile(r"(?:^|;)\s*[^:;?]{1,40}:")
"""What stands before a cell in a row: "Svar: 22 kommuner"."""
_EXAMPLE = re.compile(r"\b(eksemp(el|ler)\w*|f\.eks|fx|blandt andet|bl\.a|såsom|herunder|konkret\w*|case\w*)\b", re.I)
_REASON = re.compile(
    r"\b(fordi|for at|derfor|grundet|på grund af|skyldes|årsag\w*|eftersom|idet|nødvendig\w*|(for)?mål\w*|dermed)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(fordi|grundet|på grund af|skyldes|årsag\w*|eftersom|idet|for få|mangle(?:nde|r)|because|due to)\b",
    re.IGNORECASE,
)
"""Words of a reason, not of a purpose."""
ENOUGH = 0.8
"""More of what was answered is shown from this share of the least certainty: that the material holds it is known."""
FAR = 4.0
"""A reason or an example that scores this much less than the best of all, told or not, is one of something else."""


class Said:
    """What has been told."""

    def __init__(self, said: str) -> None:
        self._whole = squash(said)
        self._sentences = [(stems_of(s), set(_NUMBER.findall(s))) for s in _SENTENCE.split(said) if s.strip()]

    def holds_words(self, text: str) -> bool:
        """True when the text was told letter for letter, whatever its marks."""
        return squash(MARKS.sub("", text)) in self._whole

    def holds(self, candidate: Candidate | Citation) -> bool:
        """True when its words were told, letter for letter or nearly so."""
        text = candidate.text if isinstance(candidate, Candidate) else candidate.quote
        if squash(text) in self._whole:
            return True
        stems, numbers = stems_of(_LABEL.sub(" ", text)), set(_NUMBER.findall(text))
        return bool(stems) and any(
            numbers <= counted and len(stems & told) >= AGAIN * len(stems) for told, counted in self._sentences
        )


def told_in(question: Question, scored: Sequence[Scored]) -> list[Candidate]:
    """Those of the candidates that have been told."""
    said = Said(question.said)
    return [s.candidate for s in scored if said.holds(s.candidate)] if question.said else []


def beside(candidate: Candidate, question: Question, told: Sequence[Candidate]) -> bool:
    """True for what stands under a project that is asked about, else under the one, or in the document, of all told."""
    passage, named = candidate.passage, set(question.asked().projects())
    projects, documents = {c.passage.project for c in told}, {c.passage.document_id for c in told}
    if named or (len(projects) == 1 and "" not in projects):
        return passage.project in (named or projects)
    return len(documents) != 1 or passage.document_id in documents


def unsaid(question: Question, scored: Sequence[Scored], names: NameBook) -> list[Scored]:
    """The scored candidates, best first: all of them unless the question only goes on from what has been told."""
    if not _goes_on(question) or not scored:
        return list(scored)
    told = told_in(question, scored)
    keys, near = {c.key for c in told}, scored[0].score - FAR
    left = [s for s in scored if s.candidate.key not in keys]
    if question.goes_on == "others":
        return left
    left = [s for s in left if beside(s.candidate, question, told)]
    if question.goes_on == "example":
        return _examples([s for s in left if s.score >= near], names)
    if question.goes_on != "deeper":
        return left
    explains = [s for s in left if s.score >= near and _explains(question, s)]
    return explains or [s for s in scored if s.candidate.key in keys and tells_why_again(question, s.candidate.text)]


def _goes_on(question: Question) -> bool:
    return question.goes_on not in ("", "same") and bool(question.said)


def _explains(question: Question, scored: Scored) -> bool:
    reasons = question.kind != "why" or bool(_REASON.search(scored.candidate.text))
    return reasons and scored.feature("type") >= 1.0


def tells_why_again(question: Question, text: str) -> bool:
    """True for a reason that was told before it was asked for, in the last answer: it is told again, once."""
    return (
        question.goes_on == "deeper"
        and question.kind == "why"
        and bool(_CAUSE.search(text))
        and Said(question.told).holds_words(text)
    )


def least_sure(question: Question, threshold: float) -> float:
    """How certain an answer must be to be shown."""
    return threshold * (ENOUGH if question.goes_on in ("more", "example") else 1.0)


def news(question: Question, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The chosen without what has been told, but for what the sentence behind it leans on."""
    if not _goes_on(question):
        return list(chosen)
    said = Said(question.said)
    fresh = {c.key for c in chosen if not said.holds(c)}
    if not fresh and any(tells_why_again(question, c.text) for c in chosen):
        return list(chosen)
    return [c for c in chosen if c.key in fresh or (c.passage.passage_id, c.number + 1) in fresh]


def tells_news(question: Question, text: str, citations: Sequence[Citation]) -> bool:
    """False for an answer to a question that only goes on that has been told: its words, or every citation's."""
    if not _goes_on(question):
        return True
    if citations and all(tells_why_again(question, citation.quote) for citation in citations):
        return True
    said = Said(question.said)
    return not said.holds_words(text) and not all(said.holds(citation) for citation in citations)


def _examples(scored: Sequence[Scored], names: NameBook) -> list[Scored]:
    """Those that say that they are one, else what a list holds, else those that name somebody or somewhere."""
    said = [s for s in scored if _EXAMPLE.search(s.candidate.text)]
    listed = [s for s in scored if s.candidate.role == "item"]
    return said or listed or [s for s in scored if any(e.kind != "project" for e in names.find(s.candidate.text))]
