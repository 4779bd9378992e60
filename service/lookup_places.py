"""Looked up over all projects: which of them a place takes part in, who is in most of them, and every coordinator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.types import Mention, MentionKind
from service.asked_contents import asks_for_projects
from service.asked_places import is_among
from service.chosen import Chosen
from service.listing import listed
from service.lookup import Register
from service.lookup_question import (
    BOTH,
    DENIES,
    EVERY_COORDINATOR,
    LEADS,
    OF_EACH,
    TAKES_PART,
    WHICH_PROJECTS,
    asks_who_alone,
    beside_places,
    says_who,
)
from service.lookup_tallies import in_most
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question, QuestionKind
from service.score_words import stems_of
from service.span_names import fewest_spans

_MOST = re.compile(
    r"\b(flest|færrest|most|fewest)\b.{0,25}\b(projekt|indsats|project)\w*|"
    r"\b(projekt|indsats|project)\w*\b.{0,15}\b(flest|færrest)\b",
    re.I,
)
_FEWEST = re.compile(r"\b(færrest|fewest)\b", re.IGNORECASE)
_LONGEST_OF_THEM = re.compile(r"\b(flest|færrest|most|fewest)\s+(delt\w+|participants)\b", re.IGNORECASE)
"""Enough where several projects are spoken of."""
_LONGEST = re.compile(
    r"\b(projekt|indsats|project)\w*\b.{0,25}\b(flest|færrest|most|fewest)\b.{0,12}"
    r"\b(delt\w+|kommuner|participants|municipalities)|"
    r"\bhvor mange (delt\w+|kommuner)\b.{0,30}\b(hvert|hver af|alle) .{0,15}(projekt|indsats)",
    re.I,
)
_DOES = re.compile(r"(lave[rt]?|gør|gøre|gjort|arbejder|bidrager|bidraget|rolle)$", re.IGNORECASE)
"""Such words say nothing of what is asked about a place."""
_OF_ALL = re.compile(
    r"(oversigt|liste|list|giv|vis|lav|nævn|alle|samtlige|forskellige|hver(t|e)?|enkelte|\d+|to|tre|fire|fem|seks|syv|otte|"
    r"ni|ti)$",
    re.IGNORECASE,
)
"""Such words say nothing of which coordinators are asked for."""
_TOLD_IN_SENTENCES: tuple[QuestionKind, ...] = ("why", "how", "when", "where", "next")
_ROLES: tuple[MentionKind, ...] = ("coordinator", "participant")
_IN_DANISH = ("tovholder", "deltager")


def over_all_projects(
    question: Question, *, chosen: Chosen, catalogue: Catalogue, names: NameBook, register: Register
) -> Lookup | None:
    """What is asked of no project but of all of them; None for another question, or where nothing is stored."""
    text, places = question.own, question.places()
    order = [p.id for p in sorted(catalogue.projects, key=lambda p: p.order)]
    if places and WHICH_PROJECTS.search(text) and DENIES.search(text):
        return _projects_without(places, order, chosen, names)
    if places and WHICH_PROJECTS.search(text):
        together, leading = BOTH.search(text) is not None, LEADS.search(text) is not None
        return _projects_of(places, order, chosen, names, leading=leading, together=together)
    compared = tuple(dict.fromkeys((*question.projects(), *names.projects_like(text))))
    longest = _LONGEST.search(text) or (len(compared) > 1 and _LONGEST_OF_THEM.search(text))
    fewest = _FEWEST.search(text) is not None
    if longest and not places and len(compared) != 1:
        return _longest(compared or order, chosen, names, fewest=fewest)
    if question.projects():
        return None
    if _MOST.search(text) and TAKES_PART.search(text) and not places:
        return in_most(chosen, names, order, text, fewest=fewest)
    rest = [word for word in beside_places(text, question.entities) if not says_who(word)]
    if places:
        asked = question.kind not in _TOLD_IN_SENTENCES and all(map(_DOES.match, rest))
        return _projects_of(places, order, chosen, names) if asked else None
    of_them = asks_who_alone(text) and asks_for_projects(question.topic.removesuffix(question.told), names.together)
    every = EVERY_COORDINATOR.search(text) or (LEADS.search(text) and (OF_EACH.search(text) or of_them))
    of_all = all(_OF_ALL.match(word) or stems_of(word) <= names.together for word in rest)
    return register.led(order) if every and of_all else None


def _projects_of(
    places: Sequence[str], order: Sequence[str], chosen: Chosen, names: NameBook, *, leading: bool = False,
    together: bool = False,
) -> Lookup | None:  # fmt: skip
    """leading: only those that a place coordinates. together: only those that all of the places are in."""
    rows = []
    for project in order:
        leads, joins = _in_project(places, project, chosen)
        joins = [] if leading else joins
        there = [place for place in places if any(_stands_for(m, place) for m in (*leads, *joins))]
        if not there or (together and len(there) < len(places)):
            continue
        roles = [_role(role, found, places) for role, found in zip(_IN_DANISH, (leads, joins), strict=True) if found]
        said = f"- **{names.title(project)}:** {listed(roles)}"
        rows.append(Row(said, (*fewest_spans(chosen, leads), *fewest_spans(chosen, joins))))
    if not rows:
        return Lookup("", (), "projekter") if together else None
    which = "dette projekt" if len(rows) == 1 else "disse projekter"
    who = f"{'Både ' if together else ''}{listed(list(places))}"
    return Lookup(f"{who} står i {chosen.name} ved {which}:", tuple(rows), "projekter")


def _role(role: str, found: Sequence[Mention], places: Sequence[str]) -> str:
    """The role, and who of several places has it."""
    who = [place for place in places if any(_stands_for(m, place) for m in found)]
    return f"{role} ({listed(who)})" if len(places) > 1 else role


def _in_project(places: Sequence[str], project: str, chosen: Chosen) -> tuple[list[Mention], list[Mention]]:
    """The mentions of the places as coordinators, and those as participants, of their own or with all of a region."""
    leads, joins = (
        [m for m in chosen.mentions(kind, project=project) if any(_stands_for(m, place) for place in places)]
        for kind in _ROLES
    )
    return leads, joins


def _stands_for(mention: Mention, place: str) -> bool:
    return mention.value == place or is_among(place, {mention.scope} - {""})


def _projects_without(places: Sequence[str], order: Sequence[str], chosen: Chosen, names: NameBook) -> Lookup | None:
    """The projects whose lists name none of the places; those that have no list are told as such."""
    lists = {project: chosen.mentions("participant", project=project) for project in order}
    if not all(chosen.tells_all(found) for found in lists.values() if found):
        return None
    without = [p for p, found in lists.items() if found and not any(_in_project(places, p, chosen))]
    with_them = _projects_of(places, order, chosen, names)
    if with_them and not without:
        any_of = listed(list(places)).replace(" og ", " eller ")
        return replace(with_them, intro=f"Alle projekter, hvis deltagere er nævnt i {chosen.name}, har {any_of} med:")
    unlisted = [names.title(p) for p, found in lists.items() if not found]
    besides = f" (deltagerne i {listed(unlisted)} er ikke nævnt)" if unlisted else ""
    rows = tuple(Row(f"- **{names.title(p)}**", fewest_spans(chosen, lists[p])) for p in without)
    told = f"{listed(list(places))} står ikke på deltagerlisten for disse projekter"
    return Lookup(f"{told}{besides}:", rows, "ikke med") if rows else None


def _longest(order: Sequence[str], chosen: Chosen, names: NameBook, *, fewest: bool) -> Lookup | None:
    """How many are on each project's list of participants, the longest first, or the shortest."""
    lists = {project: chosen.mentions("participant", project=project) for project in order}
    every = {p: [m for m in found if m.scope] for p, found in lists.items()}
    counts = {p: len({m.value for m in found}) for p, found in lists.items() if found and not every[p]}
    if not counts or not all(chosen.tells_all(lists[p]) for p in counts):
        return None
    held = sorted(counts, key=lambda p: counts[p] if fewest else -counts[p])
    told = listed([f"{names.title(p)} ({counts[p]})" for p in held])
    all_of_them = [p for p in order if every[p]]
    besides = f"; alle kommuner i {listed([names.title(p) for p in all_of_them])}" if all_of_them else ""
    first = (*held, *all_of_them) if fewest else (*all_of_them, *held)
    rows = [Row(f"- **{names.title(p)}**", fewest_spans(chosen, every[p] or lists[p])) for p in first]
    return Lookup(
        f"Så mange står på deltagerlisterne i {chosen.name}: {told}{besides}:", tuple(rows), "flest deltagere"
    )
