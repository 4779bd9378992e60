"""Answers that are looked up rather than searched for: who takes part in what, who coordinates, who somebody is.

Everything comes from stored mentions, and every row cites the words that the mention stands in.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.types import MentionKind
from service.asked_contents import asks_for_other_projects, asks_for_projects
from service.asked_places import asked_places
from service.asked_sets import sets_apart
from service.asked_tallies import asked_tally
from service.chosen import Chosen
from service.compare import asks_to_compare
from service.listing import listed
from service.lookup_participants import Participants
from service.lookup_question import (
    ASKS_MORE,
    ASKS_WHOM,
    EVERY_COORDINATOR,
    HOW_MANY,
    LEADS,
    OF_EACH,
    TAKES_PART,
    WHICH_PROJECTS,
    asks_for_list,
    asks_who_alone,
    asks_who_leads,
    counts_those_told,
    leads_what,
    says_who,
    says_whom_about,
    who_is_asked,
)
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.opening import opening
from service.question import Question
from service.score_words import stems_of
from service.span_names import spans_naming
from service.words import words


class Register:
    """What the stored mentions that a question may be answered from say about who does what, and where it stands."""

    def __init__(self, chosen: Chosen, catalogue: Catalogue, names: NameBook) -> None:
        self._chosen = chosen
        self._names = names
        self._order = {p.id: p.order for p in catalogue.projects}

    def look_up(self, question: Question, *, nearest: str = "") -> Lookup | None:
        """The looked-up answer, or None when the question is not of that kind or nothing is stored on it.

        nearest: the project that what was found is about, for a question that names none; "" for none.
        """
        counts = counts_those_told(question)
        whoever = question.kind in ("who", "list") and asks_who_alone(question.own)
        of_all = counts or (whoever and not WHICH_PROJECTS.search(question.own))
        text, places = question.own, () if of_all else asked_places(question)
        projects = question.projects() or self._like(text, places)
        if not ASKS_MORE.search(text) and (person := who_is_asked(question)):
            return self._person(person)
        if ASKS_WHOM.search(text) and says_whom_about(text):
            projects = question.named() or self._like(text, places) or ((nearest,) if nearest else ())
        if asks_to_compare(text) and len(projects) == 1:
            projects = tuple(dict.fromkeys((*self._names.projects_like(text), *projects)))
        leads = asks_who_leads(question) and self._names_wholly(projects, leads_what(question))
        if projects and (leads or ASKS_WHOM.search(text)):
            return self.led(projects)
        if asks_for_projects(text, self._names.together):
            return self._projects(question)
        if not (TAKES_PART.search(text) or counts) or sets_apart(question, places):
            return None
        lists = Participants(self._chosen, self._names)
        asks = asks_for_list(question, [w.surface for w in words(text) if self._names.projects_like(w.surface)])
        if len(projects) >= 2 and not places and asks:
            return lists.of_each(projects)
        if len(projects) == 1 and asks:
            led_by = set(places) & set(self.coordinators(projects[0])) if question.kind == "yesno" else ()
            listed_there = self._chosen.mentions("participant", project=projects[0])
            return self.led(projects) if led_by and not listed_there else lists.of_one(question, projects[0], places)
        return None

    def unclear(self, question: Question) -> tuple[str, ...]:
        """Titles of the projects that a question may mean, when it asks who takes part and names no project or place.

        () when it is clear, or when fewer than two projects have a list.
        """
        every = EVERY_COORDINATOR.search(question.own) or OF_EACH.search(question.own)
        if every or asked_tally(question.own, self._names.together):
            return ()
        if question.entities or question.topic or not asks_who_alone(question.own):
            return ()
        kind: MentionKind = "coordinator" if LEADS.search(question.own) else "participant"
        listed_in = {m.attribute("project") for m in self._chosen.mentions(kind)} - {""}
        if len(listed_in) < 2:
            return ()
        return tuple(self._names.title(p) for p in sorted(listed_in, key=lambda p: self._order.get(p, 99)))

    @property
    def within(self) -> str:
        """What is looked in, one of `service.chosen.NAMES`."""
        return self._chosen.name

    def coordinators(self, project: str) -> tuple[str, ...]:
        """Canonical names of the project's coordinators, in order; () when none is stored, or without a project."""
        return (
            tuple(dict.fromkeys(m.value for m in self._chosen.mentions("coordinator", project=project)))
            if project
            else ()
        )

    def _names_wholly(self, projects: Sequence[str], said: Sequence[str]) -> bool:
        """True when the words say nothing but which projects: each begins a word of their titles or names one."""
        titles = [word for p in projects for word in self._names.title(p).lower().split()]
        begin = (any(t.startswith(stem) for t in titles for stem in stems_of(word)) for word in said)
        return all(b or set(self._names.projects_like(w)) & set(projects) for b, w in zip(begin, said, strict=True))

    def _like(self, text: str, places: Sequence[str]) -> tuple[str, ...]:
        """The one project of whose name a word is said, where nothing else but places is asked about; else ()."""
        found, named = self._names.projects_like(text), stems_of(" ".join(places))
        told = [w for w in words(LEADS.sub(" ", text)) if w.content and w.stem not in named]
        rest = [w.surface for w in told if not self._names.projects_like(w.surface)]
        return found if len(found) == 1 and all(map(says_who, rest)) else ()

    def _person(self, name: str) -> Lookup | None:
        found = self._chosen.mentions("person", name)
        spans = spans_naming(self._chosen, [m for m in found if m.attribute("title")] or found)
        if not spans:
            return None
        return Lookup("", (Row("", (spans[0],), quoted=True),), "person")

    def led(self, projects: Sequence[str]) -> Lookup | None:
        """Who coordinates each of the projects; None where none is stored."""
        rows = []
        for project in projects:
            found = self._chosen.mentions("coordinator", project=project)
            if found:
                who = list(dict.fromkeys(m.value for m in found))
                spans = spans_naming(self._chosen, found)
                whole = [s for s in spans if all(name in s.text for name in who)]
                named = (s for s in whole if project in self._names.projects_named(s.text))
                like = (s for s in whole if self._names.tells_of(s.text, project))
                under = (s for s in whole if s.passage.project == project)
                first = next(under, None) or next(named, None) or next(like, None)
                rows.append(Row(f"**{self._names.title(project)}:** {listed(who)}", (first,) if first else spans))
        return Lookup(f"Tovholder ifølge {self._chosen.name}:", tuple(rows), "tovholder") if rows else None

    def _projects(self, question: Question) -> Lookup | None:
        """The projects that there are, but for those that others are asked for than."""
        others = asks_for_other_projects(question.own)
        told = (question.projects() or self._names.projects_named(question.told)) if others else ()
        every = [p for p in sorted(self._order, key=lambda p: self._order[p]) if p not in told]
        held = [(p, opening(self._chosen, p, self._names.title(p))) for p in every]
        rows = tuple(Row(f"- **{self._names.title(p)}**", (span,)) for p, span in held if span)
        if not rows:
            return Lookup("", (), "projekter") if told else None
        number = f"{len(rows)} " if HOW_MANY.search(question.own) else "disse "
        which = "disse andre projekter" if told else f"{number}projekter"
        return Lookup(f"I {self._chosen.name} er der {which}:", rows, "projekter")
