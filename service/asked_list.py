"""An order for a list put as the question that it stands for: "Lav en liste over værktøjerne"."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"^\s*(?:(?:kan|vil|kunne) (?:du|i) (?:venligst )?)?"
    r"(?:lave?|give?|vise?|opstille?|skrive?|sende?|finde?)(?: (?:mig|os))?(?: (?:en|et))?(?: (?:samlet|hel|kort))? "
    r"(?:liste|tabel|skema|fortegnelse) (?:over|med|af) "
    r"(?:(?:alle|samtlige|hele) )?(?:de )?(?P<what>[^?.!]+)[?.!\s]*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\bog (?:skriv|sorter|vis|angiv|marker|hv|for hver|\w*(?:tovholder|koordinator|deltager)\w*)", re.IGNORECASE
)
"""More is asked for than a list of one thing."""
_WHO = re.compile(r"(?:tovholder|koordinator|deltager)\w*", re.IGNORECASE)
_THAT = re.compile(r"^(?P<noun>[\w-]+),? (?:der|som) (?P<rest>.+)$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:r|ne)$", re.IGNORECASE)


def as_question(text: str) -> str:
    """The question for what is to be listed; the text itself where nothing is to be, or what is no several things."""
    found = _ORDER.match(text)
    what = found["what"].strip() if found else ""
    noun, _, rest = what.partition(" ")
    if not what or _MORE.search(rest) or not _PLURAL.search(noun.rstrip(",")):
        return text
    if _WHO.fullmatch(noun):
        return f"Hvem er {what}?"
    if that := _THAT.match(what):
        return f"Hvilke {that['noun']} {that['rest']}?"
    return f"Nævn {what}" if rest else f"Hvilke {noun} er der?"
