"""Two projects side by side: a table over shared headings, each cell a cited quote or an honest "ikke nævnt"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.answers import Source
from service.candidates import Candidate, spans_of
from service.chosen import Chosen
from service.cite import Citer
from service.names import NameBook
from service.question import Question
from service.score_words import stems_of
from service.words import words

_COMPARES = re.compile(r"\bsammenlign\w*|\bforskel\w*|\bligh(ed|eder)\b|\bcompare\w*|\bdifferen\w+", re.IGNORECASE)
_PROJECTS = re.compile(r"\bsammenlign\w*|\bcompare\w*|\w*(projekt|indsats|project)", re.IGNORECASE)
"""A difference between two things is asked of what is told about them; one between projects, of all that is told."""
_THE_PROJECT = r"(?:\w*(?:projekt|indsats)\w* (?:om|for|med) )?"
_TWO_SIDES = re.compile(
    rf"(?:sammenlign\w*|forskel\w* (?:på|mellem)|ligheder mellem|compare|between)\s+{_THE_PROJECT}"
    rf"(.+?)\s+(?:og|med|and|with)\s+{_THE_PROJECT}(.+?)[\s?.!]*$",
    re.IGNORECASE,
)
MEANT = 0.6
"""A project that is named at least this surely is meant."""
ABSENT = "ikke nævnt"
MOST_HEADINGS = 6
TELLING = 20
"""A span shorter than this, in characters, is a label rather than a sentence."""


def asks_to_compare(text: str) -> bool:
    """True when it is asked how things differ or are alike."""
    return bool(_COMPARES.search(text))


def compared_projects(question: Question, names: NameBook, *, project_about: Callable[[str], str]) -> tuple[str, ...]:
    """The two to four projects that are to be compared, () when the question is another.

    Beside one project that is named, a part of another's name is enough: one thing is not compared with itself. Two
    subjects of projects mean these. project_about: the id of the project that most of what is found for some words is
    under, "" for none.
    """
    if not asks_to_compare(question.own):
        return ()
    own = question.named(MEANT)
    projects = own if len(own) >= 2 else _two_sides(question, names, project_about)
    if len(projects) < 2:
        projects = own or question.projects(MEANT)
    if len(projects) == 1:
        projects = tuple(dict.fromkeys((*names.projects_like(question.own), *projects)))
    return projects if 2 <= len(projects) <= 4 else ()


def _two_sides(question: Question, names: NameBook, project_about: Callable[[str], str]) -> tuple[str, ...]:
    """The projects that the two things set beside each other are about, () where one of them is only pointed at."""
    found = _TWO_SIDES.search(question.own) if _PROJECTS.search(question.own) else None
    sides = found.groups() if found else ()
    if not all("," not in side and any(word.content for word in words(side)) for side in sides):
        return ()
    about = (next(iter(names.projects_like(side)), "") or project_about(side) for side in sides)
    return tuple(dict.fromkeys(filter(None, about)))


def compare(question: Question, projects: Sequence[str], *, chosen: Chosen, citer: Citer, names: NameBook) -> str:
    """A Markdown table: headings down, projects across; "" when the projects share no heading in any document.

    A heading under which nothing is told, or the same of all, is left out.
    """
    found = {p: _by_heading(chosen, p) for p in projects}
    shared = [h for h in _headings(list(found.values())) if sum(h in by for by in found.values()) >= 2]
    asked = [h for h in shared if stems_of(h) & stems_of(question.own)]
    rows: list[str] = []
    for heading in asked or shared:
        told = [_first(found[p].get(heading, [])) for p in projects]
        if len(rows) < MOST_HEADINGS and len({c.text for c in told if c}) + told.count(None) > 1 and any(told):
            cells = [_cell(candidate, citer) for candidate in told]
            rows.append(f"| **{heading.rstrip('?: ')}** | {' | '.join(cells)} |")
    titles = [names.title(p) for p in projects]
    return "\n".join([f"| | {' | '.join(titles)} |", f"|---{'|---' * len(projects)}|", *rows]) if rows else ""


def _by_heading(chosen: Chosen, project: str) -> dict[str, list[Source]]:
    """heading → the project's passages under it, in order."""
    found: dict[str, list[Source]] = {}
    for source in chosen.of_project(project):
        found.setdefault(source.section.heading, []).append(source)
    return found


def _headings(every: Sequence[dict[str, list[Source]]]) -> list[str]:
    return list(dict.fromkeys(heading for by_heading in every for heading in by_heading))


def _first(sources: Sequence[Source]) -> Candidate | None:
    """The first sentence, callout or item that stands under a heading; None when nothing does."""
    spans = [c for s in sources for c in spans_of(s) if c.role in ("sentence", "figure", "item")]
    return next((c for c in spans if len(c.text) > TELLING), spans[0] if spans else None)


def _cell(told: Candidate | None, citer: Citer) -> str:
    citation = citer.cite(told) if told else None
    if told is None or citation is None:
        return ABSENT
    return f"{' '.join(told.text.split())} [{citation.marker}]".replace("|", "\\|")
