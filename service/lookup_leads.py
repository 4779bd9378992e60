"""Yes or no to whether a place coordinates: a project, or any."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalogue import Catalogue
from service.asked_places import asked_places
from service.chosen import Chosen
from service.listing import listed
from service.lookup import Lookup, Register
from service.lookup_question import LEADS
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
    led = [p for p in named or order if set(places) & set(register.coordinators(p))]
    found = register.led(led or named or order)
    if found is None or len(named) > 1:
        return None
    what = f"for »{names.title(named[0])}«" if named else f"i {chosen.name}"
    said = f"Ja, {listed(places)} er tovholder" if led else f"Nej, {listed(places)} står ikke som tovholder"
    return replace(found, intro=f"{said} {what if named or not led else 'for'}:")
