"""Organisations by the form of their names; municipalities and regions are places and not among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.people import Person
from ingest.places import Place
from ingest.tidy import tidy

_WORD = r"[A-ZÆØÅ][\wæøåÆØÅ&’'-]*"
_HEAD = (
    r"Universitet|Universitetshospital|Ministerium|Styrelse|Fond|Fonden|Forening|Foreningen|Forbund|Alliance|Akademi"
    r"|Institut|Rådet|Råd|Selskab|Gruppen|Group|Energianalyse|Analyse|Bibliotek|Museum|Boligselskab|Boligforening"
    r"|Forsyning|Affald|Office|Electric|Greentech"
)
_COMPANY = r"A/S|ApS|I/S|a\.m\.b\.a\.|AmbA|P/S|K/S"
_ENDING = r"styrelsen|ministeriet|direktoratet|rådet|fonden|foreningen"
_FIRST = r"Erhvervshus|Dansk|Danske|Foreningen|Landsforeningen|KKR|Gate"
_JOINED = r"alliancen|netværket|foreningen|rådet"
_FORMS = tuple(
    (re.compile(trigger), re.compile(form))
    for trigger, form in (
        (_HEAD, rf"(?<![\w-])(?:{_WORD} ){{1,3}}(?:{_HEAD})(?:s|['’])?(?![\w-])"),
        (_COMPANY, rf"(?<![\w-])(?:{_WORD} ){{0,3}}{_WORD} (?:{_COMPANY})(?!\w)"),
        (_ENDING, rf"(?<![\w-])[A-ZÆØÅ][a-zæøå]+(?:{_ENDING})s?(?![\w-])"),
        (_FIRST, rf"(?<![\w-])(?:{_FIRST}) (?:{_WORD}|\d+)(?![\w-])"),
        (_JOINED, rf"(?<![\w-])[A-ZÆØÅ][a-zæøå]*(?:{_JOINED}) i (?:{_WORD})(?![\w-])"),
    )
)
"""(what must stand in the text at all, the whole form): the first is quickly looked for."""

_LED = re.compile(
    r"\b(?:oplæg|indlæg|bidrag|deltagelse|støtte|hjælp|rådgivning|samarbejde|dialog|partnere)\s+(?:fra|af|med)\s+"
)
_ANY_LED = re.compile(r"(?:fra|af|med)\s+[A-ZÆØÅ]")
_ONE = rf"{_WORD}(?:/{_WORD})?(?: {_WORD}){{0,3}}"
_LIST = re.compile(rf"{_ONE}(?:, {_ONE})+(?:,? (?:og|samt) {_ONE})?")
_SOURCE = re.compile(rf"^Kilder?\s*:\s*(?P<name>{_WORD}(?: {_WORD}){{0,4}})", re.M)


def find_organisations(text: str, people: list[Person], places: list[Place]) -> list[tuple[str, int, int]]:
    """(name, start, end) in order, not overlapping and not a place; the first reading wins."""
    spans = [(p.start, p.end) for p in places]
    found: list[tuple[str, int, int]] = []
    for name, start, end in _candidates(text, people):
        if not any(a < end and start < b for _, a, b in found) and not any(a <= start and end <= b for a, b in spans):
            found.append((name, start, end))
    return sorted(found, key=lambda item: item[1])


def _candidates(text: str, people: list[Person]) -> Iterator[tuple[str, int, int]]:
    for match in _SOURCE.finditer(text) if "Kilde" in text else ():
        yield _named(text, *match.span("name"))
    for person in people:
        start, end = person.organisation_span
        if end > start:
            yield _named(text, start, end)
    for led in _LED.finditer(text) if _ANY_LED.search(text) else ():
        if listed := _LIST.match(text, led.end()):
            for part in re.finditer(r"[^,]+?(?=,|\s+og\s|\s+samt\s|$)", listed[0]):
                words = re.sub(r"^\s*(?:og|samt)\s+", lambda m: " " * len(m[0]), part[0])
                start = listed.start() + part.start() + len(words) - len(words.lstrip())
                yield _named(text, start, listed.start() + part.start() + len(words.rstrip()))
    for trigger, form in _FORMS:
        for match in form.finditer(text) if trigger.search(text) else ():
            yield _named(text, *match.span())


def _named(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A genitive's s is dropped from a name that ends in a known word; the span keeps it."""
    name = tidy(text[start:end])
    bare = re.sub(r"['’]s?$", "", name)
    if re.search(rf"(?:{_HEAD}|styrelsen|ministeriet|direktoratet)s$", bare):
        bare = bare[:-1]
    return bare, start, end
