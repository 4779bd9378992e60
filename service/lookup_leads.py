"""Yes or no to whether a place coordinates: a project, or any."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalogue import Catalogue
from service.asked_places import asked_places
from service.chosen import Chosen
from service.listing import listed
from service.lookup import Register
from service.lookup_question import LEADS
from service.lookup_types import Lookup
from service.names import NameBook
from service.question import Question


def whether_leads(
    question: Question, chosen: Chosen, *, register: Register, catalogue: Catalogue, names: NameBook
) -> Lookup | None:
    """The coordinators behind a yes or a no; None for another question, and where none are stored."""
    places = asked_places(question)
    if question.kind != "yesno" or not (places and LEADS.search(question.own)):
        return None
    named = question.named() or question.projects()
    order = [p.id for p in sorted(catalogue.projects, key=lambda p: p.order)]
    leads = {p: set(register.coordinators(p)) for p in named or order}
    led = [p for p, found in leads.items() if found & set(places)]
    found = register.led(led or named or order)
    if found is None or len(named) > 1:
        return None
    present = [place for place in places if any(place in leads[p] for p in led)]
    absent = [place for place in places if place not in present]
    what = f" for »{names.title(named[0])}«" if named else ""
    within = "" if present or named else f" i {chosen.name}"
    yes = f"Ja, {listed(present)} er tovholder{what}{'' if named or absent else ' for'}" if present else "Nej"
    but = "men " if present else ""
    no = f", {but}{listed(absent)} står ikke som tovholder{'' if present else what}{within}" if absent else ""
    return replace(found, intro=f"{yes}{no}:")
