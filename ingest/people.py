"""Persons with title and organisation, as speakers' lines and running text name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_CAPITAL = r"[A-ZÆØÅÉÖÄÜ][a-zæøåéöäüáíóúèê]+"
_NO_NAME = r"(?!(?:Kommunes?|Region|Center|Universitet|Styrelse|Danmark|Netværk|Erhvervshus)\b)"
_NAME_WORD = rf"{_NO_NAME}{_CAPITAL}(?:-{_CAPITAL})?"
_PARTICLE = r"(?:(?:von|van|de|der|den|af|la|el|al|di|du)\s+)"
NAME = rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}?{_NAME_WORD}|[A-ZÆØÅ]\.)){{1,4}}"

_ENDINGS = (
    "direktør|chef|leder|konsulent|medarbejder|koordinator|planlægger|borgmester|rådmand|formand|forkvinde|næstformand"
    "|ansvarlig|rådgiver|ingeniør|arkitekt|professor|lektor|adjunkt|forsker|specialist|minister|fuldmægtig|biolog|geolog"
    "|sekretær|assistent|pædagog|lærer|rektor|inspektør|økonom|analytiker|jurist|advokat|partner|redaktør|journalist"
    "|ordfører|medlem|manager|udvikler|tekniker|gartner|læge|sygeplejerske|kemiker|geograf|statistiker|bibliotekar"
)
_TITLE_WORD = rf"(?:[A-ZÆØÅa-zæøå]+-)?[A-ZÆØÅa-zæøå]*(?:{_ENDINGS})"
_PLACE = rf"(?:{_CAPITAL}(?:-{_CAPITAL})?\s+Kommune|Region\s+{_CAPITAL}(?<!s))(?!\w)"
_ORGANISATION = rf"(?:{_PLACE}|[A-ZÆØÅ][\wæøåÆØÅ&/.’'-]*(?:\s+(?:(?:for|og|i|af)\s+)?[A-ZÆØÅ][\wæøåÆØÅ&/’'-]*)*)"
_AFTER = re.compile(
    rf"(?P<name>{NAME})(?:\s*,\s*|\s+[-–(]\s*|\s+)(?P<title>{_TITLE_WORD})(?![\wæøå-])"
    rf"(?P<duty>\s+for\s+[^,.;()\n]{{2,80}}?(?=\s*[,.;(]|\s+(?:i|hos|ved|fra)\s+[A-ZÆØÅ]|\s*$))?"
    rf"(?:(?:\s*,\s*|\s+(?:i|hos|ved|fra|på)\s+)(?P<organisation>{_ORGANISATION}))?"
)
_BEFORE = re.compile(rf"(?<![\wæøå-])(?P<title>{_TITLE_WORD})\s+(?P<name>{NAME})(?:\s*,\s*(?:{_ORGANISATION}))?")
_ANY_NAME = re.compile(rf"{_CAPITAL}(?:-{_CAPITAL})?\s+(?:{_PARTICLE}?{_CAPITAL}|[A-ZÆØÅ]\.)")
_ANY_TITLE = re.compile(rf"(?:{_ENDINGS})(?![\wæøå-])")
_UNIT = re.compile(rf"\s*,\s*(?P<more>(?:Region\s+[A-ZÆØÅ]\w+|{_CAPITAL}(?:-{_CAPITAL})?\s+Kommune))")
_NOT_NAMES = re.compile(
    r"^(?:Region|Kommune|Center|Danmark|Greater|Gate|Energi|Formand|Medformand|Foto|Kilde|Den|Det|De|En|Et|I|På|Om"
    r"|Projektet|Deltagere|Erfaringer|Næste|Hvad|Flere|Alle|Figur|Tabel|Side|Læs)\b"
)


@dataclass(frozen=True, slots=True)
class Person:
    """[start, end) is the name in the text given; title and organisation are "" when the text does not say."""

    name: str
    start: int
    end: int
    title: str = ""
    organisation: str = ""
    organisation_span: tuple[int, int] = (0, 0)


def find_people(text: str) -> list[Person]:
    """Persons that the text itself introduces with a title, in order, not overlapping."""
    return _apart(_introduced(text)) if _ANY_NAME.search(text) and _ANY_TITLE.search(text) else []


def find_again(text: str, introduced: list[Person], known: frozenset[str]) -> list[Person]:
    """`introduced` and the persons of `known` (full names from elsewhere in the document) that stand here by name."""
    return _apart((*introduced, *_named_again(text, known)))


def _apart(people: Iterable[Person]) -> list[Person]:
    found: list[Person] = []
    for person in people:
        if not any(other.start < person.end and person.start < other.end for other in found):
            found.append(person)
    return sorted(found, key=lambda person: person.start)


def _introduced(text: str) -> Iterator[Person]:
    position = 0
    while match := _AFTER.search(text, position):
        position = match.end("name")
        if _NOT_NAMES.match(match["name"]):
            position = match.start("name") + 1
            continue
        yield _person(text, match)
    for match in _BEFORE.finditer(text):
        if not _NOT_NAMES.match(match["name"]) and match["title"][0].islower():
            yield Person(_clean(match["name"]), match.start("name"), match.end("name"), _clean(match["title"]))


def _person(text: str, match: re.Match[str]) -> Person:
    title = _clean(match["title"] + (match["duty"] or ""))
    title = title if match["title"][1:2].isupper() else title[0].lower() + title[1:]
    organisation, span = "", (0, 0)
    if match["organisation"]:
        start, end = match.span("organisation")
        end = start + len(_without_next_name(text[start:end]))
        if more := _UNIT.match(text, end):
            end = more.end()
        organisation, span = _clean(text[start:end].rstrip(" .,;:")), (start, end)
    return Person(_clean(match["name"]), match.start("name"), match.end("name"), title, organisation, span)


def _without_next_name(organisation: str) -> str:
    """ "Fredensborg Kommune og Charlotte Berg" ends before the "og": what follows is the next person."""
    cut = re.search(rf"\s+og\s+(?=(?:{NAME})$)", organisation)
    return organisation[: cut.start()] if cut else organisation


def _named_again(text: str, known: frozenset[str]) -> Iterator[Person]:
    for name in sorted((name for name in known if name in text), key=len, reverse=True):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?:s|['’])?(?![\w-])", text):
            yield Person(name, match.start(), match.start() + len(name))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:–-")
