"""Who is on several lists of participants at once, on one without another, on one alone, or on none of some."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.answers import Source
from service.asked_sets import AskedSet, asked_set
from service.candidates import Candidate
from service.chosen import Chosen
from service.held_lists import HeldList, held_lists, in_order, leads_beside
from service.listing import listed, number_of
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.span_names import fewest_spans


def between_lists(
    question: Question, sources: Sequence[Source], chosen: Chosen, names: NameBook, order: Sequence[str]
) -> Lookup | None:
    """Those whom a question over lists asks for; None for another question, or where lists may be seen in part only.

    order: every project. A list that is not stored is told as such rather than left out.
    """
    asked = asked_set(question, names, sources)
    lists = held_lists(order, chosen, names) if asked else None
    if asked is None or lists is None:
        return None
    by_project = {held.project: held for held in lists}
    wanted, denied = ([by_project[p] for p in projects if p in by_project] for projects in (asked.wanted, asked.denied))
    if missing := [held.title for held in (*wanted, *denied) if not held]:
        known = [_quoted(held) for held in (*wanted, *denied) if held]
        return Lookup(f"Deltagerne i {listed(missing)} er ikke nævnt i {chosen.name}.", tuple(known), "begge")
    if asked.kind == "both":
        found = _on_all(asked, wanted)
    elif asked.kind == "without":
        found = _without(asked, wanted, denied, chosen)
    elif asked.kind == "alone":
        found = _on_these_alone(asked, wanted, [held for held in lists if held not in wanted], chosen)
    else:
        found = _on_none(asked, denied, chosen)
    subjects = (f"»{word}« hører i {chosen.name} under »{names.title(project)}«." for word, project in asked.themes)
    return replace(found, intro=" ".join([*subjects, found.intro]))


def _on_all(asked: AskedSet, lists: Sequence[HeldList]) -> Lookup:
    titles, shared = listed([held.title for held in lists]), frozenset.intersection(*(held.members for held in lists))
    of_all = f"deltagerlisterne for både {titles}"
    if not asked.places:
        return _told(f"På {of_all} står", shared, asked, lists, "begge")
    there, absent = ([p for p in asked.places if (p in shared) == on] for on in (True, False))
    said = [f"Ja, {listed(there)} står på {of_all}"] if there else []
    said += (
        [f"{'men' if there else 'Nej,'} {listed(absent)} står ikke på {'dem' if there else of_all}"] if absent else []
    )
    return Lookup(f"{', '.join(said)}:", tuple(map(_quoted, lists)), "begge")


def _without(asked: AskedSet, wanted: Sequence[HeldList], denied: Sequence[HeldList], chosen: Chosen) -> Lookup:
    left = frozenset.intersection(*(held.members for held in wanted)).difference(*(held.members for held in denied))
    ours, theirs = (listed([held.title for held in lists]) for lists in (wanted, denied))
    intro = f"På deltagerlisten for {ours}, men ikke på den for {theirs}, står"
    told, leads = _told(intro, left, asked, (*wanted, *denied), "kun i den ene"), leads_beside(denied, chosen, left)
    return replace(told, rows=(*told.rows, leads)) if leads else told


def _on_these_alone(asked: AskedSet, these: Sequence[HeldList], others: Sequence[HeldList], chosen: Chosen) -> Lookup:
    """Those on no other list who lead nothing else either; of others, a list of everybody is set aside."""
    leads = {m.value for held in others for m in chosen.mentions("coordinator", project=held.project)}
    everybody = [held for held in others if held.scopes and not any(one.scopes for one in these)]
    rest = [held for held in others if held and held not in everybody]
    left = frozenset.intersection(*(held.members for held in these)).difference(leads, *(held.members for held in rest))
    unlisted = [held.title for held in others if not held]
    aside = [f"{held.title} gælder alle kommuner i {listed(held.scopes)}" for held in everybody]
    aside += [f"deltagerne i {listed(unlisted)} er ikke nævnt i {chosen.name}"] if unlisted else []
    before = f"{aside[0][:1].upper()}{aside[0][1:]}{''.join(f', og {more}' for more in aside[1:])}. " if aside else ""
    titles = listed([held.title for held in these])
    of_these = f"{'deltagerlisten' if len(these) == 1 else 'deltagerlisterne'} for {titles}"
    intro = f"{before}{'Ellers kun' if aside else 'Kun'} på {of_these} og ikke tovholder for andre er"
    return _told(intro, left, asked, (*these, *everybody, *rest), "kun i den ene")


def _on_none(asked: AskedSet, lists: Sequence[HeldList], chosen: Chosen) -> Lookup:
    """The municipalities that are named, but neither take part in the projects nor lead them."""
    leads = {m.value for held in lists for m in chosen.mentions("coordinator", project=held.project)}
    named = chosen.mentions("municipality")
    left = {m.value for m in named}.difference(leads, *(held.members for held in lists))
    titles = " eller ".join(held.title for held in lists)
    intro = f"Nævnt i {chosen.name}, men hverken som deltager i eller tovholder for {titles}, er"
    where = fewest_spans(chosen, [m for m in named if m.value in left])
    return _told(intro, left, asked, lists, "ikke deltagere", where)


def _told(
    intro: str, found: Collection[str], asked: AskedSet, lists: Sequence[HeldList], what: str,
    where: Sequence[Candidate] = (),
) -> Lookup:  # fmt: skip
    """The names under the intro, regions left out where municipalities are asked for, their number where that is.

    where: what names them beside the lists.
    """
    shown = in_order(name for name in found if not (asked.municipalities and name.startswith("Region ")))
    number = f" {number_of(shown)}" if asked.counting and shown else ""
    cited = {span.key: span for span in (*where, *(span for held in lists for span in held.cited))}
    return Lookup(f"{intro}{number}:", (Row(listed(shown) if shown else "Ingen.", tuple(cited.values())),), what)


def _quoted(held: HeldList) -> Row:
    return Row(f"**{held.title[1:-1]}:**", held.cited, quoted=True)
