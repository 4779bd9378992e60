"""One project's list of participants: who is on it, "alle kommuner i …" counted out, and what carries it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Mention
from ingest.places import municipalities
from service.asked_places import is_among
from service.candidates import Candidate
from service.chosen import Chosen
from service.filters import danish_key
from service.listing import listed
from service.lookup_types import Row
from service.names import NameBook
from service.span_names import fewest_spans


@dataclass(frozen=True, slots=True)
class HeldList:
    """What is told of who takes part in a project, nothing where no list of it is stored.

    members: those on the list, and every municipality of a region that it says are all in. scopes: these regions.
    """

    project: str
    title: str
    members: frozenset[str]
    scopes: tuple[str, ...]
    cited: tuple[Candidate, ...]

    def __bool__(self) -> bool:
        return bool(self.members)


def held_lists(projects: Sequence[str], chosen: Chosen, names: NameBook) -> list[HeldList] | None:
    """The list of each project, in their order; None where one of them may be seen in part only."""
    found = {project: chosen.mentions("participant", project=project) for project in projects}
    if not all(chosen.tells_all(mentions) for mentions in found.values() if mentions):
        return None
    return [_held(project, mentions, chosen, names) for project, mentions in found.items()]


def _held(project: str, found: Sequence[Mention], chosen: Chosen, names: NameBook) -> HeldList:
    scopes = tuple(sorted({m.scope for m in found} - {""}, key=danish_key))
    among = {place for place in municipalities() if is_among(place, scopes)} if scopes else set()
    carrying = fewest_spans(chosen, [m for m in found if m.scope or m.value not in among])
    members = frozenset({m.value for m in found if not m.scope} | among)
    return HeldList(project, f"»{names.title(project)}«", members, scopes, carrying)


def in_order(members: Iterable[str]) -> list[str]:
    """The names in Danish order."""
    return sorted(members, key=danish_key)


def leads_beside(lists: Iterable[HeldList], chosen: Chosen, among: Collection[str] | None = None) -> Row | None:
    """Those who coordinate projects on whose lists they do not stand, of some places or of all; None for nobody."""
    told, spans = [], list[Candidate]()
    for held in lists:
        found = [m for m in chosen.mentions("coordinator", project=held.project) if m.value not in held.members]
        leads = [m for m in found if among is None or m.value in among]
        if leads:
            told.append(f"{listed(in_order({m.value for m in leads}))} ({held.title[1:-1]})")
            spans += fewest_spans(chosen, leads)
    return Row(f"**Tovholder uden selv at stå på listen:** {'; '.join(told)}", tuple(spans)) if told else None
