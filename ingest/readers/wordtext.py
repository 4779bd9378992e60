"""The text that a DOCX paragraph shows: insertions kept, deletions and hidden runs left out, hidden ones reported."""

from __future__ import annotations

from typing import Any

from corpus.types import Flag
from ingest.readers.wordstyles import Styles, qn, switched_on, value_of
from ingest.tidy import hides_characters, shortened, tidy

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:instrText"), qn("w:rPr")}
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {
    qn("w:tab"): " ",
    qn("w:br"): " ",
    qn("w:cr"): " ",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "",
}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TINY_HALF_POINTS = 4


class WordText:
    """Collects the shown text of paragraphs and remembers what was hidden."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._hidden: list[str] = []

    def of(self, paragraph: Any) -> str:
        """The text shown in the paragraph itself, text boxes aside."""
        if self._styles.paragraph(paragraph).hidden:
            self._hidden.append("".join(t.text or "" for t in paragraph.iter(qn("w:t"))))
            return ""
        return "".join(self._pieces(paragraph))

    def bold(self, paragraph: Any) -> bool:
        """True when every run with text is set in bold by itself."""
        runs = [r for r in paragraph.iter(qn("w:r")) if "".join(t.text or "" for t in r.iter(qn("w:t"))).strip()]
        return bool(runs) and all(switched_on(r.find(f"{qn('w:rPr')}/{qn('w:b')}")) for r in runs)

    @staticmethod
    def boxes(paragraph: Any) -> list[Any]:
        """The text boxes anchored in the paragraph; the fallback drawing for old programs repeats them."""
        return [b for b in paragraph.iter(_BOX) if not any(a.tag in (_FALLBACK, _BOX) for a in _above(b, paragraph))]

    def flags(self) -> tuple[Flag, ...]:
        """One flag that names the hidden text, if any."""
        samples = [s for text in self._hidden if (s := tidy(text))]
        if not samples:
            return ()
        count, sample = len(samples), shortened(samples[0])
        message = f"Dokumentet har skjult tekst, som er udeladt ({count} steder), fx »{sample}«."
        return (Flag("hidden-text", message),)

    def _pieces(self, element: Any) -> list[str]:
        pieces: list[str] = []
        for child in element:
            if child.tag in _SKIPPED or child.tag in (_BOX, _FALLBACK):
                continue
            if child.tag in (qn("w:t"), _MATH):
                pieces.append(child.text or "")
            elif child.tag in _MARKS:
                pieces.append(_MARKS[child.tag])
            elif child.tag == qn("w:r"):
                pieces.append(self._run(child))
            else:
                pieces.extend(self._pieces(child))
        return pieces

    def _run(self, run: Any) -> str:
        text = "".join(self._pieces(run))
        if text.strip() and self._is_hidden(run):
            self._hidden.append(text)
            return ""
        if hides_characters(text):
            self._hidden.append("usynlige tegn ved " + text)
        return text

    def _is_hidden(self, run: Any) -> bool:
        properties = run.find(qn("w:rPr"))
        if self._styles.run(run).hidden:
            return True
        if properties is None:
            return False
        size = value_of(properties.find(qn("w:sz")))
        if switched_on(properties.find(qn("w:vanish"))) or (size.isdigit() and int(size) <= _TINY_HALF_POINTS):
            return True
        colour = value_of(properties.find(qn("w:color"))).upper()
        return colour == "FFFFFF" and not _on_dark(run)


def _on_dark(run: Any) -> bool:
    """True when a shade, a highlight or a styled table may lie behind white letters."""
    if any(value_of(h) not in ("", "none", "white") for h in run.iter(qn("w:highlight"))):
        return True
    for element in (run, *run.iterancestors()):
        for holder in ("w:rPr", "w:pPr", "w:tcPr", "w:tblPr"):
            shade = element.find(f"{qn(holder)}/{qn('w:shd')}")
            if shade is not None and shade.get(qn("w:fill"), "auto").upper() not in ("AUTO", "FFFFFF"):
                return True
        if element.tag == qn("w:tbl") and element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None:
            return True
        if element.tag == _BOX:
            return True
    return False


def _above(element: Any, top: Any) -> list[Any]:
    found = []
    for ancestor in element.iterancestors():
        if ancestor is top:
            break
        found.append(ancestor)
    return found
