"""Words that a narrow cell breaks without a hyphen, because they are longer than the cell is wide."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from ingest.layout_lines import Line
from ingest.lexicon import attested, compound

PADDING = 5.4
"""Points between a cell's text and its border (0.19 cm, as word processors set it)."""


def with_broken_words(cell: tuple[Line, ...], right: float) -> tuple[Line, ...]:
    """The lines of a cell; one says so whose word goes on on the next. right: the cell's border, in points.

    Only a word that stands alone on its line is broken, and only where not one letter more has room.
    """
    return tuple(
        replace(line, broken=True) if below is not None and _breaks(line, below, right - PADDING) else line
        for line, below in zip_longest(cell, cell[1:])
    )


def _breaks(line: Line, below: Line, right: float) -> bool:
    letter = (below.right - below.left) / len(below.text)
    full = " " not in line.text and -PADDING < right - line.right < letter
    if not full or not line.text[-1].isalpha() or not below.text[0].islower():
        return False
    word = (line.text + below.text.split()[0].rstrip(".,;:!?)")).lower()
    return not word.isalpha() or word in attested() or compound(word) is not None
