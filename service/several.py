"""A message that asks several things: its questions answered one after the other, as one answer.

Each is read as a follow-up to those before it, so that what the first names need not be named again.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Protocol

from corpus.answers import Answer, Citation, Message, Source
from service.events import Answered, Drafted, Event, SourcesFound, TextPiece, answer_of
from service.question import Language, language_of
from service.question_guard import blocked
from service.shown import SHOWN
from service.trace import LOOKED_UP, PART
from service.verdicts import word_for_word
from service.words import words

MOST = 3
"""A message of more questions is read as one."""
_ASKS = r"(?:hv(?:ad|em|or\w*|ilke\w*)|what|who|where|when|why|how|which)"
_BEHIND = re.compile(rf"(?:,\s*|\s+)(?:og|samt|and)\s+(?:så\s+)?(?={_ASKS}\b)", re.IGNORECASE)
_COMMA = re.compile(rf",\s*(?={_ASKS}\b)", re.IGNORECASE)
_END = re.compile(r"[?]+\s+(?=\w)")
_OPENS = re.compile(
    rf"^\W*(?:(?:og|and)\b|(?:(?:men|samt)\s+)?(?:(?:i|på|fra|til|for|med|af|om|ved) )?(?:{_ASKS}|er|var|har|havde|kan|"
    r"kunne|skal|vil|får|fik|blev|bliver|findes|deltager|deltog|gælder|is|are|was|were|has|have|does|did|can)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"\b{_ASKS}\b", re.IGNORECASE)
_MARKER = re.compile(r"\[(\d+)\]")
_NOTHING_MORE: dict[Language, str] = {
    "da": "Mere end det, der er svaret, fandt jeg ikke.", "en": "I found no more than what is answered above.",
}  # fmt: skip
_WHOLE_WORDS = 3
"""A question before others has at least so many words ("hvilken måned og hvilket år …" is one question)."""


def parted(message: str) -> tuple[str, ...]:
    """The two or three questions of a message, each as typed with "?" behind; () for a message of one."""
    sentences = [s for s in _END.split(message.strip()) if s.strip()]
    if len(sentences) > 1 and not all(_OPENS.match(s) for s in sentences):
        return ()
    parts = [part for sentence in sentences for part in _clauses(sentence)]
    asked = tuple(f"{part[:1].upper()}{part[1:].rstrip(' ?.!,')}?" for part in parts)
    return asked if 2 <= len(asked) <= MOST else ()


def _clauses(sentence: str) -> list[str]:
    """The questions that "og" joins; the sentence itself where what stands before it is none."""
    before, *last = _BEHIND.split(sentence)
    parts = [*_COMMA.split(before), *last] if last else [sentence]
    whole = all(_OPENS.match(part) and not _asks_last(part) for part in parts[:-1])
    whole = whole and len(words(parts[0])) >= _WHOLE_WORDS
    return parts if len(parts) > 1 and whole else [sentence]


def _asks_last(part: str) -> bool:
    """True for "ved du hvor", which goes on with what follows."""
    found = list(_ASKING.finditer(part))
    return bool(found) and found[-1].end() == len(part.rstrip())


class AnswersOne(Protocol):
    """Answers one question."""

    def __call__(self, question: str, *, history: Sequence[Message]) -> Generator[Event, None, None]:
        """The events of its answer."""
        ...


def in_turn(message: str, history: Sequence[Message], single: AnswersOne) -> Generator[Event, None, None]:
    """The events of one answer to all questions of the message."""
    answer = None if blocked(message, names_person=False) else _in_turn(message, history, single)
    if answer is None:
        yield from single(message, history=history)
        return
    yield SourcesFound(answer.sources)
    yield Drafted(answer)
    yield TextPiece(answer.text)
    yield Answered(answer)


def _in_turn(message: str, history: Sequence[Message], single: AnswersOne) -> Answer | None:
    """The answers to the questions of the message as one; None where the message is better read as one question.

    So it is where nothing is looked up, for then the sentences found for all of it may hold what each asks. What has
    no answer beside one that was looked up is named.
    """
    answers: list[Answer] = []
    said = list(history)
    for question in parted(message):
        answer = answer_of(single(question, history=tuple(said)))
        if answer.status not in ("answered", "not_found"):
            return None
        answers.append(answer)
        said += [Message("user", question), Message("assistant", answer.text)]
    return _joined(message, answers) if any(map(_looked_up, answers)) else None


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
        return f"»{answer.question}«: {_NOTHING_MORE[language_of(words(answer.question))] if held else answer.text}"
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
