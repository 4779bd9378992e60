"""The row of a code itself before those of longer codes made of it: MORS before RE_MORS and AN_MORS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from service.candidates import Candidate
from service.question import Question
from service.score_words import stems_of

_FIRST_CELL = re.compile(r"(?:([^:;\n]+): )?([^\s;:|]+)(?=;)")


def with_base_rows(
    question: Question, chosen: Sequence[Candidate], candidates: Iterable[Candidate]
) -> tuple[Candidate, ...]:
    """The chosen, with the row of the code that ends each longer one ("RE_MORS") before it, where one is among all.

    Not where it is chosen itself, nor where the question holds a word that only the longer one's row does.
    """
    longer = [c for c in chosen if _base_code(c)]
    if not longer:
        return tuple(chosen)
    bases = {_place(c): c for c in candidates if c.role == "row" and not _base_code(c)}
    asked = stems_of(question.own)
    held = {c.key for c in chosen}
    for candidate in longer:
        base = bases.get(_place(candidate))
        if base and asked & (stems_of(candidate.text) - stems_of(base.text)):
            held.add(base.key)
    told: list[Candidate] = []
    for candidate in chosen:
        base = bases.get(_place(candidate)) if _base_code(candidate) else None
        if base and base.key not in held:
            held.add(base.key)
            told.append(base)
        told.append(candidate)
    return tuple(told)


def _cell(row: Candidate) -> tuple[str, str]:
    """The name of the first column, and what stands in it where that is one word; two "" for other rows."""
    found = _FIRST_CELL.match(row.text) if row.role == "row" else None
    return (found[1] or "", found[2]) if found else ("", "")


def _base_code(row: Candidate) -> str:
    """What stands behind the first underscore of a row's code, "" where it has none."""
    return _cell(row)[1].partition("_")[2]


def _place(row: Candidate) -> tuple[str, str, str]:
    """The document, the column and the code, or the one that ends a longer code."""
    column, code = _cell(row)
    return row.passage.document_id, column, _base_code(row) or code
