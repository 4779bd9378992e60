"""The collection that the question set "law" asks about: `python -m eval.law_slice law.jsonl.xz FOLDER`.

One Markdown file a law, a heading a provision, for `klimasvar ingest FOLDER`. A law is in the slice when the sha256 of
its number is divisible by 32, so the slice is the same wherever it is made: 10,795 provisions of 853 laws.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ONE_IN = 32


def provisions(path: Path) -> Iterator[dict[str, str]]:
    """Rows with law, title, provision and text, in file order."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if int(hashlib.sha256(row["law"].encode()).hexdigest(), 16) % ONE_IN == 0:
                yield row


def write_slice(path: Path, folder: Path, *, most: int | None = None) -> int:
    """How many files were written. most: no further law is begun once so many provisions are; None for all."""
    folder.mkdir(parents=True, exist_ok=True)
    laws = sorted(provisions(path), key=lambda row: row["law"])
    count = written = 0
    for law, held in groupby(laws, key=lambda row: row["law"]):
        if most is not None and written >= most:
            break
        rows = list(held)
        written += len(rows)
        title = " ".join(rows[0]["title"].replace("\\n", " ").split())
        sections = [f"## {row['provision']}\n\n{row['text']}\n" for row in rows]
        name = f"{law.replace(':', '-')}.md"
        (folder / name).write_text("\n".join([f"# {title}\n", *sections]), "utf-8")
        count += 1
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{write_slice(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
