"""Reads a follow-up together with what was said before: one standalone question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Message
from service.lookup_question import asks_who_alone
from service.names import Entity, NameBook
from service.question import MEANT, QuestionKind, kind_of
from service.words import Word, level, words

ANSWER_CHARS = 300
"""So much of the last answer is remembered."""
MOST_TURNS = 3
"""So many questions back is a follow-up traced."""

COMMON = 16
"""Words as common as this (256 times in 40 million) say too little to be the subject of a question of their own."""
SHORTEST_SUBJECT = 5

WHICH = "Spørgsmålet kan gælde flere projekter. Hvilket mener du?"
"""Asked back when several readings are equally likely; they stand among the suggestions."""

_MARKS = re.compile(r" ?\[\d[\d ,]*\]|[*_#>`]")
_ITEM = re.compile(r"^[ \t]*(?:-|\d+\.)[ \t]+(.+)$", re.MULTILINE)
_BACK = re.compile(
    r"\b(dem|dens|deres|han|hun|ham|hende|hans|hendes|denne|dette|disse|samme|også|begge|resten|"
    r"it|they|that|this|those|he|she|them|his)\b|\b(den|det|de|der|her)(?=\s*(?:[?.,]|$))",
    re.IGNORECASE,
)
_PERHAPS_BACK = re.compile(r"\b(den|det|de|der|her|så|andre|stedet|stadig)\b", re.IGNORECASE)
"""Words that point back, or only fill a place: "hvor mange træer er der?"."""
_GOES_ON = re.compile(
    r"^\s*(og|men|så|eller|hvorfor ikke|også|fortæl mere|uddyb|and|but|tell me more)\b", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(r"^\s*(?:og\s+)?(?:hvad med|hvad så med|what about|how about)\s+(.+)$", re.IGNORECASE)
_BARE_AND = re.compile(r"^\s*(?:og|and)\s+((?:i|for|på|hos|til|om|in|for)?\s*[^?]{2,60}?)\s*\??$", re.IGNORECASE)
_PERSON = re.compile(r"\b(han|hun|ham|hende|hans|hendes|he|she|him|her|his)\b", re.IGNORECASE)
_NTH = re.compile(r"\b(?:den|det|de|the)\s+(første|anden|andet|tredje|sidste|first|second|third|last)\b", re.IGNORECASE)
_PLACES = {
    "første": 0,
    "first": 0,
    "anden": 1,
    "andet": 1,
    "second": 1,
    "tredje": 2,
    "third": 2,
    "sidste": -1,
    "last": -1,
}


@dataclass(frozen=True, slots=True)
class Condensed:
    """A question read with its history.

    own: the question that is answered, names filled in. before: the questions that it leans on, "" for none.
    kind: the type carried over from the question before, None for its own. understood: the standalone reading in
    Danish for the user, "" when nothing was added.
    """

    own: str
    before: str = ""
    kind: QuestionKind | None = None
    told: str = ""
    """The last answer that was given, "" when the question does not lean on it."""
    understood: str = ""
    sure: bool = False
    """True where the question names what takes the place of what was asked about before."""
    perhaps: bool = False
    """True when it leans on history by a guess: it says little, but nothing in it points back for certain."""

    @property
    def topic(self) -> str:
        """What else it leans on, "" when it stands alone: questions before it and the answer to the last."""
        return f"{self.before} {self.told}".strip()

    @property
    def text(self) -> str:
        """What is searched for: an answer's words would lead back to what has been told."""
        return f"{self.own} {self.before}".strip()


def condense(question: str, history: Sequence[Message], *, names: NameBook) -> Condensed:
    """The question as it stands alone: names carried, replaced or dropped; a change of topic leaves history out."""
    asked = [_plain(m.content) for m in history if m.role == "user"]
    if not asked:
        return Condensed(question)
    answers = [m.content for m in history if m.role == "assistant"]
    answer = answers[-1] if answers else ""
    leant_on = [q.rstrip("?") for q in _leant_on(asked, names)]
    if answer.startswith(WHICH) and any(e.kind == "project" for e in names.find(question)):
        chosen = question if kind_of(question) != "keyword" else f"{asked[-1].rstrip('?')} i {question.rstrip('?. ')}?"
        return Condensed(chosen, understood=chosen if chosen != question else "", sure=True)
    replaced = _replaced(question, asked[-1], leant_on, names)
    if replaced is not None:
        return replaced
    if not leans_on_history(question, names):
        return Condensed(question)
    told = _plain(answer)[:ANSWER_CHARS]
    project = _carried(question, asked[-1], told, names)
    filled = " ".join([question, *_meant(question, asked[-1], answer, names), *project])
    return Condensed(
        filled, " ".join(leant_on), told=told, understood=_reading(question, filled[len(question) :], asked[-1]),
        perhaps=not _points_back(question),
    )  # fmt: skip


def _points_back(question: str) -> bool:
    return bool(_GOES_ON.search(question) or _BACK.search(question))


def leans_on_history(question: str, names: NameBook) -> bool:
    """True for a question that cannot be understood alone: it goes on, points back, or says too little.

    A question with a subject of its own ("Hvem vandt fodboldkampen?") says enough, however short.
    """
    if _GOES_ON.search(question):
        return not _is_whole(_GOES_ON.sub("", question), names)
    if asks_who_alone(question) and not names.find(question):
        return True
    if any(e.sure >= 0.75 and e.kind != "region" for e in names.find(question)):
        return False
    if _BACK.search(question):
        return True
    content = [w for w in words(question) if w.content]
    short = len(content) <= 3 and not _has_own_name(question)
    return (short or bool(_PERHAPS_BACK.search(question))) and not any(map(_is_subject, content))


def _is_whole(rest: str, names: NameBook) -> bool:
    """True for what follows "og" when it asks by itself about a project that it names: "hvem deltog i madspild?"."""
    named = any(e.kind == "project" and e.sure >= MEANT for e in names.find(rest))
    return named and kind_of(rest) != "keyword" and not (_BACK.search(rest) or _PERHAPS_BACK.search(rest))


def _leant_on(asked: Sequence[str], names: NameBook) -> Sequence[str]:
    """The last question, with those before it as long as it cannot be understood without them."""
    first = len(asked) - 1
    while first > 0 and len(asked) - first < MOST_TURNS and leans_on_history(asked[first], names):
        first -= 1
    return asked[first:]


def _is_subject(word: Word) -> bool:
    """True for a word so rare that it names what is asked about; a verb in the past tense does not."""
    surface = word.surface
    long = len(surface) >= SHORTEST_SUBJECT and surface.isalpha() and not surface.lower().endswith(("ede", "te"))
    return long and level(word) < COMMON


def _has_own_name(question: str) -> bool:
    """True when a word inside the question is written as a name: it brings a subject of its own, known or not."""
    inner = [w.surface for w in words(question)[1:] if w.content]
    return not question.isupper() and any(surface[:1].isupper() for surface in inner)


def _carried(question: str, before: str, told: str, names: NameBook) -> list[str]:
    """The project that the last answer names first, where neither question names one; [] otherwise."""
    if any(e.kind == "project" and e.sure >= MEANT for text in (question, before) for e in names.find(text)):
        return []
    return [e.surface for e in names.find(told) if e.kind == "project" and e.sure >= 0.75][:1]


def _replaced(question: str, before: str, leant_on: Sequence[str], names: NameBook) -> Condensed | None:
    """ "Hvad med X?" asked again of X: the question before with its name of that kind exchanged; None for others.

    leant_on: that question, behind those that it leans on itself.
    """
    match = _WHAT_ABOUT.match(question) or (_BARE_AND.match(question) if _is_bare(question) else None)
    if match is None:
        return None
    rest = match.group(1).strip().rstrip("?").strip()
    new, old = names.find(rest), names.find(before)
    pair = next(((n, o) for n in new for o in old if n.kind == o.kind and n.value != o.value), None)
    if pair is None:
        standalone = f"{before.rstrip('?')} – {rest}?"
        own_kind = kind_of(rest)
        kind = kind_of(before) if own_kind == "keyword" else own_kind
        return Condensed(rest, " ".join(leant_on), kind, understood=standalone)
    standalone = _exchange(before, pair[1], rest)
    return Condensed(standalone, " ".join(leant_on[:-1]), understood=standalone, sure=True)


def _is_bare(question: str) -> bool:
    """True for "Og i ældreplejen?": no question word, no verb of its own to speak of."""
    return kind_of(question) in ("keyword", "what") and len(words(question)) <= 5


def _exchange(before: str, old: Entity, new: str) -> str:
    clean = re.sub(r"^(?:i|for|på|hos|til|om|projektet|in)\s+", "", new, flags=re.IGNORECASE)
    return before[: old.start] + clean + before[old.end :]


def _meant(question: str, before: str, answer: str, names: NameBook) -> list[str]:
    """The names that pronouns and ordinals of the question stand for."""
    meant: list[str] = []
    if _PERSON.search(question):
        known = {e.value for e in names.find(before) if e.kind == "person"}
        told = [e.value for e in names.find(_plain(answer)) if e.kind == "person"]
        meant += [*(p for p in told if p not in known), *sorted(known)][:1]
    nth = _NTH.search(question)
    if nth:
        items = listed(answer)
        place = _PLACES[nth.group(1).lower()]
        if items and place < len(items):
            meant.append(items[place])
    return meant


def listed(answer: str) -> list[str]:
    """What an answer lists: its Markdown items, else the parts of its first enumeration."""
    items = [_plain(i) for i in _ITEM.findall(answer)]
    if items:
        return items
    sentence = next((s for s in re.split(r"(?<=[.!?])\s+", _plain(answer)) if " og " in s), "").rstrip(". ")
    parts = re.split(r",\s+|\s+og\s+", re.sub(r"^(?:blandt andet|for eksempel)\s+", "", sentence, flags=re.IGNORECASE))
    return [p.strip() for p in parts if p.strip()] if len(parts) > 1 else []


def _reading(question: str, filled: str, before: str) -> str:
    about = filled.strip()
    note = f"om {about}, " if about else ""
    return f"{question.strip().rstrip('?')}? ({note}i forlængelse af »{before.rstrip('?')}?«)"


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", " ".join(text.split())).split())
