"""What a question why takes for granted of who takes part, where the list of participants says otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.chosen import Chosen
from service.held_lists import held_lists
from service.listing import listed
from service.lookup_question import DENIES, TAKES_PART
from service.lookup_types import Lookup
from service.names import NameBook
from service.one_project import projects_meant
from service.question import Question

_LEFT = re.compile(
    r"\b(?:tr[aæ]k(?:ker)?|trukket|melde[rt]?|meldte) (?:\w+ ){0,3}?sig (?:\w+ ){0,4}?(?:ud|fra)\b|"
    r"\b(?:tr[aæ]k|meldte|sprang|gik|trådte|stod) (?:\w+ ){0,4}?(?:ud af|fra i)\b|"
    r"\bsprang fra\b|\bforlod\b|\bforladt\b|\b(?:left|withdrew|dropped out)\b",
    re.IGNORECASE,
)
_STAYED_OUT = re.compile(r"\b(?:sagde nej|afslog|afviste|fravalgte|undlod)\b", re.IGNORECASE)


def contradicted(question: Question, sources: Sequence[Source], chosen: Chosen, names: NameBook) -> Lookup | None:
    """No reason, and what the list says, where it says the opposite of what the question takes for granted.

    So it is with one project and places that are all on its list, of which it is said that they did not join or have
    left, or of which none is, and which do not coordinate it. None for others, and where a source tells who left.
    """
    places = question.own_places()
    projects = tuple(dict.fromkeys(e.value for e in projects_meant(question.own, names))) or question.projects()
    joins = bool(TAKES_PART.search(question.own))
    denied = bool(_STAYED_OUT.search(question.own)) or (joins and bool(DENIES.search(question.own)))
    left = bool(_LEFT.search(question.own))
    if question.kind != "why" or not places or len(projects) != 1 or _told_of(places, sources):
        return None
    held = held_lists(projects, chosen, names)
    if not held or not held[0] or not (denied or left or joins):
        return None
    leads = {m.value for m in chosen.mentions("coordinator", project=projects[0])}
    on_list = held[0].members.issuperset(places)
    if (on_list and not (denied or left)) or (not on_list and (denied or (held[0].members | leads) & set(places))):
        return None
    stands = "står" if on_list else "står ikke"
    return Lookup(f"{listed(places)} {stands} på deltagerlisten for {held[0].title}.", (), "deltagere", held[0].cited)


def _told_of(places: Sequence[str], sources: Sequence[Source]) -> bool:
    """True where a passage that names one of the places says that somebody left."""
    texts = [s.passage.text for s in sources]
    return any(_LEFT.search(text) and any(place in text for place in places) for text in texts)
