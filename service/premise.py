"""What a question takes for granted and the quoted source contradicts: said before the quotes, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.numerals import number_of_word, plain_number
from service.candidates import Candidate, is_list_item, items_of
from service.names import NameBook
from service.opposed import opposed
from service.question import Question
from service.score_words import stems_of
from service.verify_facts import fractions_of, numbers_of
from service.words import words

_YEAR = re.compile(r"(?:19|20)\d\d")
_TYPED = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ALL = re.compile(
    r"\b(?:de|alle|the|all)\s+(?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti)"
    r"(?=\s*(?:[?.,;]|$)|\s+(?:ting|\w*projekt\w*|indsats\w*|der|som|man|vi|har|er|blev|kan|things|projects)\b)",
    re.IGNORECASE,
)
"""Who says so counts what the material is about: "hvilke af de syv projekter lever videre"."""
_BOUND = re.compile(
    r"\b(?:over|under|(?:mere|flere|færre|mindre) end|mindst|højst|op til|(?:more|less) than|at least) \d[\d.,]*",
    re.IGNORECASE,
)
"""A bound that is asked about claims nothing."""
NEAR_ENOUGH = 5.0
"""Percentage points between a share in figures and the same in words."""
TOGETHER = 2
"""So many of the words beside a share in words stand in the sentence that contradicts it."""
OPPOSED = "Spørgsmålet forudsætter det modsatte; kilden siger:"
_SAME_KIND = ("municipality", "region", "person")


def correction(question: Question, chosen: Sequence[Candidate], *, names: NameBook) -> str:
    """A lead-in that ends with a colon: a number, year or name of the question that the source does not hold, where
    the best quote holds another beside the same words; "" when nothing is contradicted.

    chosen: what is quoted, the best passage first.
    """
    if not chosen:
        return ""
    best = [c for c in chosen if c.passage.passage_id == chosen[0].passage.passage_id]
    wrong = (
        _numbers(question, best, chosen, len(names.numbers))
        or _fractions(question, best)
        or _places(question, best, names)
    )
    if not wrong:
        return OPPOSED if opposed(question, best, chosen) else ""
    if question.language == "en":
        return f"The question says {wrong}; the source says:"
    return f"Spørgsmålet siger {wrong}; kilden siger:"


def _numbers(question: Question, best: Sequence[Candidate], chosen: Sequence[Candidate], projects: int) -> str:
    """The first number of the question that the passage lacks, while a quote counts the same with another number.

    One that another quote holds, that so many listed items bear out, or of all the projects is not contradicted.
    """
    asked, passage = numbers_of(_BOUND.sub(" ", question.own)), best[0].passage
    if not asked:
        return ""
    told = any(stems_of(c.text) & (stems_of(question.own) - set(question.years)) for c in best)
    held = {n.value for n in numbers_of(f"{passage.context} {passage.text} {best[0].source.document.published}")}
    held |= {n.value for c in chosen for n in numbers_of(c.text)} | _counts_of_items(chosen)
    held |= {str(projects)} if _ALL.search(question.own) else set()
    stated = [n for c in best for n in numbers_of(c.text)]
    for number in asked:
        if number.value in held or any(number.value in e.surface for e in question.entities):
            continue
        year = bool(_YEAR.fullmatch(number.value))
        if year and any(_YEAR.fullmatch(n.value) and n.value in held for n in asked):
            continue
        rivals = (n for n in stated if n.share == number.share and bool(_YEAR.fullmatch(n.value)) == year)
        if any(n.beside & number.beside or (year and told) for n in rivals):
            return f"{_as_typed(number.value, question.own)}{' %' if number.share else ''}"
    return ""


def _counts_of_items(chosen: Sequence[Candidate]) -> set[str]:
    """How many items each quoted list has, in figures."""
    return {str(len(items_of(c))) for c in chosen if is_list_item(c)}


def _fractions(question: Question, best: Sequence[Candidate]) -> str:
    """The first "halvdelen" or the like that no quote says, while one states another share of the same."""
    stated = [f for c in best for f in fractions_of(c.text)]
    shares = [(float(n.value.replace(",", ".")), stems_of(c.text)) for c in best for n in numbers_of(c.text) if n.share]
    for asked in fractions_of(question.own):
        rivals = [percent for percent, stems in shares if len(stems & asked.beside) >= TOGETHER]
        agrees = any(abs(percent - asked.percent) < NEAR_ENOUGH for percent in (*rivals, *(f.percent for f in stated)))
        if rivals and not agrees:
            return asked.typed
    return ""


def _as_typed(value: str, text: str) -> str:
    """The number as the text writes it."""
    for typed in _TYPED.findall(text):
        plain = plain_number(typed) if typed[0].isdigit() else str(number_of_word(typed.lower()))
        if plain == value:
            return str(typed)
    return value


def _places(question: Question, best: Sequence[Candidate], names: NameBook) -> str:
    """The first name of the question that the passage lacks, while the quotes hold another name of its kind."""
    if not any(e.kind in _SAME_KIND for e in question.entities):
        return ""
    passage = best[0].passage
    held = {w.stem for w in words(f"{passage.context} {passage.text}")}
    for entity in question.entities:
        known = {w.stem for w in words(entity.value)}
        if entity.kind not in _SAME_KIND or entity.sure < 1.0 or known <= held or entity.surface not in question.own:
            continue
        if any(e.kind == entity.kind and e.value != entity.value for c in best for e in names.find(c.text)):
            return entity.value
    return ""
