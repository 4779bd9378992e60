"""Looked up over all projects: which of them a place takes part in, who is in most of them, and every coordinator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.types import Mention, MentionKind
from service.asked_places import is_among
from service.chosen import Chosen
from service.listing import listed
from service.lookup import Lookup, Register, Row
from service.lookup_question import (
    DENIES,
    EVERY_COORDINATOR,
    LEADS,
    TAKES_PART,
    WHICH_PROJECTS,
    asks_for_projects,
    asks_who_alone,
    beside_places,
    says_who,
)
from service.names import NameBook
from service.question import Question, QuestionKind
from service.span_names import fewest_spans, spans_naming

_MOST = re.compile(
    r"\b(flest|most)\b.{0,25}\b(projekt|indsats|project)\w*|\b(projekt|indsats|project)\w*\b.{0,15}\bflest\b", re.I
)
_LONGEST = re.compile(
    r"\b(projekt|indsats|project)\w*\b.{0,25}\b(flest|most)\b.{0,12}\b(delt\w+|kommuner|participants|municipalities)|"
    r"\bhvor mange (delt\w+|kommuner)\b.{0,30}\b(hvert|hver af|alle) .{0,15}(projekt|indsats)",
    re.I,
)
_DOES = re.compile(r"(lave[rt]?|gør|gøre|gjort|arbejder|bidrager|bidraget|rolle)$", re.IGNORECASE)
"""Such words say nothing of what is asked about a place."""
_OF_ALL = re.compile(
    r"(oversigt|liste|list|vip|klimaprojekt\w*|giv|vis|lav|nævn|alle|samtlige|forskellige|hver(t|e)?|enkelte|syv|\d+)$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(hvert|hver|each)\b.{0,20}\b(projekt|indsats|project)", re.IGNORECASE)
"""Such words say nothing of which coordinators are asked for."""
_TOLD_IN_SENTENCES: tuple[QuestionKind, ...] = ("why", "how", "when", "where", "next")
SHOWN = 3
"""So many counts are told, the highest first."""


def over_all_projects(
    question: Question, *, chosen: Chosen, catalogue: Catalogue, names: NameBook, register: Register
) -> Lookup | None:
    """What is asked of no project but of all of them; None for another question, or where nothing is stored."""
    text, places, order = (
        question.own,
        question.places(),
        [p.id for p in sorted(catalogue.projects, key=lambda p: p.order)],
    )
    if places and WHICH_PROJECTS.search(text) and DENIES.search(text):
        return _projects_without(places, order, chosen, names)
    if places and WHICH_PROJECTS.search(text):
        return _projects_of(places, order, chosen, names, leading=bool(LEADS.search(text)))
    compared = tuple(dict.fromkeys((*question.projects(), *names.projects_like(text))))
    if _LONGEST.search(text) and not places and len(compared) != 1:
        return _longest(compared or order, chosen, names)
    if question.projects():
        return None
    if _MOST.search(text) and TAKES_PART.search(text) and not places:
        return _in_most(chosen)
    rest = [word for word in beside_places(text, question.entities) if not says_who(word)]
    if places:
        asked = question.kind not in _TOLD_IN_SENTENCES and all(map(_DOES.match, rest))
        return _projects_of(places, order, chosen, names) if asked else None
    of_them = asks_who_alone(text) and asks_for_projects(question.topic.removesuffix(question.told), names.together)
    every = EVERY_COORDINATOR.search(text) or (LEADS.search(text) and (_EACH.search(text) or of_them))
    return register.led(order) if every and all(map(_OF_ALL.match, rest)) else None


def _projects_of(
    places: Sequence[str], order: Sequence[str], chosen: Chosen, names: NameBook, *, leading: bool = False
) -> Lookup | None:
    """leading: only those that a place coordinates."""
    rows = []
    for project in order:
        leads = [m for m in _of(chosen, "coordinator", project) if m.value in places]
        joins = [
            m
            for m in _of(chosen, "participant", project)
            if m.value in places or any(is_among(place, {m.scope} - {""}) for place in places)
        ]
        joins = [] if leading else joins
        roles = [role for role, found in (("tovholder", leads), ("deltager", joins)) if found]
        if roles:
            said = f"- **{names.title(project)}:** {listed(roles)}"
            rows.append(Row(said, (*fewest_spans(chosen, leads), *fewest_spans(chosen, joins))))
    if not rows:
        return None
    which = "dette projekt" if len(rows) == 1 else "disse projekter"
    return Lookup(f"{listed(list(places))} står i {chosen.name} ved {which}:", tuple(rows), "projekter")


def _projects_without(places: Sequence[str], order: Sequence[str], chosen: Chosen, names: NameBook) -> Lookup | None:
    """The projects whose lists name none of the places; those that have no list are told as such."""
    lists = {project: _of(chosen, "participant", project) for project in order}
    if not all(chosen.tells_all(found) for found in lists.values() if found):
        return None
    with_them = _projects_of(places, order, chosen, names)
    said = " ".join(row.said for row in with_them.rows) if with_them else ""
    without = [p for p, found in lists.items() if found and f"**{names.title(p)}:**" not in said]
    unlisted = [names.title(p) for p, found in lists.items() if not found]
    besides = f" (deltagerne i {listed(unlisted)} er ikke nævnt)" if unlisted else ""
    rows = tuple(Row(f"- **{names.title(p)}**", fewest_spans(chosen, lists[p])) for p in without)
    told = f"{listed(list(places))} står ikke på deltagerlisten for disse projekter"
    return Lookup(f"{told}{besides}:", rows, "ikke med") if rows else None


def _of(chosen: Chosen, kind: MentionKind, project: str) -> list[Mention]:
    return [m for m in chosen.mentions(kind) if m.attribute("project") == project]


def _in_most(chosen: Chosen) -> Lookup | None:
    """Those on most lists of participants, and the lists that they are on."""
    held: dict[str, list[Mention]] = defaultdict(list)
    for mention in chosen.mentions("participant"):
        if not mention.scope:
            held[mention.value].append(mention)
    by_count: dict[int, list[str]] = defaultdict(list)
    for value, found in held.items():
        by_count[len({m.attribute("project") for m in found})].append(value)
    rows = []
    for count in sorted(by_count, reverse=True)[:SHOWN]:
        on_lists = spans_naming(chosen, [m for value in by_count[count] for m in held[value]])
        said = f"- **{count} {'projekt' if count == 1 else 'projekter'}:** {listed(sorted(by_count[count]))}"
        rows.append(Row(said, on_lists))
    return Lookup(f"Oftest på deltagerlisterne i {chosen.name} står:", tuple(rows), "flest") if rows else None


def _longest(order: Sequence[str], chosen: Chosen, names: NameBook) -> Lookup | None:
    """How many are on each project's list of participants, the longest first."""
    lists = {project: _of(chosen, "participant", project) for project in order}
    every = {p: [m for m in found if m.scope] for p, found in lists.items()}
    counts = {p: len({m.value for m in found}) for p, found in lists.items() if found and not every[p]}
    if not counts or not all(chosen.tells_all(lists[p]) for p in counts):
        return None
    held = sorted(counts, key=lambda p: -counts[p])
    told = listed([f"{names.title(p)} ({counts[p]})" for p in held])
    all_of_them = [p for p in order if every[p]]
    besides = f"; alle kommuner i {listed([names.title(p) for p in all_of_them])}" if all_of_them else ""
    rows = [Row(f"- **{names.title(p)}**", fewest_spans(chosen, every[p] or lists[p])) for p in (*all_of_them, *held)]
    return Lookup(
        f"Så mange står på deltagerlisterne i {chosen.name}: {told}{besides}:", tuple(rows), "flest deltagere"
    )
