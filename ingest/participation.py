"""Who took part in which project, and who coordinated it: from lists under a heading, rows and plain sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.types import Passage, Section
from ingest.places import Place

_HEADING = re.compile(r"^\s*(?:deltager|deltagende|medvirkende kommuner|hvem (?:deltog|deltager|var med))", re.I)
_LEAD = re.compile(r"(?:^|\n)\s*(?:Deltagere|Deltagende kommuner|Deltagerkommuner(?:ne)?)\s*:?\s*$", re.I)
_ALL = re.compile(
    r"\b(?:alle|samtlige)(?:(?:\s+(?:de\s+)?\d+)?\s+(?:danske\s+)?kommuner(?:ne)?)?\s+i\s+"
    r"(?P<where>hovedstadsregionen|hovedstadsområdet|landet|Danmark|Region\s+[A-ZÆØÅ][a-zæøå]+)",
    re.I,
)
_WHERE = dict.fromkeys(("hovedstadsregionen", "hovedstadsområdet"), "Region Hovedstaden")
_WHERE |= dict.fromkeys(("danmark", "landet"), "Danmark")
_SEPARATOR = re.compile(r"\s*(?:,|;|/|\n|\bog\b|\bsamt\b|,\s*og\b)?\s*(?:\b(?:og|samt)\b)?\s*")
_NEGATION = re.compile(r"\b(?:ikke|hverken|ingen|uden|undtagen|mangler|heller)\b", re.I)
_COORDINATOR = re.compile(r"\btovholder(?:e|ne|kommune|kommuner|kommunerne)?\b", re.I)
_LINK = re.compile(
    r"^\s*(?:,\s*)?(?:var|er|blev|har\s+været|står(?:\s+\w+)?|som|fungerede|stod)(?:\s+(?:som|også|begge|fælles))*\s+$",
    re.I,
)
_FROM = re.compile(r"^[^.\n;]{0,70}?(?:\b(?:var|er|blev|bliver)\b|:)\s*$", re.I)
_TOOK_PART = re.compile(r"\s*(?:deltog|deltager|har\s+deltaget|var\s+med|medvirkede)\s+i\s+(?P<what>[^.\n]{3,200})")
_YES = re.compile(r"^(?:x|ja|deltager|deltog|med|✓|✔|•|●)$", re.I)


@dataclass(frozen=True, slots=True)
class Role:
    """[start, end) in the passage's text."""

    kind: Literal["participant", "coordinator"]
    value: str
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...]


def heads_participants(path: Sequence[str]) -> bool:
    """True when the nearest two headings of a section's path hold one that announces participants."""
    return any(_HEADING.match(heading) for heading in path[-2:])


def find_participation(
    passage: Passage, section: Section, catalogue: Catalogue, places: list[Place], *, announced: bool = False
) -> list[Role]:
    """Roles in order of place, each place at most once as each kind. project: "" when the text does not tell.

    places: those of the passage's text. announced: the text right before says that every project has coordinators,
    so that names set beside a project in a table without headers are those.
    """
    if not places and "ommuner" not in passage.text:
        return []
    roles: dict[tuple[int, str, tuple[tuple[str, str], ...]], Role] = {}
    listed = heads_participants(section.path)
    for start, end in passage.sentences or ((0, len(passage.text)),):
        sentence = _Sentence(
            text=passage.text[start:end],
            places=_shifted(places, start, end),
            listed=listed or _LEAD.search(passage.text[:start]) is not None,
            project=passage.project,
        )
        if not sentence.places and "ommuner" not in sentence.text:
            continue
        tabular = passage.kind == "table"
        beside = _beside(sentence, catalogue) if tabular and announced else []
        for role in beside or _roles(sentence, tabular, catalogue):
            role = Role(role.kind, role.value, role.start + start, role.end + start, role.attributes)
            roles.setdefault((role.start, role.kind, role.attributes), role)
    return sorted(roles.values(), key=lambda role: role.start)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """listed: it stands under a heading that announces participants. project: the passage's, "" when none."""

    text: str
    places: list[Place]
    listed: bool
    project: str


def _shifted(places: list[Place], start: int, end: int) -> list[Place]:
    return [replace(p, start=p.start - start, end=p.end - start) for p in places if start <= p.start and p.end <= end]


def _roles(sentence: _Sentence, tabular: bool, catalogue: Catalogue) -> Iterator[Role]:
    text = sentence.text
    if tabular and (cells := _cells(text)):
        yield from _row(sentence, cells, catalogue)
        return
    if _COORDINATOR.search(text):
        yield from _coordinators(text, sentence.places, _project(text, catalogue) or sentence.project)
    elif sentence.listed or re.match(r"\s*Deltagere\s*:", text):
        project = sentence.project or _project(text, catalogue)
        yield from _listed(text, sentence.places, project)
        for match in _ALL.finditer(text if "kommuner" in text else ""):
            where = _WHERE.get(match["where"].lower(), match["where"])
            attributes = (("project", project), ("scope", where))
            yield Role("participant", f"Alle kommuner i {where}", match.start(), match.end(), attributes)
    for run in _runs(text, sentence.places):
        took = _TOOK_PART.match(text, run[-1].end)
        if took and not _NEGATION.search(text):
            part, _, led = took["what"].partition("tovholder")
            yield from (_role("participant", place, p) for place in run for p in _projects(part, catalogue))
            yield from (_role("coordinator", place, p) for place in run for p in _projects(led, catalogue))


def _listed(sentence: str, places: list[Place], project: str) -> Iterator[Role]:
    """Runs of places that make up most of the sentence, or are long; a lone name in a sentence tells nothing."""
    for run in _runs(sentence, places):
        covered = (run[-1].end - run[0].start) / max(1, len(sentence.strip()))
        if len(run) >= 4 or covered > 0.6:
            before = sentence[: run[0].start]
            if not _NEGATION.search(before[-40:]):
                yield from (_role("participant", place, project) for place in run)


def _coordinators(sentence: str, places: list[Place], project: str) -> Iterator[Role]:
    for word in _COORDINATOR.finditer(sentence):
        if _NEGATION.search(sentence[max(0, word.start() - 30) : word.start()]):
            continue
        for run in _runs(sentence, places):
            before = sentence[run[-1].end : word.start()] if run[-1].end <= word.start() else None
            after = sentence[word.end() : run[0].start] if run[0].start >= word.end() else None
            if (before is not None and _LINK.match(before)) or (after is not None and _FROM.match(after)):
                yield from (_role("coordinator", place, project) for place in run)


def _role(kind: Literal["participant", "coordinator"], place: Place, project: str) -> Role:
    corrected = (("corrected", "1"),) if place.corrected else ()
    return Role(kind, place.value, place.start, place.end, (("project", project), *corrected))


def _runs(sentence: str, places: Sequence[Place]) -> list[list[Place]]:
    """Neighbouring places with nothing but list separators between them."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and _SEPARATOR.fullmatch(sentence[runs[-1][-1].end : place.start]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _cells(row: str) -> list[tuple[str, int, int]]:
    """(header, start, end) of each cell of "Header: cell; Header: cell"; a cell without header has "" for it."""
    cells, position = [], 0
    for part in row.split("; "):
        header, colon, _ = part.partition(": ")
        start = position + (len(header) + 2 if colon else 0)
        cells.append((header if colon else "", start, position + len(part)))
        position += len(part) + 2
    return cells if any(header for header, _, _ in cells) else []


def _row(sentence: _Sentence, cells: list[tuple[str, int, int]], catalogue: Catalogue) -> Iterator[Role]:
    """A row of projects with their coordinators or participants, or of one place with its part in each project."""
    row = sentence.text
    own = next((p for _, s, e in cells if (p := _project(row[s:e], catalogue))), "") or sentence.project
    first = next((p for p in sentence.places), None)
    for header, start, end in cells:
        here = [place for place in sentence.places if start <= place.start and place.end <= end]
        coordinating = _COORDINATOR.search(header) is not None
        if coordinating or _HEADING.match(header):
            yield from (_role("coordinator" if coordinating else "participant", place, own) for place in here)
        elif first is not None and first not in here and (column := _labelled(header, catalogue)):
            yield from _part(row[start:end].strip().rstrip("."), first, start, end, column)


def announces_coordinators(text: str) -> bool:
    """Whether the text tells that projects have coordinators, without naming them."""
    low = text.lower()
    return "tovholder" in low and (_COORDINATOR.search(text) is not None or "tovholderkommune" in low)


def _beside(sentence: _Sentence, catalogue: Catalogue) -> list[Role]:
    """Coordinators from "Project: place, place", when nothing but places stands beside the project."""
    name, colon, rest = sentence.text.partition(": ")
    project = _project(name, catalogue) if colon and ": " not in rest else ""
    here = [place for place in sentence.places if place.start > len(name)]
    if not project or not here:
        return []
    for place in reversed(here):
        rest = rest[: place.start - len(name) - 2] + rest[place.end - len(name) - 2 :]
    return [] if rest.strip(" ,.;") else [_role("coordinator", place, project) for place in here]


def _part(value: str, place: Place, start: int, end: int, project: str) -> Iterator[Role]:
    """What a cell says of the row's place: "tovholder", "deltager og tovholder", "x"."""
    if _NEGATION.search(value):
        return
    if _COORDINATOR.search(value):
        yield Role("coordinator", place.value, start, end, (("project", project),))
    if _YES.match(value) or re.search(r"\bdeltager\b", value, re.I):
        yield Role("participant", place.value, start, end, (("project", project),))


def _projects(text: str, catalogue: Catalogue) -> list[str]:
    """Ids of the projects that an enumeration names ("projekterne om madspild, pendlervaner og boliger")."""
    items = re.split(r",|\bog\b|\bsamt\b", re.sub(r"\b(?:projekt(?:et|erne)?|om|for|var|er)\b", " ", text))
    return [project for item in items if (project := _labelled(item, catalogue))]


def _labelled(label: str, catalogue: Catalogue) -> str:
    """The id of the one project that a label such as "Boliger" can mean: its name, or whole words of its name."""
    if project := _project(label, catalogue):
        return project
    words = re.sub(r"\s+", " ", label).strip().casefold()
    if len(words) < 5:
        return ""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    found = {project for name, project in _names(catalogue) if words in name and whole.search(name)}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4)
def _names(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """(title, short name or alias in small letters, project id) for every project."""
    return tuple(
        (name.casefold(), project.id)
        for project in catalogue.projects
        for name in (project.title, project.short, *project.aliases)
        if name
    )


def _project(text: str, catalogue: Catalogue) -> str:
    """The id of the one project whose title, short name or alias stands in the text, "" for none or several."""
    lower = re.sub(r"\s+", " ", text).casefold()
    found = {project for name, project in _names(catalogue) if name in lower}
    return found.pop() if len(found) == 1 else ""
