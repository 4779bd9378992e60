"""Which lists of participants a question sets against each other, and how: "både i A og B", "i A, men ikke i B"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.answers import Source
from service.asked_places import asked_places
from service.lookup_question import BOTH, DENIES, HOW_MANY, LEADS, TAKES_PART, counts_those_told, says_who
from service.names import MEANT, NameBook
from service.question import Question, QuestionKind
from service.score_words import stems_of
from service.words import level, words

SetKind = Literal["both", "without", "neither", "alone"]
_BUT_NOT = re.compile(
    r"\b(?:men|og|but|and) (?:(?:som |der )?(?:er |deltager |deltog |var )?(?:ikke|not)|hverken)\b|\buden at\b", re.I
)
_NOT_BUT = re.compile(r"\b(?:ikke|not)\b[^?.]{0,120}?\b(?P<but>men|but)\b(?! ikke\b| not\b| hverken\b)", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(?:kun|udelukkende|alene|blot|only) (?:(?:er|var|har været) )?(?:med|i|på|deltag\w*|deltog|in)\b", re.IGNORECASE
)
_SAYS_HOW = re.compile(
    r"(?:både|begge|both|kun|udelukkende|alene|blot|only|hverken|neither|ikke|not|uden|alle|samtlige|all|\d|to|tre|fire|fem|antal\w*|kommune\w*|municipalit\w*)$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:alle|samtlige|all) (?:de |the )?(?:\d|to|tre|fire|fem|six|three|four|five)\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:eller|or)\b", re.IGNORECASE)
_ASKS_WHICH = re.compile(r"\bhv(?:em|or|ilke\w*)\b", re.IGNORECASE)
_OF_MUNICIPALITIES = re.compile(r"\bkommune\w*|\bmunicipalit\w+", re.IGNORECASE)
_TOLD_IN_SENTENCES: tuple[QuestionKind, ...] = ("why", "how", "when", "where", "next", "summary", "compare")
_BEFORE = re.compile(r"\b(?:i|på|om|og|eller|både|in|and|or)\s+$", re.IGNORECASE)
"""What stands before a word that they take part in."""
ENOUGH, MOSTLY = 4, 0.75
"""A theme is a project's where so many of the passages found for it hold it, and this share of them is the project's.
"""


@dataclass(frozen=True, slots=True)
class AskedSet:
    """wanted: projects whose lists they are on. denied: those whose lists they are not on. themes: (word, project)."""

    kind: SetKind
    wanted: tuple[str, ...]
    denied: tuple[str, ...]
    places: tuple[str, ...]
    """Whether these are on them all is asked."""
    counting: bool
    municipalities: bool
    """True where municipalities are asked for: a region is none."""
    themes: tuple[tuple[str, str], ...] = ()
    """The words that name no project, with the project that they are a subject of."""


def asked_set(question: Question, names: NameBook, sources: Sequence[Source]) -> AskedSet | None:
    """What lists the question sets against each other; None for another question, or one with more to it than that.

    sources: what was found for it, by which a word is known to be a project's subject.
    """
    text = set_text(question)
    joined = _of_all(text) or _BUT_NOT.search(text) or DENIES.search(text) or _ALONE.search(text)
    if not (joined and TAKES_PART.search(text)) or LEADS.search(text) or question.kind in _TOLD_IN_SENTENCES:
        return None
    places = () if text != question.own else asked_places(question)
    legs = _legs(text, names, sources, places)
    if legs == []:
        legs = [_Leg(0, project) for project in question.projects()]
    found = _split(text, legs) if legs else None
    if found is None or (places and found[0] != "both"):
        return None
    counting, kommuner = HOW_MANY.search(question.own) is not None, _OF_MUNICIPALITIES.search(text) is not None
    return AskedSet(*found, places, counting, kommuner, tuple((s.word, s.project) for s in legs or () if s.word))


def sets_apart(question: Question, places: Sequence[str]) -> bool:
    """True for a question over several lists, or one against all others: one list alone is no answer.

    places: those whom it asks for, both of whom may be in one project.
    """
    text = set_text(question)
    return bool(_turn(text) or _ALONE.search(text) or (_of_all(text) and not places))


def set_text(question: Question) -> str:
    """The words that say which set is asked for: the last question before it for "hvor mange er det?", else its own."""
    if not counts_those_told(question):
        return question.own
    before = question.topic.removesuffix(question.told)
    starts = [found.start() for found in _ASKS_WHICH.finditer(before)]
    return before[starts[-1] :] if starts else before


@dataclass(frozen=True, slots=True)
class _Leg:
    start: int
    project: str
    word: str = ""
    """What names it, where that is no name of it but its subject."""


def _legs(text: str, names: NameBook, sources: Sequence[Source], places: Sequence[str]) -> list[_Leg] | None:
    """The projects in order of where they are named; None where a word says something else than that and the places."""
    named = [e for e in names.find(text) if e.kind == "project" and e.sure >= MEANT]
    legs, of_places = [_Leg(e.start, e.value) for e in named], stems_of(" ".join(places))
    for word in words(text):
        inside = any(e.start <= word.start < e.end for e in named) or word.stem in of_places
        if inside or not word.content or says_who(word.surface) or _SAYS_HOW.match(word.surface):
            continue
        like = names.projects_like(word.surface)
        theme = "" if like or not _BEFORE.search(text[: word.start]) else _theme_of(word.surface, sources)
        if len(like) != 1 and not theme:
            return None
        legs.append(_Leg(word.start, like[0] if like else theme, "" if like else word.surface))
    return sorted(legs, key=lambda leg: leg.start)


def _theme_of(word: str, sources: Sequence[Source]) -> str:
    """The project that a Danish word is a subject of, "" for none: it stands in many passages, nearly all of it.

    A name of something else, or one thing that is pointed out ("arbejdsgruppen"), is no subject.
    """
    stems = stems_of(word)
    if not word.islower() or not stems or level(words(word)[0]) == 0:
        return ""
    held = [s.passage.project for s in sources if stems <= stems_of(f"{s.passage.context} {s.passage.text}")]
    most = max(set(held), key=held.count, default="")
    return most if held.count(most) >= max(ENOUGH, MOSTLY * len(held)) else ""


def _split(text: str, legs: Sequence[_Leg]) -> tuple[SetKind, tuple[str, ...], tuple[str, ...]] | None:
    """(how, projects wanted, projects denied); None where that cannot be told for certain."""
    projects, turn = _distinct(legs), _turn(text)
    if turn:
        before, behind = (_distinct([s for s in legs if (s.start > turn) == after]) for after in (False, True))
        wanted, denied, of_denied = (
            (before, behind, text[turn:]) if _BUT_NOT.search(text) else (behind, before, text[:turn])
        )
        apart = wanted and denied and not (set(wanted) & set(denied) or BOTH.search(of_denied))
        return ("without", wanted, denied) if apart else None
    if DENIES.search(text):
        themed = len(projects) == 1 and bool(legs[0].word)
        return ("neither", (), projects) if (len(projects) > 1 or themed) and not BOTH.search(text) else None
    if _of_all(text):
        return ("both", projects, ()) if len(projects) > 1 else None
    return ("alone", projects, ()) if _ALONE.search(text) and not _OR.search(text) else None


def _of_all(text: str) -> bool:
    """True where those on every one of the lists are asked for: "både i A og B", "i alle tre: A, B og C"."""
    return bool(BOTH.search(text) or _EVERY.search(text))


def _turn(text: str) -> int:
    """Where the question turns from those that are to be on lists to those that are not, or the reverse; 0 if never."""
    but_not = _BUT_NOT.search(text)
    turned = None if but_not else _NOT_BUT.search(text)
    return but_not.start() if but_not else turned.start("but") if turned else 0


def _distinct(legs: Collection[_Leg]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leg.project for leg in legs))
