"""An answer in the making: its pieces, and the answer that is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.answers import Answer, AnswerStatus, Citation, Source
from service.clock import Clock
from service.lookup_types import Lookup
from service.question import Question
from service.thread import Condensed
from service.trace import FOUND_STEP
from service.verdicts import word_for_word
from service.wording import Wording

EXTRACTIVE = "ordret uddrag"
LOOKED_UP = 0.95
"""The confidence of what is read from stored mentions rather than searched for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The pieces of an answer before it is known whether any of them is cited; none when it is refused."""

    pieces: list[str]
    confidence: float
    trace: tuple[tuple[str, str], ...] = ()
    extracted: bool = False
    """True for sentences that were searched for, and so may be worded anew."""
    elsewhere: bool = False
    """True when it is refused for being on another subject."""
    silent: tuple[str, ...] = ()
    """Those who are asked to have said what they are not told to have said."""
    besides: str = ""
    """What is told although it is refused."""
    sources: tuple[Source, ...] = ()
    """What was found by the best of its sentences, () where none was scored."""


def of_lookup(found: Lookup, pieces: Sequence[str], sources: Sequence[Source]) -> Draft:
    """What was looked up, put into pieces; refused where there are none. sources: what was found for the question."""
    trace = ((FOUND_STEP, f"{found.what}, {len(found.rows)} fund"),)
    if pieces:
        return Draft(list(pieces), LOOKED_UP, trace)
    seen = tuple(dict.fromkeys(candidate.source for candidate in found.seen))
    return Draft([], 0.0, trace, besides=found.intro, sources=(*seen, *sources) if seen else ())


def drafted(
    question: str, condensed: Condensed, asked: Question, text: str, clock: Clock, *, status: AnswerStatus,
    citations: tuple[Citation, ...] = (), sources: Sequence[Source] = (), confidence: float = 0.0,
    trace: tuple[tuple[str, str], ...] = (), suggestions: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    """The word-for-word answer with that text."""
    return Answer(
        question=question, search_query=asked.text, text=text,
        status=status, mode="extractive", model_id=EXTRACTIVE,
        citations=citations, verdicts=word_for_word(text, citations), sources=tuple(sources),
        suggestions=suggestions, understood=condensed.understood,
        confidence=round(confidence, 4), timings_ms=clock.total(), trace=trace,
    )  # fmt: skip


def counted(answer: Answer, wording: Wording | None) -> Answer:
    """The answer with what the language model was asked for it."""
    return replace(answer, usage=wording.usage) if wording else answer


def frame(question: Question) -> str:
    """A short English lead-in for an English question; the quotes stay Danish."""
    return "The material says (quoted in Danish):\n\n" if question.language == "en" else ""
