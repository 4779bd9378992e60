"""Builds kort-fortalt.pdf from kilde/: `python -m corpus.materials.build_digest`. Same source, same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.materials.digest_source import read_chapters
from corpus.materials.hyphenate import Hyphenator
from corpus.materials.participation import by_municipality, matrix, read_participation
from corpus.materials.typeset import Title, Typesetter
from corpus.materials.typeset_blocks import register_fonts

HERE = Path(__file__).parent
SOURCE = HERE / "kilde"
TITLE = "De syv VIP klimaprojekter – kort fortalt"
SUBTITLE = "Erfaringer, tal og næste skridt fra kommunerne i hovedstadsregionen"
CREDIT = (
    "Gengivet i vores egne ord efter »Bag om VIP klimaprojekterne – og næste skridt«, KKR Hovedstaden, 2024. "
    "Resuméet er skrevet til Klimasvar og er ikke udgivet af KKR Hovedstaden, Region Hovedstaden eller Gate 21."
)


def build_digest(target: Path) -> None:
    """Writes the digest to `target`."""
    participation = read_participation(SOURCE / "deltagere.toml")
    generated = {"kommuner": by_municipality(participation), "matrix": matrix(participation)}
    text = SOURCE / "kort-fortalt.md"
    chapters = read_chapters(text, generated=generated)
    register_fonts(SOURCE / "fonts")
    hyphenator = Hyphenator(SOURCE / "orddeling.txt", text.read_text(encoding="utf-8"))
    Typesetter(hyphenator, Title(TITLE, SUBTITLE, CREDIT)).build(chapters, target)


if __name__ == "__main__":
    build_digest(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "kort-fortalt.pdf")
