"""CSV: the separator told by looking (Danish Excel writes semicolons), the first row as headers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ingest.blocks import ReadDocument
from ingest.encodings import decode
from ingest.media import CSV
from ingest.readers.cells import grid_blocks
from ingest.readers.errors import translated
from ingest.tidy import tidy

_SEPARATORS = ";,\t|"


class SeparatedReader:
    """Reads .csv and .tsv as one sheet."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            decoded = decode(path.read_bytes())
            text = decoded.text.lstrip("\n")
            separator = ""
            if text.lower().startswith("sep=") and len(text) > 4:
                separator, text = text[4], text.split("\n", 1)[-1]
            reader = csv.reader(io.StringIO(text), delimiter=separator or _separator(text))
            rows = [[tidy(cell) for cell in row] for row in reader]
            return ReadDocument(CSV, tuple(grid_blocks(rows, page=0)), flags=decoded.flags)


def _separator(text: str) -> str:
    """The candidate that parts the first lines into most equal columns."""
    lines = [line for line in text.split("\n", 30)[:30] if line.strip()]

    def evenness(candidate: str) -> tuple[int, int]:
        counts = [line.count(candidate) for line in lines]
        common = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(common) if common else 0, common)

    return max(_SEPARATORS, key=evenness)
