"""What stands under a title before any text: the authors and the date, which are set large and are no headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout_outline import HeadingStyle

_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|de[cz])[a-z]*\.?"
_WEEKDAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+)?(?:den\s+|d\.\s*)?"
_DAY = rf"(?:(?:\d{{1,2}}\.?\s+)?{_MONTH}(?:\s+\d{{1,2}},)?\s+\d{{4}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}})"
_DATE = re.compile(rf"{_WEEKDAY}{_DAY}(?:,?\s+kl\.?\s*\d{{1,2}}[.:]\d\d)?\.?", re.IGNORECASE)


def under_title(front: Sequence[str], styles: Sequence[HeadingStyle]) -> frozenset[int]:
    """Which of the large lines that a document opens with say who wrote it and when: a line that is nothing but a date,
    and those right above it that are set in its face. The first line is the title.

    front: the lines before any other text. styles: of all headings, those of `front` first.
    """
    found: set[int] = set()
    for number in range(1, len(front)):
        if _DATE.fullmatch(front[number].strip()):
            at = number
            while at > 0 and styles[at].face == styles[number].face:
                found.add(at)
                at -= 1
    return frozenset(found)
