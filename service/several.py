"""A message that asks several things: its questions answered one after the other, as one answer.

Each is read as a follow-up to those before it, so that what the first names need not be named again.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Protocol

from corpus.answers import Answer, Citation, Message, Source
from service.events import Answered, Drafted, Event, SourcesFound, TextPiece, answer_of
from service.parted import asked_apart, parted
from service.question import Language, language_in
from service.question_guard import blocked
from service.shown import SHOWN
from service.trace import LOOKED_UP, PART
from service.verdicts import word_for_word

_MARKER = re.compile(r"\[(\d+)\]")
_NOTHING_MORE: dict[Language, str] = {
    "da": "Mere end det, der er svaret, fandt jeg ikke.", "en": "I found no more than what is answered above.",
}  # fmt: skip


class AnswersOne(Protocol):
    """Answers one question."""

    def __call__(self, question: str, *, history: Sequence[Message]) -> Generator[Event, None, None]:
        """The events of its answer."""
        ...


def in_turn(message: str, history: Sequence[Message], single: AnswersOne) -> Generator[Event, None, None]:
    """The events of one answer to all questions of the message.

    The sentences found for all of it serve best; so the questions are answered in turn only where one is looked up, or
    the answer to all leaves out one that is a sentence of its own. What has no answer beside one that has is named.
    """
    answers = [] if blocked(message, names_person=False) else _each(parted(message), history, single)
    if not answers:
        yield from single(message, history=history)
        return
    if not any(map(_looked_up, answers)):
        whole = list(single(message, history=history))
        if not (asked_apart(message) and _leaves_out(whole, answers)):
            yield from whole
            return
    answer = _joined(message, answers)
    yield SourcesFound(answer.sources)
    yield Drafted(answer)
    yield TextPiece(answer.text)
    yield Answered(answer)


def _each(questions: Sequence[str], history: Sequence[Message], single: AnswersOne) -> list[Answer]:
    """The answers to the questions, each after those before it; [] where one is neither answered nor refused."""
    answers: list[Answer] = []
    said = list(history)
    for question in questions:
        answer = answer_of(single(question, history=tuple(said)))
        if answer.status not in ("answered", "not_found"):
            return []
        answers.append(answer)
        said += [Message("user", question), Message("assistant", answer.text)]
    return answers


def _leaves_out(whole: Iterable[Event], answers: Sequence[Answer]) -> bool:
    """True for an answer that cites none of the passages by which one of the questions is answered, asked alone."""
    told = next(event.answer for event in whole if isinstance(event, Answered))
    cited = {citation.passage_id for citation in told.citations}
    return bool(cited) and any(
        answer.citations and cited.isdisjoint(c.passage_id for c in answer.citations) for answer in answers
    )


def _looked_up(answer: Answer) -> bool:
    return bool(answer.citations) and any(step in LOOKED_UP for step, _ in answer.trace)


def _joined(message: str, answers: Sequence[Answer]) -> Answer:
    """The answers below each other, one quote under one marker."""
    places: dict[tuple[str, int, int], Citation] = {}
    text = "\n\n".join(_told(answer, places) for answer in answers)
    citations = tuple(places.values())
    read = " ".join(a.understood or a.question for a in answers) if answers[0].understood else ""
    return replace(
        answers[0], question=message, text=text, status="answered",
        citations=citations, verdicts=word_for_word(text, citations),
        search_query=" ".join(a.search_query for a in answers), sources=_sources(answers, citations),
        suggestions=answers[-1].suggestions, understood=read,
        confidence=min(a.confidence for a in answers if a.citations), timings_ms=_timings(answers),
        trace=tuple(row for a in answers for row in ((PART, a.understood or a.question), *a.trace)),
    )  # fmt: skip


def _told(answer: Answer, places: dict[tuple[str, int, int], Citation]) -> str:
    """The text with the markers under which its quotes stand in `places`, to which new ones are added.

    What is not answered, or with nothing but what was quoted before, is said under its question.
    """
    held = {(c.passage_id, c.char_start, c.char_end): c for c in answer.citations}
    if not (_looked_up(answer) or held.keys() - places.keys()):
        return f"»{answer.question}«: {_NOTHING_MORE[language_in(answer.question)] if held else answer.text}"
    text = answer.text if _looked_up(answer) else _without_told(answer, places)
    markers = {}
    for place, citation in held.items():
        kept = places.setdefault(place, replace(citation, marker=len(places) + 1))
        markers[str(citation.marker)] = kept.marker
    quoted = [(v.start, v.start + text[v.start : v.end].rindex("[")) for v in word_for_word(text, answer.citations)]

    def renumbered(found: re.Match[str]) -> str:
        own = any(start <= found.start() < end for start, end in quoted)
        return found[0] if own else f"[{markers.get(found[1], found[1])}]"

    return _MARKER.sub(renumbered, text)


def _without_told(answer: Answer, places: Mapping[tuple[str, int, int], Citation]) -> str:
    """The text without the paragraphs of which every quote was told before."""
    told = {str(c.marker) for c in answer.citations if (c.passage_id, c.char_start, c.char_end) in places}
    paragraphs = answer.text.split("\n\n")
    return "\n\n".join(p for p in paragraphs if not (marks := set(_MARKER.findall(p))) or marks - told)


def _sources(answers: Sequence[Answer], citations: Sequence[Citation]) -> tuple[Source, ...]:
    """What is cited, then the best of each in turn; at most SHOWN, ranked anew."""
    turns = zip_longest(*(a.sources for a in answers))
    every = {source.passage.passage_id: source for turn in turns for source in turn if source}
    cited = {citation.passage_id for citation in citations}
    first = sorted(every.values(), key=lambda source: source.passage.passage_id not in cited)
    return tuple(replace(source, rank=n) for n, source in enumerate(first[:SHOWN], start=1))


def _timings(answers: Sequence[Answer]) -> tuple[tuple[str, float], ...]:
    """The time of each step, added up."""
    total: dict[str, float] = {}
    for name, ms in (lap for answer in answers for lap in answer.timings_ms):
        total[name] = round(total.pop(name, 0.0) + ms, 2)
    return tuple(total.items())
