"""Facts lifted out of a document as it is stored: places, participants, persons, figures, dates, quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.types import DocumentContent, Mention, MentionKind, Passage, Section
from ingest.dates import find_dates
from ingest.figures import find_figures
from ingest.organisations import find_organisations
from ingest.participation import announces_coordinators, find_participation
from ingest.people import Person, find_again, find_people
from ingest.places import find_places
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


def find_mentions(content: DocumentContent, catalogue: Catalogue) -> tuple[Mention, ...]:
    """Every mention in the document's passages, in order of place; `surface` is the clean text of its span.

    Precise rather than many: what cannot be told for sure is left out.
    """
    sections = {section.section_id: section for section in content.sections}
    starts = [run.char_start for run in content.runs]
    introduced = {passage.passage_id: find_people(passage.text) for passage in content.passages}
    names = frozenset(person.name for people in introduced.values() for person in people)
    sources = _sources(content.passages)
    announcing = [announces_coordinators(passage.text) for passage in content.passages]
    numbered = _numbered_titles(catalogue)
    mentions: list[Mention] = []
    for number, passage in enumerate(content.passages):
        section = sections[passage.section_id]
        people = find_again(passage.text, introduced[passage.passage_id], names)
        near = range(max(0, number - NEAR), number)
        announced = any(announcing[n] for n in near if passage.page_first - content.passages[n].page_last <= 1)
        facts = _facts(passage, section, catalogue, people, announced=announced)
        figures = _figures(passage.text, numbered, sources.get(passage.passage_id, ""), facts)
        for fact in sorted([*facts, *figures], key=lambda fact: (fact.start, fact.end, fact.kind)):
            start, end = passage.char_start + fact.start, passage.char_start + fact.end
            run = bisect_right(starts, start) - 1
            page = content.runs[run].page if run >= 0 else passage.page_first
            mentions.append(
                Mention(
                    mention_id=f"{content.document.document_id}:m{len(mentions)}",
                    document_id=content.document.document_id,
                    passage_id=passage.passage_id,
                    section_id=passage.section_id,
                    kind=fact.kind,
                    value=fact.value,
                    surface=content.text[start:end],
                    char_start=start,
                    char_end=end,
                    page=page,
                    attributes=tuple(sorted((n, v) for n, v in fact.attributes if v)),
                )
            )
    return _without_genitive(mentions)


def _without_genitive(mentions: list[Mention]) -> tuple[Mention, ...]:
    """ "KKR Hovedstadens" is "KKR Hovedstaden" when the document also writes that."""
    known = {mention.value for mention in mentions if mention.kind == "organisation"}
    return tuple(
        replace(mention, value=bare)
        if mention.kind == "organisation"
        and (bare := mention.value.removesuffix("s")) != mention.value
        and bare in known
        else mention
        for mention in mentions
    )


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


def _figures(text: str, numbered: re.Pattern[str] | None, source: str, facts: list[Fact]) -> Iterator[Fact]:
    """Figures that are neither part of a project's title nor of a date among `facts`."""
    titles = [match.span() for match in numbered.finditer(text)] if numbered else []
    dates = [(fact.start, fact.end) for fact in facts if fact.kind == "date"]
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


def _sources(passages: Iterable[Passage]) -> dict[str, str]:
    """passage_id → the "Kilde:" of its section's figures, looked for on the same pages of the section."""
    by_section: dict[str, str] = {}
    passages = list(passages)
    for passage in passages:
        if match := _SOURCE.search(passage.text):
            by_section.setdefault(passage.section_id, tidy(match["source"]))
    return {
        p.passage_id: by_section[p.section_id]
        for p in passages
        if p.section_id in by_section and (p.kind in ("figure", "table") or _SOURCE.search(p.text))
    }


def _inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(left < end and start < right for left, right in spans)
