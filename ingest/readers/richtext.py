"""RTF by striprtf: the text with its paragraphs; the styles are lost, so headings are told by how they stand."""

from __future__ import annotations

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from corpus.types import Flag
from ingest.blocks import Block, ReadDocument
from ingest.media import RTF
from ingest.readers.errors import translated
from ingest.readers.plain import text_blocks
from ingest.tidy import shortened, tidy, without_bullet

_HIDDEN = re.compile(r"\\v(?![a-z0-9-])(?:\s|(?=\\))(.*?)(?:\\v0|\}|\Z)", re.S)
_INFO = re.compile(r"\{\\(title|author)\s+((?:[^{}\\]|\\.|\\'[0-9a-f]{2})*)\}")


class RichTextReader:
    """Reads .rtf."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            source = path.read_bytes().decode("cp1252", errors="replace")
            hidden = [tidy(re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", m[1])) for m in _HIDDEN.finditer(source)]
            shown = _HIDDEN.sub(lambda m: "}" if m[0].endswith("}") else " ", source)
            text = rtf_to_text(shown, errors="replace").replace("\x00", "")
            facts = {
                name: tidy(rtf_to_text(f"{{\\rtf1\\ansi {value}}}", errors="replace"))
                for name, value in _INFO.findall(source)
            }
            flags = tuple(
                Flag("hidden-text", f"Dokumentet har skjult tekst, som er udeladt: »{shortened(h)}«.")
                for h in hidden[:1]
                if h
            )
            blocks = tuple(_blocks(text))
            title = facts.get("title") or next((b.text for b in blocks if b.kind == "heading"), "")
            return ReadDocument(RTF, blocks, title=title, author=facts.get("author", ""), flags=flags)


def _blocks(text: str) -> list[Block]:
    """One line is one paragraph in RTF; table rows have bars between the cells."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        if "|" in line and (cells := [tidy(c) for c in line.split("|") if tidy(c)]):
            blocks.append(Block("row", "; ".join(cells)))
        elif (item := without_bullet(line.strip())) is not None:
            blocks.append(Block("item", tidy(item), level=1))
        elif tidy(line):
            blocks.extend(text_blocks(line))
    return blocks
