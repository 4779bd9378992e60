"""What a code or a key stands for: the line or row that begins with it, as in "Hvad gør Ctrl+F12?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.candidates import Candidate, spans_of
from service.lookup_types import Lookup, Row
from service.question import Question

_CODE = re.compile(
    r"(?<![\w+])(?:[A-ZÆØÅ]{2,}(?:_[A-ZÆØÅ\d]+)+|(?:Ctrl|Alt|Skift|Shift)(?:\+\w+)+|F\d{1,2})(?![\w+-])", re.IGNORECASE
)
_ASKS = re.compile(
    r"\bhvad (?:gør|betyder|er|står)\b|\bhvilke[nt]? [\w.]+ (?:har|gælder)\b|\brække\w*\b",
    re.IGNORECASE,
)


def line_of(question: Question, sources: Sequence[Source]) -> Lookup | None:
    """The lines and rows that begin with the one code that is asked about; None for another question.

    A code of several parts that stands in none of the sources is unheard of: no row.
    """
    codes = {found[0] for found in _CODE.finditer(question.own)}
    if len(codes) != 1 or not _ASKS.search(question.own):
        return None
    (code,) = codes
    spans = [span for source in sources for span in spans_of(source) if _begins_with(span, code)]
    rows = tuple(Row("", (span,), quoted=True) for span in spans)
    known = any(re.search(rf"(?<![\w+]){re.escape(code)}(?![\w+])", s.passage.text, re.IGNORECASE) for s in sources)
    if not known and re.search(r"[_+]", code):
        return Lookup("", (), "ukendt kode")
    return Lookup("", rows, "kode") if rows else None


def _begins_with(span: Candidate, code: str) -> bool:
    """True where the code is the first word, or the first cell of a row."""
    return re.match(rf"(?:[^:;\n]+: )?{re.escape(code)}(?![\w+])", span.text, re.IGNORECASE) is not None
