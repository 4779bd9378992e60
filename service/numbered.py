"""Projects called by their number: "projekt 5", "VIP 2", "det tredje projekt"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ORDINALS = (
    ("første", "first"), ("andet", "anden", "second"), ("tredje", "third"), ("fjerde", "fourth"), ("femte", "fifth"),
    ("sjette", "sixth"), ("syvende", "seventh"), ("ottende", "eighth"), ("niende", "ninth"), ("tiende", "tenth"),
)  # fmt: skip
_PLACES = {word: place for place, forms in enumerate(_ORDINALS, 1) for word in forms}
_LIST = r"\d{1,2}(?:\s*(?:,|\bog\b|\beller\b|\band\b|\bor\b)\s*(?:projekt\s*)?\d{1,2})*"
_NO_COUNT = (
    r"(?![\d.,%]*\d|\s*%|\.\s*[a-zæøå]|\s*(?:mio|mia|mill|kr|dkk|gange|år|måned|uge|dag|time|minut|ton|kg|procent|pct|"
    r"times|years|months|weeks|days|hours)\w*)"
)
_NUMBERED = re.compile(
    r"\b(?:(?:vip-?)?(?:klima)?(?:projekt(?:et|er|erne)?|projects?|indsats(?:en|er|erne)?)|(?-i:VIP))"
    rf"\s*(?:nr\.?|numrene|nummer|no\.?|numbers?)?\s*({_LIST})\b{_NO_COUNT}|"
    rf"\b(?:det|den|the)\s+({'|'.join(_PLACES)})\s+(?:(?-i:VIP)[\s-]*)?(?:klima)?(?:projekt|project|indsats)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[\w-]*(?:er|erne|projects)\b", re.IGNORECASE)


def with_titles(text: str, titles: Mapping[int, str]) -> str:
    """The text with the title of each project in place of its number. titles: by number.

    "Projekt 3 og 5" is two of them; where one of the numbers is no project's, none is.
    """

    def _titled(found: re.Match[str]) -> str:
        if found[2]:
            return titles.get(_PLACES[found[2].lower()], found[0])
        numbers = [int(number) for number in re.findall(r"\d+", found[1])]
        if not set(numbers) <= titles.keys() or (len(numbers) == 1 and _SEVERAL.match(found[0])):
            return found[0]
        return re.sub(r"(?:projekt\s*)?(\d+)", lambda n: titles[int(n[1])], found[1], flags=re.IGNORECASE)

    return _NUMBERED.sub(_titled, text)
