"""What a code or a key stands for: the line or row that begins with it, as in "Hvad gør Ctrl+F12?" or "STAA?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.answers import Source
from service.candidates import Candidate, spans_of
from service.lookup_short import abbreviation_in
from service.lookup_types import Lookup, Row
from service.question import Question
from service.score_words import stems_of
from service.words import words

Finds = Callable[[str], Sequence[Source]]
"""What is found for a query."""

MOST_CODES = 3
"""A question of more words in capitals is written in them."""
MOST_ROWS = 4
"""What more rows begin with is a kind of them, no code of one."""
_KEY = re.compile(
    r"(?<![\w+])(?:[A-ZÆØÅ]{2,}(?:_[A-ZÆØÅ\d]+)+|(?:Ctrl|Alt|Skift|Shift)(?: ?\+ ?\w+)+|F\d{1,2})(?![\w+-])",
    re.IGNORECASE,
)
"""What is written as no word is."""
_CAPITALS = re.compile(r"(?<![\w+-])[A-ZÆØÅ][A-ZÆØÅ\d]{1,11}(?![\w+-])")
_ASKS = re.compile(
    r"\bhvad (?:gør|betyder|er|står)\b|\bhvilke[nt]? (?:[\w.]+ ){1,3}(?:har|gælder)\b|\brække\w*\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(kode\w*|forkort\w*|bogstav\w*|bety\w*|tast\w*|genvej\w*|række\w*|stå\w*|gør|vis|forklar\w*|codes?|means?)$",
    re.IGNORECASE,
)
"""Such words beside a code only ask what it stands for."""


def line_of(question: Question, sources: Sequence[Source], find: Finds) -> Lookup | None:
    """The lines and rows that begin with the one code that is asked about; None for another question.

    They are looked for among the sources and in what is found for the code alone. Nothing else may be asked of a code
    in plain capitals than its row holds. A code of several parts that stands nowhere is unheard of: no row.
    """
    keys = {found[0] for found in _KEY.finditer(question.own)}
    if keys:
        return _key_line(question, keys.pop(), sources, find) if len(keys) == 1 else None
    codes = _codes(question.own)
    asked = _ASKS.search(question.own) or abbreviation_in(question.own) or not _rest(question.own, codes)
    if not asked or not 1 <= len(codes) <= MOST_CODES:
        return None
    rows = {code: _rows(code, [*find(code), *sources], exact=True) for code in codes}
    held = [code for code in codes if rows[code]]
    told = len(held) == 1 and all(_holds(span, _rest(question.own, held)) for span in rows[held[0]])
    return _lookup(rows[held[0]]) if told and len(rows[held[0]]) <= MOST_ROWS else None


def _key_line(question: Question, key: str, sources: Sequence[Source], find: Finds) -> Lookup | None:
    asked = _ASKS.search(question.own) or not _rest(question.own, [key])
    if not asked or question.kind == "compare":
        return None
    held = [*sources, *find(key)]
    if rows := _rows(key, held, exact=False):
        return _lookup(rows)
    known = any(re.search(rf"(?<![\w+]){_pattern(key)}(?![\w+])", s.passage.text, re.IGNORECASE) for s in held)
    return None if known or not re.search(r"[_+]", key) else Lookup("", (), "ukendt kode")


def _codes(text: str) -> list[str]:
    """The words in capitals; in a text of nothing else, as in one without, the word that is to be spelt out alone."""
    found = [] if text.isupper() and len(text.split()) > 1 else _CAPITALS.findall(text)
    short = abbreviation_in(text)
    return list(dict.fromkeys(found)) or ([short] if short else [])


def _rest(text: str, codes: Sequence[str]) -> list[str]:
    """The words that say more than that it is asked what the codes stand for."""
    parts = {word.surface.upper() for code in codes for word in words(code)}
    said = (w.surface for w in words(text) if w.content and w.surface.upper() not in parts)
    return [surface for surface in said if not _SAYS_NOTHING.match(surface)]


def _holds(span: Candidate, asked: Sequence[str]) -> bool:
    """True when all of the words stand in the row or above it, be it in a longer word."""
    text = f"{span.text} {span.passage.context}"
    stems, lower = stems_of(text), text.lower()
    return all(word.lower() in lower or stems_of(word) <= stems for word in asked)


def _rows(code: str, sources: Sequence[Source], *, exact: bool) -> tuple[Candidate, ...]:
    """The spans whose first word or cell is the code, each text once. exact: only whole cells, as it is written."""
    ends, case = (r"(?=\s*(?:[;:|=]|[–—-]\s|$))", re.NOFLAG) if exact else (r"(?![\w+])", re.IGNORECASE)
    begins = re.compile(rf"(?:[^:;\n]+: )?(?:[\w+]+/)?{_pattern(code)}{ends}", case)
    holding = (s for s in sources if re.search(_pattern(code), s.passage.text, case))
    spans = [span for source in holding for span in spans_of(source) if begins.match(span.text)]
    return tuple({" ".join(span.text.split()): span for span in reversed(spans)}.values())[::-1]


def _pattern(code: str) -> str:
    """It in a text, where blanks may stand around a plus, and the shift key is called either name."""
    parts = [re.escape(part.strip()) for part in code.split("+")]
    return r" ?\+ ?".join("(?:Skift|Shift)" if p.lower() in ("skift", "shift") else p for p in parts)


def _lookup(rows: Sequence[Candidate]) -> Lookup:
    return Lookup("", tuple(Row("", (span,), quoted=True) for span in rows), "kode")
