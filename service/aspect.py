"""Which side of a subject a question asks for, and which a heading tells of: what it is, what came of it, what is next.

Reports on projects are written under such headings ("Hvad handlede projektet om?", "Erfaringer", "Næste skridt"),
whose words are so common that no word search finds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from service.words import words

Aspect = Literal["", "about", "gained", "ahead"]

_ASKED: tuple[tuple[Aspect, str], ...] = (
    (
        "ahead",
        r"næste skridt|\bfremover|\bfremadrettet|\bfremtid|next step|hvad sker der nu|videre (med|forløb|arbejde)|"
        r"\bherfra\b|\bbagefter\b",
    ),
    (
        "gained",
        r"\berfaring|\blærte?\b|\blæring|\bresultat|\budbytte|\bgavn|\beffekt|\bkom der ud af|\bud af det\b|"
        r"\bf(ik|år) .* ud af|\blykke[st]|\blykkedes|\bopnå|\bhvordan gik\b|\blearn|\bresult",
    ),
    (
        "about",
        r"\bhvad (går|gik) .*\bud på\b|\bhvad\b.* (går|gik) ud på\b|\bhvad (handle[rd]|dreje[rd]).*\bom\b|"
        r"\bformål|\bidé\w* (med|bag)|\bmeningen med|\bfor noget\b|\bmenes der med|\bdække[rd].*\bover\b|"
        r"^\s*hvad (er|var|betyder) (?!\w+ (til|for|med|i|på|af|om)\b)\S+( \S+){0,2}\s*\??$|"
        r"\bwhat (is|was|are) \S+( \S+){0,2}( about)?\s*\??$",
    ),
)
_HEADED: tuple[tuple[Aspect, str], ...] = (
    ("ahead", r"næste|fremtid|videre|fortsæt|anbefal|perspektiv"),
    ("gained", r"erfaring|\blæring|resultat|evaluering|effekt|konklusion|udbytte|gevinst"),
    (
        "about",
        r"handle[rd]?e? .*\bom\b|går .*ud på|\bformål|^\W*om\b|^\W*hvad er\b|baggrund|\bbag ?om\b|indledning|"
        r"introduktion|kort om|beskrivelse|definition",
    ),
)


@lru_cache(maxsize=4096)
def asked_aspect(question: str) -> Aspect:
    """The side that the question asks for, "" for none of these."""
    return _first(_ASKED, question)


@lru_cache(maxsize=4096)
def headed_aspect(path: Sequence[str]) -> Aspect:
    """The side that the nearest heading tells of which tells of any, "" for none. path: headings from the top."""
    return next((aspect for heading in reversed(path) if (aspect := _first(_HEADED, heading))), "")


def asks_side_alone(question: str) -> bool:
    """True when each word of the question that says something asks for a side: "Hvad handler det om?"."""
    found = (m.span() for _, pattern in _ASKED for m in re.finditer(pattern, question, re.IGNORECASE))
    spans = [*found]
    said = (w.start for w in words(question) if w.content)
    return bool(spans) and all(any(start <= at < end for start, end in spans) for at in said)


def _first(patterns: Sequence[tuple[Aspect, str]], text: str) -> Aspect:
    return next((aspect for aspect, pattern in patterns if re.search(pattern, text, re.IGNORECASE)), "")
