"""A question for what has most or least of something: which way, of how many, and by what kind of column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.numerals import number_of_word
from service.question import Question, QuestionKind
from service.words import Word, words

By = Literal["figure", "price", "date"]
"""The kind of column that is gone by: any figures, what something costs, or days or years."""

_GREATEST = (
    "flest mest højest højeste størst største længst længste bredest bredeste dybest dybeste tungest tungeste most "
    "highest largest biggest greatest longest"
)
_LEAST = "færrest mindst mindste lavest laveste kortest korteste smallest smalleste fewest least lowest shortest"
_BY: dict[By, tuple[str, str]] = {
    "figure": (_GREATEST, _LEAST),
    "price": ("dyrest dyreste", "billigst billigste cheapest"),
    "date": ("nyest nyeste senest seneste newest latest", "ældst ældste tidligst tidligste oldest earliest"),
}
"""For each the greatest and the least. "De fleste" are many of them, and none of these words."""
_SAID: dict[str, tuple[By, bool]] = {
    word: (by, number == 0) for by, both in _BY.items() for number, said in enumerate(both) for word in said.split()
}
_ASKED = re.compile(rf"\b(?:{'|'.join(_SAID)}|top)\b", re.IGNORECASE)
_MANY = re.compile(
    rf"\b(?:top[ -]?(\w+)|(?:hvilke|which) (\w+)|(?:de|the) (\w+) (?:{'|'.join(_SAID)}))\b", re.IGNORECASE
)
_WHICH = re.compile(r"\b(?:hvilke[nt]?|which|what)\b", re.IGNORECASE)
_COSTS = re.compile(r"\bkoste[rt]?\b|\bcosts?\b", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:eller|or|end|than|næst\w*|both|både)\b", re.IGNORECASE)
"""Things are weighed against each other, or the second of them is asked for."""
_SAYS_NOTHING = re.compile(
    r"(?:top|lave[rt]?|give[rt]?|yde[rt]?|koste[rt]?|liste?|oversigt|tabel(?:len)?|række[rn]?|vis|"
    r"nævn|samtlige)$",
    re.IGNORECASE,
)
_KINDS: tuple[QuestionKind, ...] = ("what", "list", "who", "where", "when", "number", "next", "keyword")


@dataclass(frozen=True, slots=True)
class Extreme:
    """What is asked for. many: so many of them. own: the words that say what and of what; before: those that it leans
    on. own_text and before_text: what they stand in. noun: the word after "hvilken", None where there is none.
    """

    by: By
    greatest: bool
    superlative: str
    many: int
    own: tuple[Word, ...]
    before: tuple[Word, ...]
    own_text: str
    before_text: str
    noun: Word | None


def extreme_in(question: Question) -> Extreme | None:
    """What the question asks for the most or the least of; None for another question."""
    own, before = question.own, question.text.removeprefix(question.own).strip()
    text = before if question.goes_on == "same" and not _ASKED.search(own) else own
    found = _ASKED.search(text)
    if not found or question.kind not in _KINDS or question.goes_on not in ("", "same") or _OTHERWISE.search(text):
        return None
    said = {_SAID[word] for word in (m[0].lower() for m in _ASKED.finditer(text)) if word in _SAID}
    many, _ = _many(text)
    if not said and many > 1:
        said = {("figure", True)}
    if len(said) != 1 or _is_bound(text):
        return None
    ((by, greatest),) = said
    by = "price" if by == "figure" and _COSTS.search(text) else by
    noun = _noun(own) or _noun(before)
    return Extreme(by, greatest, found[0], many, _telling(own), _telling(before), own, before, noun)


def root(word: str) -> str:
    """What is left of a superlative without its ending, as "høj" of "højeste": a noun may begin with it."""
    return re.sub(r"e?ste?$", "", word.lower())


def _many(text: str) -> tuple[int, str]:
    """How many are asked for, and the word that says so: (1, "") where none does."""
    written = (word for found in _MANY.finditer(text) for word in found.groups() if word)
    return next(((number, word) for word in written if (number := _number(word))), (1, ""))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else number_of_word(word.lower()) or 0


def _is_bound(text: str) -> bool:
    """True for "mindst tre" and "at least": what follows is a bound, and nothing is compared."""
    bound = re.search(r"\b(?:mindst|least|senest)\s+(\w+)", text, re.IGNORECASE)
    number = bound is not None and _number(bound[1]) > 0
    return number or re.search(r"\bat least\b|\bi det mindste\b|\bikke mindst\b", text, re.IGNORECASE) is not None


def _telling(text: str) -> tuple[Word, ...]:
    """The words that say what is asked for; a number of "top 3" is none."""
    many = _many(text)[1]
    return tuple(w for w in words(text) if w.content and w.surface != many and not _says_nothing(w.surface))


def _noun(text: str) -> Word | None:
    found = _WHICH.search(text)
    behind = (w for w in words(text) if found and w.start >= found.end() and w.content and not _number(w.surface))
    word = next(behind, None)
    return word if word and not _says_nothing(word.surface) else None


def _says_nothing(word: str) -> bool:
    return _ASKED.fullmatch(word) is not None or _SAYS_NOTHING.match(word) is not None
