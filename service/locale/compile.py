"""Compiles messages.tsv (English and Danish, singular|plural) into the catalogue that gettext reads.

usage: python -m service.locale.compile
Format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import struct
from pathlib import Path

HERE = Path(__file__).parent
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def catalogue(table: str) -> bytes:
    """The bytes of a .mo file with a row for each line of the table."""
    pairs = {"": HEADER, **dict(line.split("\t") for line in table.splitlines() if line)}
    rows = sorted((key.replace("|", "\0").encode(), value.replace("|", "\0").encode()) for key, value in pairs.items())
    start = 28 + 16 * len(rows)
    keys: list[tuple[int, int]] = []
    values: list[tuple[int, int]] = []
    body = b""
    for index, spans in ((0, keys), (1, values)):
        for row in rows:
            spans.append((len(row[index]), start + len(body)))
            body += row[index] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 28 + 16 * len(rows))
    return head + b"".join(struct.pack("<2I", *span) for span in keys + values) + body


def main() -> None:
    table = (HERE / "messages.tsv").read_text(encoding="utf-8")
    (HERE / "da" / "LC_MESSAGES" / "messages.mo").write_bytes(catalogue(table))


if __name__ == "__main__":
    main()
