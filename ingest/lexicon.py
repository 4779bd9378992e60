"""Attested Danish word forms: the proof behind a hyphen that is removed.

`data/attested.txt.gz` holds the forms of a frequency list over Danish law and parliament, one a line, sorted,
lower case, at least three times seen. `python -m ingest.lexicon WORD_FREQUENCIES.tsv` makes it anew.
"""

from __future__ import annotations

import gzip
import sys
from functools import cache
from pathlib import Path

ATTESTED = Path(__file__).parent / "data" / "attested.txt.gz"
MIN_PART = 3
"""A part of a compound has at least so many letters."""


@cache
def attested() -> frozenset[str]:
    """The forms, lower case."""
    return frozenset(gzip.decompress(ATTESTED.read_bytes()).decode("utf-8").split("\n"))


def compound(word: str) -> tuple[str, str] | None:
    """Two attested parts that make up `word` (lower case), a linking s or e allowed between them; None when there are
    none. Of several ways the one with the longest first part."""
    forms = attested()
    for cut in range(len(word) - MIN_PART, MIN_PART - 1, -1):
        first, second = word[:cut], word[cut:]
        if second not in forms:
            continue
        if first in forms or (first[-1] in "se" and len(first) > MIN_PART and first[:-1] in forms):
            return first, second
    return None


def write_attested(frequencies: Path, target: Path = ATTESTED, *, at_least: int = 3) -> int:
    """How many forms of the tab-separated list (form, count) were written to `target`."""
    rows = (line.split("\t") for line in frequencies.read_text(encoding="utf-8").splitlines())
    forms = sorted({row[0] for row in rows if len(row) == 2 and int(row[1]) >= at_least and row[0].isalpha()})
    target.write_bytes(gzip.compress("\n".join(forms).encode("utf-8"), 9, mtime=0))
    return len(forms)


if __name__ == "__main__":
    print(write_attested(Path(sys.argv[1])))
