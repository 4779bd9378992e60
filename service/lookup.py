"""Answers that are looked up rather than searched for: who takes part in what, who coordinates, who somebody is.

Everything comes from stored mentions, and every row cites the words that the mention stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Source
from corpus.catalogue import Catalogue
from corpus.store import Store, joined
from corpus.types import Mention, MentionKind
from service.candidates import Candidate, spans_of
from service.names import NameBook
from service.question import Question, QuestionKind
from service.score_words import stems_of
from service.unlisted import under_participants
from service.words import words

_TAKE_PART = re.compile(
    r"\bdelt(ag|og)\w*|\bmedvirke\w*|\btak(e|es|ing) part|\btook part|\bparticipa\w*|\binvolveret\b|"
    r"\b(er|var|været|være)\b[^?.]{0,60}(?<!sammen )\bmed(?= i\b| på\b| om\b|\s*[?.,]|\s*$)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\btovholder\w*|\bkoordinator\w*|\bstår? i spidsen|\bstod i spidsen"
    r"|\bansvarlig\w* for|\bcoordinat\w+",
    re.I,
)
_BOTH = re.compile(r"\bbåde\b|\bbegge\b|\bboth\b", re.IGNORECASE)
_PROJECTS = re.compile(
    r"\bhvilke (\w+ ){0,2}(projekt|indsats)\w*|\bwhich projects?\b|\bhvad (deltager|er) \w+ med i\b", re.I
)
_COUNT = re.compile(r"\bhvor mange\b|\bantal\b|\bhow many\b", re.IGNORECASE)
_WHO_IS = re.compile(r"^\s*(hvem er|hvem var|who is|hvad laver|hvad er titlen)\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"(delt\w*|deltager\w*|kommune\w*|projekt\w*|tovholder\w*|koordinator\w*|medvirke\w*)$", re.IGNORECASE
)
_PARTICIPANTS = "kommuner kommune deltagere deltager projekter organisationer regioner municipalities participants"
"""What a list of participants lists; a question for schools or persons is another question."""
_EVERYBODY = "scope"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a looked-up answer: our own words, or the spans that carry them."""

    said: str
    cited: tuple[Candidate, ...] = ()
    quoted: bool = False
    """True when the cited words themselves are the row."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A looked-up answer. intro: our own words; rows: one a finding, none when nothing is said; what: of what."""

    intro: str
    rows: tuple[Row, ...]
    what: str


class Register:
    """What the stored mentions say about who does what, and where it stands."""

    def __init__(self, store: Store, catalogue: Catalogue, names: NameBook) -> None:
        self._store = store
        self._names = names
        self._order = {p.id: p.order for p in catalogue.projects}

    def look_up(self, question: Question) -> Lookup | None:
        """The looked-up answer, or None when the question is not of that kind or nothing is stored on it."""
        text, places = question.own, question.places()
        projects = question.projects() or (() if places else self._like(text))
        people = question.values("person")
        if people and _WHO_IS.search(text):
            return self._person(people[0])
        if _LEADS.search(text) and projects:
            return self._coordinators(projects)
        if not _TAKE_PART.search(text) and not _PROJECTS.search(text):
            return None
        if places and _PROJECTS.search(text):
            return self._projects_of(places)
        if len(projects) >= 2 and _BOTH.search(text):
            return self._in_both(projects)
        if len(projects) == 1 and _asks_for_list(question):
            return self._participants(question, projects[0], places)
        return None

    def unclear(self, question: Question) -> tuple[str, ...]:
        """Titles of the projects that a question may mean, when it asks who takes part and names no project or place.

        () when it is clear, or when fewer than two projects have a list.
        """
        if question.entities or question.topic or not asks_who_alone(question.own):
            return ()
        kind: MentionKind = "coordinator" if _LEADS.search(question.own) else "participant"
        listed_in = {m.attribute("project") for m in self._store.mentions(kind=kind)} - {""}
        if len(listed_in) < 2:
            return ()
        return tuple(self._names.title(p) for p in sorted(listed_in, key=lambda p: self._order.get(p, 99)))

    def coordinators(self, project: str) -> tuple[str, ...]:
        """Canonical names of the project's coordinators, in order; () when none is stored."""
        return tuple(dict.fromkeys(m.value for m in self._of("coordinator", project)))

    def _of(self, kind: MentionKind, project: str) -> list[Mention]:
        return [m for m in self._store.mentions(kind=kind) if m.attribute("project") == project]

    def _like(self, text: str) -> tuple[str, ...]:
        """The one project of whose name a word is said, where nothing else is asked about; else ()."""
        found = self._names.projects_like(text)
        rest = [w.surface for w in words(text) if w.content and not self._names.projects_like(w.surface)]
        return found if len(found) == 1 and all(_GENERIC.match(w) or _TAKE_PART.search(w) for w in rest) else ()

    def _person(self, name: str) -> Lookup | None:
        found = self._store.mentions(kind="person", value=name)
        spans = self._spans([m for m in found if m.attribute("title")] or found)
        if not spans:
            return None
        return Lookup("", (Row("", (spans[0],), quoted=True),), "person")

    def _coordinators(self, projects: Sequence[str]) -> Lookup | None:
        rows = []
        for project in projects:
            found = self._of("coordinator", project)
            if found:
                who = listed(list(dict.fromkeys(m.value for m in found)))
                rows.append(Row(f"**{self._names.title(project)}:** {who}", self._spans(found)))
        return Lookup("Tovholder ifølge materialet:", tuple(rows), "tovholder") if rows else None

    def _projects_of(self, places: Sequence[str]) -> Lookup | None:
        rows = []
        for project in sorted(self._order, key=lambda p: self._order[p]):
            leads = [m for m in self._of("coordinator", project) if m.value in places]
            joins = [m for m in self._of("participant", project) if m.value in places or m.attribute(_EVERYBODY)]
            roles = [r for r, found in (("tovholder", leads), ("deltager", joins)) if found]
            if roles:
                rows.append(Row(f"- **{self._names.title(project)}:** {listed(roles)}", self._spans([*leads, *joins])))
        if not rows:
            return None
        which = "dette projekt" if len(rows) == 1 else "disse projekter"
        return Lookup(f"{listed(list(places))} står i materialet ved {which}:", tuple(rows), "projekter")

    def _in_both(self, projects: Sequence[str]) -> Lookup | None:
        lists = [self._of("participant", p) for p in projects]
        titles = [f"»{self._names.title(p)}«" for p in projects]
        if not all(lists):
            missing = [t for t, found in zip(titles, lists, strict=True) if not found]
            known = [Row("", self._fewest(found), quoted=True) for found in lists if found]
            return Lookup(f"Deltagerne i {listed(missing)} er ikke nævnt i materialet.", tuple(known), "begge")
        sets = [{m.value for m in found if not m.attribute(_EVERYBODY)} for found in lists]
        everybody = [any(m.attribute(_EVERYBODY) for m in found) for found in lists]
        limited = [s for s, every in zip(sets, everybody, strict=True) if not every]
        shared = sorted(set.intersection(*limited)) if limited else []
        if not shared:
            return None
        rows = [Row(listed(shared), tuple(c for found in lists for c in self._fewest(found)))]
        return Lookup(f"På deltagerlisterne for både {listed(titles)} står:", tuple(rows), "begge")

    def _participants(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        found = self._of("participant", project)
        spans = self._fewest(found)
        if not spans:
            return self._unlisted(question, project, places)
        title, values = self._names.title(project), {m.value for m in found}
        everybody = any(m.attribute(_EVERYBODY) for m in found)
        intro = ""
        if places:
            absent = [p for p in places if p not in values and not everybody]
            present = [p for p in places if p not in absent]
            intro = _yes_no(present, absent, title)
        elif _COUNT.search(question.own) and not everybody:
            intro = (
                f"Deltagerlisten for »{title}« nævner {len(values)} {'deltager' if len(values) == 1 else 'deltagere'}:"
            )
        return Lookup(intro or f"Deltagere i »{title}«:", (Row("", spans, quoted=True),), "deltagere")

    def _unlisted(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        said = under_participants(self._store, project)
        if said:
            return Lookup("", (Row("", said, quoted=True),), "om deltagere")
        return Lookup("", (), "deltagere") if said == () and question.kind in ("list", "who") and not places else None

    def _spans(self, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
        """The spans that the mentions stand in, each once, in order."""
        return tuple(candidate for candidate, _ in self._named_in(mentions))

    def _fewest(self, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
        """Spans that name everybody whom the mentions name, in order: those that name most first, greedily."""
        named_in = self._named_in(mentions)
        missing, chosen = {m.value for m in mentions}, set[int]()
        while missing:
            best = max(range(len(named_in)), key=lambda i: len(named_in[i][1] & missing), default=-1)
            if best < 0 or not named_in[best][1] & missing:
                break
            chosen.add(best)
            missing -= named_in[best][1]
        return tuple(named_in[i][0] for i in sorted(chosen))

    def _named_in(self, mentions: Sequence[Mention]) -> list[tuple[Candidate, set[str]]]:
        """The spans that the mentions stand in, each once, in order, with the values of those in it."""
        ids = list(dict.fromkeys(m.passage_id for m in mentions))
        spans: dict[tuple[str, int], tuple[Candidate, set[str]]] = {}
        for passage, section, document in joined(self._store, self._store.passages(ids)):
            for candidate in spans_of(Source(1, 1.0, passage, section, document)):
                start, end = passage.char_start + candidate.start, passage.char_start + candidate.end
                here = {m.value for m in mentions if m.passage_id == passage.passage_id and start <= m.char_start < end}
                if here:
                    spans.setdefault(candidate.key, (candidate, set()))[1].update(here)
        return list(spans.values())


def asks_who_alone(text: str) -> bool:
    """True when who takes part or leads is asked, and nothing says in what."""
    if not (_TAKE_PART.search(text) or _LEADS.search(text)):
        return False
    return all(_GENERIC.match(w.surface) for w in words(text) if w.content)


def _asks_for_list(question: Question) -> bool:
    """True when nothing is asked about the participants but who they are, how many, or whether a place is one."""
    named = {w.stem for e in question.entities for w in words(e.surface)}
    about = stems_of(_PARTICIPANTS) | named
    other = [w for w in words(question.own) if w.content and w.stem not in named and not _TAKE_PART.search(w.surface)]
    of_them: dict[QuestionKind, bool] = {
        "list": True, "who": True, "keyword": True, "what": bool(question.focus),
        "number": bool(_COUNT.search(question.own)),
        "yesno": bool(question.places()) or all(w.stem in about for w in other),
    }  # fmt: skip
    return of_them.get(question.kind, False) and len(other) <= 4 and (not question.focus or question.focus in about)


def _yes_no(present: Sequence[str], absent: Sequence[str], title: str) -> str:
    parts = []
    if present:
        parts.append(f"Ja, {listed(present)} er med i »{title}«")
    if absent:
        no = "men" if present else "Nej,"
        listing = "listen" if present else f"deltagerlisten for »{title}«"
        parts.append(f"{no} {listed(absent)} står ikke på {listing}")
    return f"{', '.join(parts)}:"


def listed(names: Sequence[str]) -> str:
    """ "A", "A og B", "A, B og C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
