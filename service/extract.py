"""Chooses the shortest set of candidates that covers the question; lists whole, nothing said twice."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from corpus.marked import squash
from index.numerals import number_of_word
from service.candidates import Candidate, intro_of, is_list_item, items_of, spans_of, went_on
from service.question import Question, QuestionKind
from service.score import Scored
from service.score_words import stems_of
from service.summary import sides
from service.verify_facts import numbers_of

T = TypeVar("T")

MOST: dict[QuestionKind, int] = {
    "number": 5, "when": 5, "who": 5, "where": 5, "yesno": 5, "what": 6, "why": 6, "how": 6, "keyword": 6, "list": 6,
    "next": 6, "compare": 7, "summary": 7,
}  # fmt: skip
"""At most so many sentences; a whole list counts as one."""
ENOUGH = 800
"""An answer of so many characters is not added to."""
MARGIN = 3.0
"""A sentence that scores this much less than the best one adds nothing."""
NARROW = 2.5
"""The same where one fact is asked for."""
ONE_FACT: tuple[QuestionKind, ...] = ("number", "when")
NEW = 2.0
"""How much a sentence gains for each share of the question that the chosen ones do not cover yet."""
NEWS = 1
"""A sentence with at most so many words that the question does not hold only announces what follows."""
SAME_BEGIN = 5
"""A word that begins with one of the question's of so many letters says nothing new: "anbefalinger" to "anbefaler"."""
MOST_ANNOUNCED = 4
"""So many sentences are brought at most by one that announces them."""
TELLING = 4
"""Words before a colon that are fewer than this say nothing by themselves."""
MOST_ITEMS = 12
"""A longer list is not shown whole when only half of it was chosen."""
CONSIDERED = 40
"""Only so many of the best candidates are looked at."""
WHOLE_LISTS: tuple[QuestionKind, ...] = ("list", "next", "summary", "how", "what", "compare", "keyword")
LISTED: tuple[QuestionKind, ...] = ("list", "next", "summary", "compare")
"""Questions that a list answers as one."""
TOLD_AT_LENGTH: tuple[QuestionKind, ...] = ("list", "next", "summary", "how", "what", "why")
"""Questions that one sentence seldom answers whole."""
STATEMENT = 80
"""Items that are longer than so many characters on average are statements: elsewhere each is shown for itself."""

_POINTS_BACK = "det|dette|de|den|denne|disse|her|heri|herunder|han|hun|begge|blandt andet|derfor|dermed"
_NOT_AHEAD = r"\b(?! (er|var|bliver|kan|bør|vil|skal) \w+ (at|for)\b)"
_NEEDS_BEFORE = re.compile(rf"^({_POINTS_BACK}){_NOT_AHEAD}", re.IGNORECASE)
_LEANS = re.compile(
    rf"^({_POINTS_BACK}|herved|hermed|sådan\w*|desuden|derudover|samtidig|they|it|this|these){_NOT_AHEAD}",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"^\s*\d{1,2}[.)]\s+")
_DEFINITE = re.compile(
    r"^(projektets?|indsatsen|kampagnen|loven|værktøjet|netværket|guiden|planen|deltagerne|kommunerne)\b", re.I
)


def select(question: Question, scored: Sequence[Scored]) -> list[Candidate]:
    """The chosen candidates: best passage first, within a passage as they stand there.

    After the best one, or the best of each side of what is summed up, each next is the one that scores highest with
    what it adds to the question's coverage.
    """
    able = [s for s in scored if _says_something(s.candidate)][:CONSIDERED]
    if not able:
        return []
    least = able[0].score - (NARROW if question.kind in ONE_FACT else MARGIN)
    chosen = sides(question, able)
    covered = [max(each) for each in zip(*(s.covers for s in chosen), strict=True)]
    whole = [c for s in chosen for c in widen(question, s.candidate)]
    left = [s for s in able if s not in chosen]
    while len(chosen) < MOST[question.kind] and _length(chosen, whole) < ENOUGH:
        left = [s for s in left if not any(_same(s, one) for one in chosen)]
        if not left:
            break
        gains = np.maximum(np.array([s.covers for s in left]) - np.array(covered), 0.0).sum(axis=1)
        worths = np.array([s.score for s in left]) + NEW * gains
        best, worth = left[int(worths.argmax())], float(worths.max())
        if worth < least:
            break
        chosen.append(best)
        whole += widen(question, best.candidate)
        covered = [max(a, b) for a, b in zip(covered, best.covers, strict=True)]
    whole += _goes_on(question, whole)
    return in_order(list(_with_rest(question, _whole_lists(question, whole), scored)))


def _goes_on(question: Question, whole: Sequence[Candidate]) -> list[Candidate]:
    """The sentence behind the only one that was chosen, where more than one fact is asked for."""
    if len(whole) != 1 or whole[0].role != "sentence" or question.kind not in TOLD_AT_LENGTH:
        return []
    return [c for c in spans_of(whole[0].source)[whole[0].number + 1 :][:1] if c.role == "sentence"]


def _length(chosen: Sequence[Scored], whole: Sequence[Candidate]) -> int:
    """Characters of the chosen and of the lists that they bring; what only leads to them is not counted."""
    return sum(len(text) for text in {s.candidate.text for s in chosen} | {c.text for c in whole if is_list_item(c)})


def _says_something(candidate: Candidate) -> bool:
    """False for where a figure is from, who spoke, and words that only announce what follows elsewhere."""
    if candidate.role in ("origin", "speaker"):
        return False
    return not _announces(candidate) or (candidate.role == "intro" and bool(items_of(candidate)))


def _announces(candidate: Candidate) -> bool:
    """True for "Her er de:", which tells nothing of what."""
    return candidate.text.rstrip().endswith(":") and len(stems_of(candidate.text)) < TELLING


def _whole_lists(question: Question, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The chosen, with the rest of a list or table of which they hold at least half when a list is asked for."""
    if question.kind != "list":
        return list(chosen)
    keys, more = {c.key for c in chosen}, list(chosen)
    for candidate in chosen:
        items = items_of(candidate) if is_list_item(candidate) else []
        if len(items) <= MOST_ITEMS and sum(i.key in keys for i in items) >= len(items) / 2:
            more += items
    return more


def _with_rest(question: Question, chosen: Sequence[Candidate], scored: Sequence[Scored]) -> Iterator[Candidate]:
    """The chosen, and behind a list that is shown from its intro what the next passage holds of it."""
    keys = {c.key for c in chosen}
    whole = [c for c in chosen if c.role == "intro" and keys.issuperset(i.key for i in items_of(c))]
    begun = {c.passage.passage_id for c in whole if question.kind in WHOLE_LISTS}
    for candidate in chosen:
        yield candidate
        if candidate.passage.passage_id in begun:
            yield from went_on(candidate, (s.candidate.source for s in scored))


def widen(question: Question, candidate: Candidate) -> list[Candidate]:
    """The candidate with what it needs to be understood: its list, its intro, the sentences that hang together."""
    if candidate.role == "intro" and items_of(candidate):
        return [candidate, *items_of(candidate)]
    intro = intro_of(candidate)
    if is_list_item(candidate) and candidate.passage.kind == "list" and _is_one(question, items_of(candidate)):
        return [*([intro] if intro else []), *items_of(candidate)]
    if intro is not None:
        return [intro, candidate]
    spans = spans_of(candidate.source)
    first = last = candidate.number
    if candidate.role == "sentence":
        after = spans[first + 1 : first + 1 + announced(question, candidate.text)]
        leads = after or (spans[first + 1 : first + 2] if question.kind in WHOLE_LISTS else [])
        if leads and leads[0].role == "intro" and (after or _announces(leads[0])):
            return [candidate, leads[0], *items_of(leads[0])]
        last += sum(c.role == "sentence" for c in after)
    if first > 0 and _NEEDS_BEFORE.match(candidate.text) and spans[first - 1].role in ("sentence", "figure"):
        first -= 1
    if last + 1 < len(spans) and _NEEDS_BEFORE.match(spans[last + 1].text) and spans[last + 1].role == candidate.role:
        last += 1
    return spans[first : last + 1]


def _is_one(question: Question, items: Sequence[Candidate]) -> bool:
    """True when the list answers as one rather than by the item that was found."""
    short = sum(len(item.text) for item in items) <= STATEMENT * len(items)
    return question.kind in LISTED or (short and question.kind in WHOLE_LISTS)


def announced(question: Question, text: str) -> int:
    """How many sentences after this one say what it only tells that there is: two for "Projektet havde to spor."

    0 for a sentence that adds more than NEWS words to those of the question, numbers not counted.
    """
    said = stems_of(" ".join(word for word in text.split() if number_of_word(word.lower()) is None))
    asked = stems_of(f"{question.own} {question.topic}")
    new = [stem for stem in said - asked if not any(stem.startswith(each) for each in asked if len(each) >= SAME_BEGIN)]
    if question.kind in ONE_FACT or len(new) > NEWS:
        return 0
    counts = [int(n.value) for n in numbers_of(text) if n.value.isdigit() and not n.share]
    return next((n for n in counts if 1 < n <= MOST_ANNOUNCED), 1)


def leans(text: str) -> bool:
    """True when a sentence points at something that it does not name."""
    return bool(_LEANS.match(text) or _DEFINITE.match(text))


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Each text once; passages in order of first choice, spans in order of place."""
    ranks: dict[str, int] = {}
    for candidate in chosen:
        ranks.setdefault(candidate.passage.passage_id, len(ranks))
    once = {c.key: c for c in chosen}
    ordered = sorted(once.values(), key=lambda c: (ranks[c.passage.passage_id], c.number))
    said: dict[str, str] = {}
    return [
        c
        for c in ordered
        if said.setdefault(squash(_ENUMERATED.sub("", c.text)), c.passage.passage_id) == c.passage.passage_id
    ]


def _same(left: Scored, right: Scored) -> bool:
    return _alike(left.candidate.text, right.candidate.text, left.words, right.words)


def says_the_same(left: str, right: str) -> bool:
    """True when two sentences share nearly all their words and the same numbers."""
    return _alike(left, right, stems_of(left), stems_of(right))


def _alike(left: str, right: str, a: frozenset[T], b: frozenset[T]) -> bool:
    """a, b: the words of the texts."""
    if not a or not b:
        return left == right
    if len(a & b) / math.sqrt(len(a) * len(b)) < 0.85:
        return False
    return set(re.findall(r"\d+", left)) == set(re.findall(r"\d+", right))
