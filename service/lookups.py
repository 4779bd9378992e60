"""The kinds of questions that are looked up rather than searched for, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from corpus.answers import Source
from corpus.catalogue import Catalogue
from service.asked_contents import asks_for_contents, asks_what_projects_are
from service.asked_places import asked_places
from service.chosen import Chosen
from service.find import mostly_under
from service.lookup import Register
from service.lookup_code import Finds, line_of
from service.lookup_contents import contents, each_project, projects_told
from service.lookup_edition import edition
from service.lookup_extreme import extreme_in_table
from service.lookup_leads import whether_leads
from service.lookup_materials import materials
from service.lookup_office import holder_of
from service.lookup_places import over_all_projects
from service.lookup_premise import contradicted
from service.lookup_question import TAKES_PART, asked_whom_about, who_is_named
from service.lookup_quoted import quoted_on
from service.lookup_sets import between_lists
from service.lookup_short import abbreviation_in, named_alone, spelt_out, unheard_of
from service.lookup_sign import sign_line
from service.lookup_tallies import tallied
from service.lookup_total import total_of
from service.lookup_types import Lookup
from service.names import NameBook
from service.office import office_unheard
from service.question import Question
from service.score_words import Vocabulary


def looked_up(
    asked: Question, sources: Sequence[Source], *, register: Register, chosen: Chosen, catalogue: Catalogue,
    names: NameBook, vocabulary: Vocabulary, find: Finds,
) -> Lookup | None:  # fmt: skip
    """What is looked up for the question; None when it is to be searched for.

    sources: what was found for it. find: finds what else is needed.
    """
    find = cache(find)
    if asks_for_contents(asked.own):
        return contents(chosen)
    if asks_what_projects_are(asked.own, names.together):
        return projects_told(chosen, catalogue, names.together)
    if (each := each_project(asked.own, chosen, catalogue)) is not None:
        return each
    if (found := edition(asked, chosen, catalogue) or materials(asked, chosen, names)) is not None:
        return found
    name, texts = who_is_named(asked.own).lower().split(), [s.passage.text.lower() for s in sources]
    if name and not asked.entities and not any(all(part in text for part in name) for text in texts):
        return Lookup("", (), "ukendt navn")
    order = [p.id for p in sorted(catalogue.projects, key=lambda p: p.order)]
    found = contradicted(asked.asked(), sources, chosen, names)
    found = found or _line_on(asked, sources, chosen, names, find) or tallied(asked.asked(), chosen, names, order)
    found = found or between_lists(asked.asked(), sources, chosen, names, order)
    if not found and office_unheard(asked.own, texts):
        return Lookup("", (), "ukendt titel")
    found = found or whether_leads(asked.asked(), chosen, register=register, catalogue=catalogue, names=names)
    found = found or over_all_projects(
        asked.asked(), chosen=chosen, catalogue=catalogue, names=names, register=register
    )
    found = found or register.look_up(asked.asked(), nearest=mostly_under(sources, asked_whom_about(asked.own)))
    found = found or extreme_in_table(asked, sources, chosen, vocabulary)
    if not found and TAKES_PART.search(asked.own) and _names_another_place(asked):
        return Lookup("", (), "ukendt kommune")
    return found


def _line_on(asked: Question, sources: Sequence[Source], chosen: Chosen, names: NameBook, find: Finds) -> Lookup | None:
    """The lines that spell out, quote, begin with or name what is asked for.

    No row where it is asked what an abbreviation stands for, and nothing tells.
    """
    short = abbreviation_in(asked.own)
    alone = short or named_alone(asked.own)
    sources = [*sources, *find(alone)] if alone else sources
    found = spelt_out(alone, sources) if alone else quoted_on(asked, chosen, names)
    found = found or line_of(asked, sources, find) or sign_line(asked, sources, chosen)
    if short and not found:
        return unheard_of(short, asked.own, sources)
    return found or holder_of(asked, chosen, sources) or total_of(asked.own, sources)


def _names_another_place(asked: Question) -> bool:
    """True when a Danish municipality is named of which the material says nothing, and none of which it does."""
    places = asked_places(asked)
    return bool(places) and not (asked.own_places() or set(places) & set(asked.places()))
