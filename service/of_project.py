"""A follow-up to who leads or takes part in a project: it is asked of that, and of nothing else that was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.asked_again import asks_by_name
from service.asked_contents import asks_for_projects
from service.aspect import asked_aspect
from service.exchange import asked_of
from service.go_on import goes_on
from service.listing import listed
from service.lookup_question import HOW_MANY, LEADS, OF_EACH, TAKES_PART, asks_who_alone, says_who
from service.names import NameBook
from service.one_project import called, projects_meant, side_of_one
from service.question import kind_of
from service.thread import BESIDE
from service.words import words

_AND = re.compile(r"^\s*(?:og|and)\s+", re.IGNORECASE)
_WHO_LEADS = re.compile(
    r"\bhvem (?:leder|ledte|styrer|styrede|kører|kørte|driver|drev|koordinerer|(?:står|stod) (?:for|bag)) "
    r"(?:dem|det|den|de to|projekte\w+)\W*$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"^\s*(?:og |men |så )?hvilke(?:t|n)? af (?:dem|disse|projekterne)\s+", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:en|et|én|nogen|nogle|to|begge) af dem\b|\b(?:i)?blandt dem\b", re.IGNORECASE)
_WHO_NOT = re.compile(
    r"^\s*(?:og |men )?hvem (?:(?:er|var|gjorde|deltager|deltog)(?: så)? ikke(?: med)?|mangle(?:r|de))\W*$",
    re.IGNORECASE,
)
_OF_THEM_IN = re.compile(
    r"^\s*(?:og |men )?(?:hvem|hvilke(?: kommuner)?) af dem (?:er|var|deltager|deltog) (?:også )?(?:med )?i "
    r"(?P<other>[^?]+)",
    re.IGNORECASE,
)
_IN_BOTH = re.compile(r"^Hvem er med i både (?P<one>.+) og (?P<other>[^?]+)\?$")
_ONE_OF_THEM = re.compile(
    r"\b(?:første|anden|andet|tredje|sidste|first|second|third|last|hver(?:t|enkelt)?)\b", re.IGNORECASE
)


def asked_of_projects(question: str, last: str, names: NameBook) -> str:
    """The question asked of the projects that the last one asked for: "hvilke af dem fortsætter?"; "" for others."""
    own = question.strip().rstrip("?. ")
    if not (asks_for_projects(last, names.together) or OF_EACH.search(last)):
        return ""
    if _WHO_LEADS.search(question.strip()):
        return "Hvem er tovholder for hvert projekt?"
    found = _OF_THEM.match(own)
    return f"Hvilke projekter {own[found.end() :]}?" if found else ""


def asked_of_members(question: str, asked: Sequence[str], names: NameBook) -> str:
    """Of who takes part in the one project of which that was asked last: "er Skagen en af dem?", "nævn dem"; or ""."""
    last = asked[-1] if asked and TAKES_PART.search(asked[-1]) else ""
    both = _IN_BOTH.match(asked[-1]) if asked else None
    if both and _WHO_NOT.match(question):
        return f"Hvem er med i {both['one']}, men ikke i {both['other']}?"
    projects = {e.value: called(e, names) for q in asked for e in projects_meant(q, names)} if last else {}
    if len(projects) != 1:
        return ""
    project = next(iter(projects.values()))
    if asks_by_name(question):
        return f"Hvem deltager i {project}?"
    if _WHO_NOT.match(question):
        return f"Hvem er ikke med i {project}?"
    if found := _OF_THEM_IN.match(question):
        return f"Hvem er med i både {project} og {found['other']}?"
    placed = any(e.kind in ("municipality", "region") for e in names.find_more(question))
    whole, pointed = _AMONG.subn(f"med i {project}", question.strip()) if placed else ("", 0)
    return whole if pointed else ""


def asked_of_project(question: str, asked: Sequence[str], names: NameBook) -> str:
    """The question asked of the project of which the last one asked who leads or takes part: "hvad er næste skridt?".

    asked: the questions before it, oldest first. "" where it names something itself, asks of them all or of one of
    them, or the last one asked for more than that.
    """
    if whole := _list_of_project(question, asked, names):
        return whole
    said = [w.surface for w in words(question) if w.content and not says_who(w.surface)]
    compares = kind_of(question) == "compare"
    of_them = compares or goes_on(question) or asks_who_alone(question) or _ONE_OF_THEM.search(question)
    side = asked_aspect(question)
    if of_them or (not side and all(map(HOW_MANY.fullmatch, said))) or names.find_more(question):
        return ""
    if _WHO_LEADS.search(question.strip()):
        return _whose_coordinator(asked, names)
    project = _project_alone(asked, names, sided=bool(side))
    if not project:
        return ""
    own = _AND.sub("", question.strip())
    return asked_of(own[:1].upper() + own[1:], project, BESIDE)


def _list_of_project(question: str, asked: Sequence[str], names: NameBook) -> str:
    """Who is in, or leads, the project of which it was asked whether a place is: "hvem er ikke med?"; "" for others."""
    places = {e.kind for e in names.find_more(asked[-1])} & {"municipality", "region"}
    projects = {e.value: called(e, names) for q in asked for e in projects_meant(q, names)}
    if not (places and len(projects) == 1 and asks_who_alone(question)):
        return ""
    return asked_of(question, next(iter(projects.values())), " i " if TAKES_PART.search(question) else " for ")


def _whose_coordinator(asked: Sequence[str], names: NameBook) -> str:
    """Who coordinates the projects that were spoken of last, "" where none was."""
    for question in reversed(asked):
        if meant := dict.fromkeys(e.value for e in projects_meant(question, names)):
            return f"Hvem er tovholder for {listed([names.title(project) for project in meant])}?"
    return ""


def _project_alone(asked: Sequence[str], names: NameBook, *, sided: bool) -> str:
    """What the last question calls the one project of which it asks who leads or takes part, and nothing more.

    sided: or one of its sides, such as what it is about. One that names none ("hvem er tovholder?") asks of that of the
    question before. "" for other questions.
    """
    question = next((q for q in reversed(asked) if not asks_who_alone(q) or names.find(q)), "")
    side = side_of_one(question, names) if sided else None
    if side:
        return side.surface
    projects = {e.value: e for e in projects_meant(question, names)}
    if len(projects) != 1:
        return ""
    project = next(iter(projects.values()))
    found = (project, *names.find_more(question))
    other = [w for w in words(question) if w.content and not any(e.start <= w.start < e.end for e in found)]
    asks_who = TAKES_PART.search(question) or LEADS.search(question)
    return project.surface if asks_who and all(says_who(w.surface) for w in other) else ""
