"""The styles of a DOCX: what each paragraph style means, followed through the styles it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADING = re.compile(r"^(?:heading|overskrift)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """level: 1–6 of a heading, 0 otherwise. size: points, 0 when not stated. hidden: its text is not shown.

    number_id, number_depth: the list that counts its paragraphs and how deep in it, "" when none does.
    """

    name: str = ""
    level: int = 0
    numbered: bool = False
    number_id: str = ""
    number_depth: int = 0
    size: float = 0.0
    hidden: bool = False
    title: bool = False


class Styles:
    """Looks styles up by id."""

    def __init__(self, root: Any | None) -> None:
        self._elements = {} if root is None else {e.get(qn("w:styleId"), ""): e for e in root.iter(qn("w:style"))}
        self._known: dict[str, Style] = {}

    def paragraph(self, paragraph: Any) -> Style:
        """The style of a w:p."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.named(named.get(qn("w:val"), "") if named is not None else "")

    def run(self, run: Any) -> Style:
        """The character style of a w:r."""
        named = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        return self.named(named.get(qn("w:val"), "")) if named is not None else Style()

    def named(self, style_id: str) -> Style:
        """The style with that id, an empty one when there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain: list[Any] = []
        while (element := self._elements.get(style_id)) is not None and len(chain) < _MAX_CHAIN:
            chain.append(element)
            based = element.find(qn("w:basedOn"))
            style_id = based.get(qn("w:val"), "") if based is not None else ""
        if not chain:
            return Style(name=style_id)
        names = [value_of(e.find(qn("w:name"))) for e in chain]
        heading = next((m for name in names if (m := _HEADING.match(name))), None)
        title = _TITLE.match(names[0]) is not None
        outline = _first(chain, f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = int(heading[1]) if heading else 1 if title else int(outline) + 1 if outline.isdigit() else 0
        numbering = _first(chain, f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        depth = _first(chain, f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
        size = _first(chain, f"{qn('w:rPr')}/{qn('w:sz')}")
        vanish = next((v for e in chain if (v := e.find(f"{qn('w:rPr')}/{qn('w:vanish')}")) is not None), None)
        return Style(
            name=names[0],
            level=min(level, 6) if level <= 9 else 0,
            numbered=numbering not in ("", "0"),
            number_id=numbering,
            number_depth=int(depth) if depth.isdigit() else 0,
            size=int(size) / 2 if size.isdigit() else 0.0,
            hidden=switched_on(vanish),
            title=title,
        )


def qn(name: str) -> str:
    """The name as lxml spells it: "w:p" with the WordprocessingML namespace."""
    return f"{{{_WORD}}}{name.removeprefix('w:')}"


def value_of(element: Any | None) -> str:
    """The w:val of an element, "" when either is absent."""
    return "" if element is None else str(element.get(qn("w:val"), ""))


def switched_on(element: Any | None) -> bool:
    """True for an on-off property that is present and not switched off."""
    return element is not None and value_of(element).lower() not in ("0", "false", "off", "none")


def _first(chain: list[Any], path: str) -> str:
    return next((value_of(found) for e in chain if (found := e.find(path)) is not None), "")
