"""A follow-up that asks the question before once more: for its opposite, or for those that were counted."""

from __future__ import annotations

import re

from service.words import words

_OPPOSITES = (
    ("flest", "færrest"), ("mest", "mindst"), ("størst", "mindst"), ("højest", "lavest"), ("dyrest", "billigst"),
    ("nyest", "ældst"), ("længst", "kortest"), ("bedst", "dårligst"), ("hurtigst", "langsomst"), ("most", "fewest"),
    ("most", "least"), ("highest", "lowest"), ("largest", "smallest"), ("biggest", "smallest"), ("newest", "oldest"),
)  # fmt: skip
_ENDS = "|".join(sorted({word for pair in _OPPOSITES for word in pair}))
_EXTREME = re.compile(rf"\b({_ENDS})(?P<end>e?)\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:mindst|least|højst|most) (?:\d+|en|et|to|tre|fire|fem|one|two|three|four|five)\b", re.I)
"""What follows is a bound, and nothing is compared: "mindst tre"."""
_WHICH = re.compile(
    r"^\s*(?:og |men |så |and )?"
    r"(?:(?:hvilke|hvem|hvad for nogle|which|who)(?: (?:er|var|are|were) (?:det|de|der|they))?|hvad hedder de|"
    r"(?:kan du |vil du )?(?:nævne?|oplist|liste?|opremse?|remse?|skrive?|vise?|giv mig|name) "
    r"(?:dem|navnene|them)(?: alle\w*| op| all)?)\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?P<count>hvor mange|how many)\s+(?P<next>[\w-]+)", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?:procent\w*|pct|penge|kr|kroner|tons?|gange|år|måneder|dage|timer|minutter|uger|kwh|mwh|mw|m2|km|liter|percent|hours|days|times)",
    re.I,
)
"""What is counted so has no names."""
_OF_A_COUNT = re.compile(r"\b(?:hvor mange|how many) (?:er|var|are|were) (?:det|de|der|they|there)\W*$", re.IGNORECASE)
"""Asks for the number of what was told, and does not say of what."""
_VERB = re.compile(r"(?:er|var|har|havde|blev|bliver|kan|vil|skal|delt\w+|medvirke\w*|kom|are|were|took|take)", re.I)


def asked_opposite(question: str, before: str) -> str:
    """The question before for the other end of its scale: "og hvilket har færrest?" after "Hvilket har flest …?".

    "" where that asks for no extreme, the question for none opposite to it, or for something that it did not name.
    """
    held, new = list(_EXTREME.finditer(before)), list(_EXTREME.finditer(question))
    old = held[0] if len(held) == 1 and not _BOUND.search(before) else None
    if old is None or len(new) != 1 or not _opposite(old[1].lower(), new[0][1].lower()):
        return ""
    stems = {w.stem for w in words(before)}
    if any(w.content and w.start != new[0].start() and w.stem not in stems for w in words(question)):
        return ""
    return f"{before[: old.start()]}{new[0][1].lower()}{old['end']}{before[old.end() :].rstrip('?. ')}?"


def asks_by_name(question: str) -> bool:
    """True when nothing is asked but which they are: "hvem er de?", "nævn dem"."""
    return bool(_WHICH.match(question))


def asked_for_counted(question: str, before: str) -> str:
    """What the question before counts, asked for by name: "hvilke?" after "Hvor mange projekter er der?".

    "" for another follow-up, and where nothing was counted that has a name.
    """
    counted = _COUNTED.search(before) if asks_by_name(question) else None
    if counted is None or _MEASURE.fullmatch(counted["next"]) or _OF_A_COUNT.search(before):
        return ""
    danish = counted["count"].lower() == "hvor mange"
    one, several = ("Hvem", "Hvilke") if danish else ("Who", "Which")
    asks = one if _VERB.fullmatch(counted["next"]) else several
    rest = f"{asks}{before[counted.end('count') :].rstrip('?. ')}?"
    return rest if counted.start() == 0 else f"{before[: counted.start()]}{rest[:1].lower()}{rest[1:]}"


def _opposite(one: str, other: str) -> bool:
    return (one, other) in _OPPOSITES or (other, one) in _OPPOSITES
