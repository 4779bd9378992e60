"""A follow-up on the municipalities that the question before named: "er de også med i X?", "hvem af dem leder?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.listing import listed
from service.lookup_question import LEADS, TAKES_PART
from service.names import NameBook

_OF_THEM = re.compile(
    r"^\s*(?:og |men |så )?(?:hvem|hvilken|hvilke|hvilket|who|which) (?:af|of) (?:dem|de|them)\b(?: \w+)??\s+"
    r"(?=er\b|var\b|delt|led|kør|stod|står|is\b|was\b|takes?\b)",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"\b(?:de(?: to| tre)?|dem|den|kommunen|kommunerne|they|them)\b(?!\s+(?:andre|øvrige)\b)", re.IGNORECASE
)
_WHICH = re.compile(r"\bhvilke(?P<other> andre)? (?=er\b|var\b|deltager\b|deltog\b|har\b)", re.IGNORECASE)
"""Which projects, where the noun is left out."""
_FIRST_VERB = re.compile(r"(?P<verb>\w+)\s+(?P<rest>.+)", re.DOTALL)


def asked_of_places(question: str, asked: Sequence[str], names: NameBook) -> str:
    """The question asked of the places by name; "" where it names one, or does not ask who leads or takes part.

    asked: the questions before it, oldest first; the last of them that names a place or a project tells which.
    """
    if any(e.kind in ("municipality", "region") for e in names.find_more(question)):
        return ""
    if not (TAKES_PART.search(question) or LEADS.search(question)):
        return ""
    last = next((q for q in reversed(asked) if names.find_more(q)), "")
    places = [e.value for e in names.find_more(last) if e.kind in ("municipality", "region")]
    if not places:
        return ""
    own = question.strip().rstrip("?. ")
    who = listed(list(dict.fromkeys(places)))
    if found := _OF_THEM.match(own):
        of_them = _FIRST_VERB.match(own[found.end() :])
        return f"{of_them['verb'].capitalize()} {who} {of_them['rest']}?" if of_them else ""
    whole, pronouns = _THEY.subn(lambda _: who, own, count=1)
    return f"{_WHICH.sub(_named, whole)}?" if pronouns else ""


def _named(found: re.Match[str]) -> str:
    return f"hvilke{found['other'] or ''} projekter "
