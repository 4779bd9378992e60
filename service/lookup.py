"""Answers that are looked up rather than searched for: who takes part in what, who coordinates, who somebody is.

Everything comes from stored mentions, and every row cites the words that the mention stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.types import Mention, MentionKind
from service.asked_places import asked_places, is_among
from service.candidates import Candidate
from service.chosen import Chosen
from service.compare import asks_to_compare
from service.filters import danish_key
from service.listing import counted, listed, yes_and_no
from service.lookup_question import (
    ASKS_MORE,
    ASKS_WHOM,
    BOTH,
    DENIES,
    EVERY_COORDINATOR,
    HOW_MANY,
    LEADS,
    TAKES_PART,
    asks_for_list,
    asks_for_other_projects,
    asks_for_projects,
    asks_who_alone,
    asks_who_leads,
    counts_those_told,
    says_who,
    says_whom_about,
    who_is_asked,
)
from service.names import NameBook
from service.opening import opening
from service.question import Question
from service.score_words import stems_of
from service.span_names import fewest_spans, spans_naming
from service.unlisted import under_participants
from service.words import words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a looked-up answer: our own words, or the spans that carry them."""

    said: str
    cited: tuple[Candidate, ...] = ()
    quoted: bool = False
    """True when the cited words themselves are the row, after what is said, if anything."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A looked-up answer. intro: our own words; rows: one a finding, none when nothing is said; what: of what."""

    intro: str
    rows: tuple[Row, ...]
    what: str


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
        text, places = question.own, () if counts else asked_places(question)
        projects = question.projects() or self._like(text, places)
        if not ASKS_MORE.search(text) and (person := who_is_asked(question)):
            return self._person(person)
        if ASKS_WHOM.search(text) and says_whom_about(text):
            projects = question.named() or self._like(text, places) or ((nearest,) if nearest else ())
        if asks_to_compare(text) and len(projects) == 1:
            projects = tuple(dict.fromkeys((*self._names.projects_like(text), *projects)))
        if projects and (asks_who_leads(question) or ASKS_WHOM.search(text)):
            return self.led(projects)
        if asks_for_projects(text, self._names.together):
            return self._projects(question)
        if not (TAKES_PART.search(text) or counts):
            return None
        if len(projects) >= 2 and BOTH.search(text):
            return self._in_both(projects)
        if len(projects) >= 2 and not places and asks_for_list(question):
            return self._participants_of_each(projects)
        if len(projects) == 1 and asks_for_list(question):
            return self._participants(question, projects[0], places)
        return None

    def unclear(self, question: Question) -> tuple[str, ...]:
        """Titles of the projects that a question may mean, when it asks who takes part and names no project or place.

        () when it is clear, or when fewer than two projects have a list.
        """
        every = EVERY_COORDINATOR.search(question.own)
        if every or question.entities or question.topic or not asks_who_alone(question.own):
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
        return tuple(dict.fromkeys(m.value for m in self._of("coordinator", project))) if project else ()

    def _of(self, kind: MentionKind, project: str) -> list[Mention]:
        return [m for m in self._chosen.mentions(kind) if m.attribute("project") == project]

    def _like(self, text: str, places: Sequence[str]) -> tuple[str, ...]:
        """The one project of whose name a word is said, where nothing else but places is asked about; else ()."""
        found, named = self._names.projects_like(text), stems_of(" ".join(places))
        told = [w for w in words(text) if w.content and w.stem not in named]
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
            found = self._of("coordinator", project)
            if found:
                who = list(dict.fromkeys(m.value for m in found))
                spans = spans_naming(self._chosen, found)
                enough = (
                    s for s in spans if self._names.tells_of(s.text, project) and all(name in s.text for name in who)
                )
                first = next(enough, None)
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

    def _in_both(self, projects: Sequence[str]) -> Lookup | None:
        lists = [self._of("participant", p) for p in projects]
        titles = [f"»{self._names.title(p)}«" for p in projects]
        if not all(lists):
            missing = [t for t, found in zip(titles, lists, strict=True) if not found]
            known = [Row("", fewest_spans(self._chosen, found), quoted=True) for found in lists if found]
            return Lookup(f"Deltagerne i {listed(missing)} er ikke nævnt i {self._chosen.name}.", tuple(known), "begge")
        if not all(map(self._chosen.tells_all, lists)):
            return None
        sets = [{m.value for m in found if not m.scope} for found in lists]
        everybody = [any(m.scope for m in found) for found in lists]
        limited = [s for s, every in zip(sets, everybody, strict=True) if not every]
        shared = sorted(set.intersection(*limited)) if limited else []
        if not shared:
            return None
        rows = [Row(listed(shared), tuple(c for found in lists for c in fewest_spans(self._chosen, found)))]
        return Lookup(f"På deltagerlisterne for både {listed(titles)} står:", tuple(rows), "begge")

    def _participants_of_each(self, projects: Sequence[str]) -> Lookup | None:
        lists = {f"»{self._names.title(p)}«": self._of("participant", p) for p in projects}
        told = [(title, found) for title, found in lists.items() if found and self._chosen.tells_all(found)]
        rows = [Row(f"**{title[1:-1]}:**", fewest_spans(self._chosen, found), quoted=True) for title, found in told]
        missing = [title for title, found in lists.items() if not found]
        unknown = f"Deltagerne i {listed(missing)} er ikke nævnt i {self._chosen.name}." if missing else ""
        return Lookup(unknown or f"Deltagere ifølge {self._chosen.name}:", tuple(rows), "deltagere") if rows else None

    def _participants(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        found = self._of("participant", project)
        if not found and question.kind == "yesno" and set(places) & set(self.coordinators(project)):
            return self.led((project,))
        if not found:
            return self._unlisted(question, project, places)
        title, values = self._names.title(project), {m.value for m in found}
        scopes = {m.scope for m in found} - {""}
        if DENIES.search(question.own) and not places:
            return self._absent(project, found)
        absent = [p for p in places if p not in values and not is_among(p, scopes)]
        if not self._chosen.tells_all(found):
            if absent or not places:
                return None
            found = [m for m in found if m.value in places or m.scope]
        intro = f"Deltagere i »{title}«:"
        if places:
            intro = yes_and_no([p for p in places if p not in absent], absent, title)
        elif HOW_MANY.search(question.own) and not scopes:
            intro = f"Deltagerlisten for »{title}« nævner {counted(values)}:"
        leads = [m for m in self._of("coordinator", project) if m.value in absent]
        named = listed(list(dict.fromkeys(m.value for m in leads))) if leads else ""
        led = (Row(f"**Tovholder:** {named}", fewest_spans(self._chosen, leads)),) if leads else ()
        return Lookup(intro, (Row("", fewest_spans(self._chosen, found), quoted=True), *led), "deltagere")

    def _absent(self, project: str, found: Sequence[Mention]) -> Lookup:
        """The municipalities that are named, but not in the project: no row where the list may be seen in part only."""
        title = self._names.title(project)
        if not self._chosen.tells_all(found):
            return Lookup("", (), "deltagere")
        on_list = Row("", fewest_spans(self._chosen, found), quoted=True)
        scope = {m.scope for m in found} - {""}
        if scope:
            return Lookup(f"»{title}« gælder alle kommuner i {listed(sorted(scope))}:", (on_list,), "deltagere")
        values = {m.value for m in found} | set(self.coordinators(project))
        others = [m for m in self._chosen.mentions("municipality") if m.value not in values]
        if not others:
            intro = f"I {self._chosen.name} nævnes ingen andre kommuner end dem, der er med i »{title}«:"
            return Lookup(intro, (on_list,), "deltagere")
        named = Row(listed(sorted({m.value for m in others}, key=danish_key)), fewest_spans(self._chosen, others))
        neither = f"Nævnt i {self._chosen.name}, men ikke som deltager i eller tovholder for »{title}«"
        intro = f"{neither}. Deltagerlisten er citeret til sidst."
        return Lookup(intro, (named, on_list), "ikke deltagere")

    def _unlisted(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        if DENIES.search(question.own) and not places:
            return Lookup("", (), "deltagere")
        said = under_participants(self._chosen, project)
        if said:
            return Lookup("", (Row("", said, quoted=True),), "om deltagere")
        asked = question.kind == "yesno" if places else question.kind in ("list", "who")
        return Lookup("", (), "deltagere") if said == () and asked else None
