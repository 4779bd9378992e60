"""Makes index/data/lexicon.tsv.gz from a list of word forms with counts: `python -m index.derive_lexicon IN`.

IN: UTF-8 lines "form<TAB>count". Out: the alphabetic forms in order, each with round(2 * log2(count)), which is
all that compound splitting and spelling need: how common a word is, to within a fifth.
"""

from __future__ import annotations

import gzip
import math
import sys
from pathlib import Path

from index.lexicon import LEXICON


def derive(lines: list[str]) -> bytes:
    """The gzip-packed table; the same bytes for the same input. Raises ValueError on a line of another form."""
    rows: dict[str, int] = {}
    for line in lines:
        form, count = line.rstrip("\n").split("\t")
        if form.isalpha() and form == form.lower():
            rows[form] = round(2 * math.log2(max(1, int(count))))
    text = "".join(f"{form}\t{level}\n" for form, level in sorted(rows.items()))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    source = Path(sys.argv[1])
    LEXICON.write_bytes(derive(source.read_text("utf-8").splitlines()))
