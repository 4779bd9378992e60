"""Looked up over all projects: which of them a place takes part in, who is in most of them, and every coordinator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.types import Mention, MentionKind
from service.chosen import Chosen
from service.listing import listed
from service.lookup import Lookup, Register, Row
from service.lookup_question import EVERY_COORDINATOR, TAKES_PART, WHICH_PROJECTS, beside_places, says_who
from service.names import NameBook
from service.question import Question, QuestionKind
from service.span_names import fewest_spans, spans_naming

_MOST = re.compile(
    r"\b(flest|most)\b.{0,25}\b(projekt|indsats|project)\w*|\b(projekt|indsats|project)\w*\b.{0,15}\bflest\b", re.I
)
_DOES = re.compile(r"(lave[rt]?|gør|gøre|gjort|arbejder|bidrager|bidraget|rolle)$", re.IGNORECASE)
"""Such words say nothing of what is asked about a place."""
_OF_ALL = re.compile(r"(oversigt|liste|vip|klimaprojekt\w*)$", re.IGNORECASE)
"""Such words say nothing of which coordinators are asked for."""
_TOLD_IN_SENTENCES: tuple[QuestionKind, ...] = ("why", "how", "when", "next")
SHOWN = 3
"""So many counts are told, the highest first."""
_EVERYBODY = "scope"


def over_all_projects(
    question: Question, *, chosen: Chosen, catalogue: Catalogue, names: NameBook, register: Register
) -> Lookup | None:
    """What is asked of no project but of all of them; None for another question, or where nothing is stored."""
    text, places, order = (
        question.own,
        question.places(),
        [p.id for p in sorted(catalogue.projects, key=lambda p: p.order)],
    )
    if places and WHICH_PROJECTS.search(text):
        return _projects_of(places, order, chosen, names)
    if question.projects():
        return None
    if _MOST.search(text) and TAKES_PART.search(text) and not places:
        return _in_most(chosen)
    rest = [word for word in beside_places(text, question.entities) if not says_who(word)]
    if places:
        asked = question.kind not in _TOLD_IN_SENTENCES and all(map(_DOES.match, rest))
        return _projects_of(places, order, chosen, names) if asked else None
    return register.led(order) if EVERY_COORDINATOR.search(text) and all(map(_OF_ALL.match, rest)) else None


def _projects_of(places: Sequence[str], order: Sequence[str], chosen: Chosen, names: NameBook) -> Lookup | None:
    rows = []
    for project in order:
        leads = [m for m in _of(chosen, "coordinator", project) if m.value in places]
        joins = [m for m in _of(chosen, "participant", project) if m.value in places or m.attribute(_EVERYBODY)]
        roles = [role for role, found in (("tovholder", leads), ("deltager", joins)) if found]
        if roles:
            said = f"- **{names.title(project)}:** {listed(roles)}"
            rows.append(Row(said, (*fewest_spans(chosen, leads), *fewest_spans(chosen, joins))))
    if not rows:
        return None
    which = "dette projekt" if len(rows) == 1 else "disse projekter"
    return Lookup(f"{listed(list(places))} står i {chosen.name} ved {which}:", tuple(rows), "projekter")


def _of(chosen: Chosen, kind: MentionKind, project: str) -> list[Mention]:
    return [m for m in chosen.mentions(kind) if m.attribute("project") == project]


def _in_most(chosen: Chosen) -> Lookup | None:
    """Those on most lists of participants, and the lists that they are on."""
    held: dict[str, list[Mention]] = defaultdict(list)
    for mention in chosen.mentions("participant"):
        if not mention.attribute(_EVERYBODY):
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
