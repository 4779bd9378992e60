"""Facts lifted out of a document as it is stored: places, participants, persons, figures, dates, quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from operator import itemgetter

from corpus.catalogue import Catalogue
from corpus.types import DocumentContent, Mention, MentionKind, Passage, Section
from ingest.dates import find_dates
from ingest.figures import find_figures
from ingest.organisations import find_organisations
from ingest.packed import MENTIONS
from ingest.participation import announces_coordinators, find_participation
from ingest.people import Person, find_again, find_people
from ingest.places import find_places
from ingest.spool import Spooled
from ingest.tidy import tidy

NEAR = 3
"""So many passages before a table may announce what its names are."""
_SOURCE = re.compile(r"^Kilder?\s*:\s*(?P<source>[^\n]+?)\s*\.?$", re.M)
_QUOTED = re.compile(
    r"[”\"»“]\s*(?P<words>[^”\"»“«]{20,600}?)\s*[”\"«]\s*,?\s*(?:siger|fortæller|forklarer|mener|udtaler)\s"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A mention before it has ids; [start, end) in the passage's text. attributes: name → value, "" is left out."""

    kind: MentionKind
    value: str
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What one passage alone does not tell. names: of the persons whom the document introduces. sources: section id →
    the "Kilde:" of its figures. pages: where each page's text begins, and its number."""

    names: frozenset[str]
    sources: Mapping[str, str]
    numbered: re.Pattern[str] | None
    pages: Sequence[tuple[int, int]]


def find_mentions(content: DocumentContent, catalogue: Catalogue) -> Sequence[Mention]:
    """Every mention in the document's passages, in order of place; `surface` is the clean text of its span.

    Precise rather than many: what cannot be told for sure is left out.
    """
    names: set[str] = set()
    introducing: set[str] = set()
    sources: dict[str, str] = {}
    for passage in content.passages:
        if people := find_people(passage.text):
            names.update(person.name for person in people)
            introducing.add(passage.passage_id)
        if match := _SOURCE.search(passage.text):
            sources.setdefault(passage.section_id, tidy(match["source"]))
    pages = [(run.char_start, run.page) for run in content.runs]
    known = _Known(frozenset(names), sources, _numbered_titles(catalogue), pages)
    mentions: Spooled[Mention] = Spooled(MENTIONS)
    organisations: set[str] = set()
    sections = iter(content.sections)
    section = next(sections, None)
    before: deque[tuple[bool, int]] = deque(maxlen=NEAR)
    for passage in content.passages:
        while section is not None and section.section_id != passage.section_id:
            section = next(sections, None)
        assert section is not None, "passages stand in the order of their sections"
        introduced = find_people(passage.text) if passage.passage_id in introducing else []
        people = find_again(passage.text, introduced, known.names)
        announced = any(said and passage.page_first - page <= 1 for said, page in before)
        before.append((announces_coordinators(passage.text), passage.page_last))
        facts = _facts(passage, section, catalogue, people, announced=announced)
        figures = _figures(passage, known, facts)
        for fact in sorted([*facts, *figures], key=lambda fact: (fact.start, fact.end, fact.kind)):
            mentions.append(_mention(fact, passage, known, len(mentions)))
        organisations.update(fact.value for fact in facts if fact.kind == "organisation")
    return _without_genitive(mentions, organisations)


def _mention(fact: Fact, passage: Passage, known: _Known, number: int) -> Mention:
    start = passage.char_start + fact.start
    run = bisect_right(known.pages, start, key=itemgetter(0)) - 1
    return Mention(
        mention_id=f"{passage.document_id}:m{number}",
        document_id=passage.document_id,
        passage_id=passage.passage_id,
        section_id=passage.section_id,
        kind=fact.kind,
        value=fact.value,
        surface=passage.text[fact.start : fact.end],
        char_start=start,
        char_end=passage.char_start + fact.end,
        page=known.pages[run][1] if run >= 0 else passage.page_first,
        attributes=tuple(sorted((n, v) for n, v in fact.attributes if v)),
    )


def _without_genitive(mentions: Sequence[Mention], organisations: Set[str]) -> Sequence[Mention]:
    """ "KKR Hovedstadens" is "KKR Hovedstaden" when the document also writes that."""
    bare = {name: name[:-1] for name in organisations if name.endswith("s") and name[:-1] in organisations}
    if not bare:
        return mentions
    return Spooled(MENTIONS, (_renamed(mention, bare) for mention in mentions))


def _renamed(mention: Mention, names: Mapping[str, str]) -> Mention:
    called = names.get(mention.value) if mention.kind == "organisation" else None
    return replace(mention, value=called) if called else mention


def _facts(
    passage: Passage, section: Section, catalogue: Catalogue, people: list[Person], *, announced: bool
) -> list[Fact]:
    """All but the figures, in no order."""
    text = passage.text
    places = find_places(text)
    facts = [*_people(text, people), *_quotes(passage, people)]
    taken = [(person.start, person.end) for person in people]
    for place in places:
        if not _inside(taken, place.start, place.end):
            corrected = (("corrected", "1"),) if place.corrected else ()
            facts.append(Fact(place.kind, place.value, place.start, place.end, corrected))
    for role in find_participation(passage, section, catalogue, places, announced=announced):
        facts.append(Fact(role.kind, role.value, role.start, role.end, role.attributes))
    for name, start, end in find_organisations(text, people, places):
        if not _inside(taken, start, end):
            facts.append(Fact("organisation", name, start, end))
    for date in find_dates(text):
        facts.append(Fact("date", date.value, date.start, date.end, (("qualifier", date.qualifier),)))
    return facts


def _people(text: str, people: Iterable[Person]) -> Iterator[Fact]:
    for person in people:
        attributes = (("title", person.title), ("organisation", person.organisation))
        yield Fact("person", person.name, person.start, person.end, attributes)


def _figures(passage: Passage, known: _Known, facts: list[Fact]) -> Iterator[Fact]:
    """Figures that are neither part of a project's title nor of a date among `facts`."""
    text = passage.text
    titles = [match.span() for match in known.numbered.finditer(text)] if known.numbered else []
    dates = [(fact.start, fact.end) for fact in facts if fact.kind == "date"]
    source = known.sources.get(passage.section_id, "")
    if source and passage.kind not in ("figure", "table") and not _SOURCE.search(text):
        source = ""
    for figure in find_figures(text):
        if _inside(titles + dates, figure.start, figure.end):
            continue
        attributes = (
            ("unit", figure.unit), ("denominator", figure.denominator), ("modifier", figure.modifier),
            ("source", source),
        )  # fmt: skip
        value = f"{figure.value} %" if figure.unit == "%" else figure.value
        yield Fact("figure", value, figure.start, figure.end, attributes)


def _numbered_titles(catalogue: Catalogue) -> re.Pattern[str] | None:
    """Finds the project titles with a number in them ("100 % ..."): it is part of a name there, and no figure."""
    names = {n for p in catalogue.projects for n in (p.title, *p.aliases) if re.search(r"\d", n)}
    spelt = [re.escape(name).replace(r"\ ", r"\s*") for name in sorted(names, key=len, reverse=True)]
    return re.compile("|".join(spelt), re.I) if spelt else None


def _quotes(passage: Passage, people: list[Person]) -> Iterator[Fact]:
    """A quote passage with its speakers; or words between quotation marks with "siger" and a name behind them."""
    text = passage.text
    if passage.kind == "quote" and people:
        first = min(person.start for person in people)
        spans = [(s, e) for s, e in passage.sentences if e <= first]
        if spans:
            yield _quote(people, spans[0][0], spans[-1][1])
        return
    for match in _QUOTED.finditer(text):
        speakers = [p for p in people if match.end() - 1 <= p.start <= match.end() + 80][:1]
        if speakers:
            yield _quote(speakers, *match.span("words"))


def _quote(people: list[Person], start: int, end: int) -> Fact:
    speakers = " og ".join(person.name for person in people)
    titles = {person.title for person in people if person.title} if len(people) == 1 else set()
    organisations = {p.organisation for p in people if p.organisation} if len(people) == 1 else set()
    attributes = (
        ("speaker", speakers),
        ("title", next(iter(titles), "")),
        ("organisation", next(iter(organisations), "")),
    )
    return Fact("quote", speakers, start, end, attributes)


def _inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(left < end and start < right for left, right in spans)
