"""Lines that belong together whatever the format: a number set large and its sentence, a quote and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.blocks import Block

CALLOUT = re.compile(
    r"(?:ca\.|cirka|over|under|knap|mere end|mindst|op til)?\s*[<>~+–-]?\d[\d.,]*"
    r"(?:\s*(?:%|‰|procent|pct\.?|kr\.?|mio\.?|mia\.?|"
    r"tons?|t|km|m2|m²|kWh|MWh|GWh|TWh|MW|GW|°C|år))*(?:\s*(?:af|ud af|/|-|–|til)\s*(?:de\s+)?\d[\d.,]*)?",
    re.IGNORECASE,
)
QUOTED = re.compile(r"^[”“„»\"]|[”“«\"]\.?$")
_NAME = r"[A-ZÆØÅ][\w’'.-]*"
SPEAKER = re.compile(rf"[–—-]?\s*{_NAME}(?:\s+(?:von|van|de|af|da|der)|\s+{_NAME}){{1,5}}(?:\s*,|\s*$|\s*\()")
_COUNTED = re.compile(r"[^\W\d_]|%|‰")
"""A number with nothing of this may as well be that of a page."""
_SAID = re.compile(r"[”“„»\"][^”“„»«\"]+[”“«\"]\.?")
QUOTE_WORDS = 8
"""A quote has more words, and the line with its speaker no more than SPEAKER_WORDS."""
SPEAKER_WORDS = 20


def paired(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a format that does not tell how things stand on a page, figures and quotes known by their words:
    a paragraph that is a number and its unit begins the next one; one in quotation marks over a name with a title is
    somebody's."""
    above: Block | None = None
    for block in blocks:
        if above is not None and above.kind == block.kind == "paragraph" and above.page == block.page:
            if _COUNTED.search(above.text) and CALLOUT.fullmatch(above.text):
                block = replace(block, kind="figure", text=f"{above.text} {block.text}")
                above = None
            elif _quoted(above.text) and _speaks(block.text):
                above, block = replace(above, kind="quote"), replace(block, kind="speaker")
        if above is not None:
            yield above
        above = block
    if above is not None:
        yield above


def _quoted(text: str) -> bool:
    return len(text.split()) > QUOTE_WORDS and _SAID.fullmatch(text) is not None


def _speaks(text: str) -> bool:
    title = "," in text and text[-1] not in ".:" and len(text.split()) <= SPEAKER_WORDS
    return title and SPEAKER.match(text) is not None
