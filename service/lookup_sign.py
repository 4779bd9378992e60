"""What a sign stands for: what stands under the heading, or in the row, that begins with it, as "Hvad er @?" asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.candidates import Candidate, spans_of
from service.chosen import Chosen
from service.lookup_types import Lookup, Row
from service.question import Question

_SIGN = r"[»\"“'(]?([^\w\s»«\"“”'(),;:!¿-]{1,3})[«\"”')]?"
_ASKED = re.compile(
    rf"\bhvad\s+(?:gør|betyder|er|står|dækker)\s+(?:tegnet\s+)?{_SIGN}(?=[\s?.!]|$)|"
    rf"^\W*(?:og|hvad\s+med)\s+(?:tegnet\s+)?{_SIGN}\s*$",
    re.IGNORECASE,
)


def sign_line(question: Question, sources: Sequence[Source], chosen: Chosen) -> Lookup | None:
    """What the sign that is asked about begins: the first lines under a heading, or a row; None where there is none.

    It answers where that is one place, or one of several copies.
    """
    found = _ASKED.search(question.own)
    sign = _bare(found[1] or found[2]) if found else ""
    if not sign or (sign == "?" and question.own.rstrip().endswith(" ?")):  # the end of a question that broke off
        return None
    headed = {s.section.section_id: s for s in reversed(chosen.under_headings(sign))}
    rows = [_row(f"»{s.section.heading.strip()}«:", spans_of(s)) for s in headed.values()]
    begins = re.compile(rf"(?:[^:;\n]+: )?{re.escape(sign)}(?=[;\s])")
    lines = [span for s in sources for span in spans_of(s) if span.role == "row" and begins.match(span.text)]
    rows = rows or [_row("", [span]) for span in lines]
    texts = {" ".join(span.text for span in row.cited) for row in rows}
    return Lookup("", tuple(rows[:1]), "tegn") if len(texts) == 1 else None


def _bare(sign: str) -> str:
    """The sign without the question mark behind it."""
    return sign[:-1] if len(sign) > 1 and sign.endswith("?") else sign


def _row(said: str, spans: Sequence[Candidate]) -> Row:
    return Row(said, tuple(spans), quoted=True)
