"""Projects called by their number: "projekt 5", "VIP 2", "det tredje projekt"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ORDINALS = (
    ("første", "first"), ("andet", "anden", "second"), ("tredje", "third"), ("fjerde", "fourth"), ("femte", "fifth"),
    ("sjette", "sixth"), ("syvende", "seventh"), ("ottende", "eighth"), ("niende", "ninth"), ("tiende", "tenth"),
)  # fmt: skip
_PLACES = {word: place for place, forms in enumerate(_ORDINALS, 1) for word in forms}
_NUMBERED = re.compile(
    r"\b(?:(?:vip-?)?(?:klima)?(?:projekt(?:et)?|project|indsats(?:en)?)|(?-i:VIP))\s*(?:nr\.?|nummer|no\.?|number)?\s*(\d{1,2})\b(?![\d.,%]*\d|\s*%|\.\s*[a-zæøå])|"
    rf"\b(?:det|den|the)\s+({'|'.join(_PLACES)})\s+(?:(?-i:VIP)[\s-]*)?(?:klima)?(?:projekt|project|indsats)\b",
    re.IGNORECASE,
)


def with_titles(text: str, titles: Mapping[int, str]) -> str:
    """The text with the title of each project in place of its number. titles: by number."""

    def _titled(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1] else _PLACES[found[2].lower()]
        return titles.get(number, found[0])

    return _NUMBERED.sub(_titled, text)
