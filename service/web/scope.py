"""What a question or a search may draw on: from an address or JSON to Filters, and into Danish words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from corpus.types import Filters
from service import filters as filter_values
from service.filters import LABELS
from service.web.site import Site

FIELDS = {
    "projekt": "projects",
    "tema": "networks",
    "kommune": "municipalities",
    "dokument": "documents",
    "art": "kinds",
    "aar": "years",
}
"""Name in an address → field of Filters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. count: passages or hits, None where it is not counted."""

    value: str
    label: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]


def as_tuple(values: str | Iterable[str]) -> tuple[str, ...]:
    """Without blanks and repeats, in order."""
    listed = [values] if isinstance(values, str) else list(values)
    return tuple(dict.fromkeys(v for v in listed if v))


def from_address(fields: Mapping[str, Sequence[str]], site: Site) -> Filters:
    """Filters from the Danish names of an address. Raises InvalidFilter for a value that does not exist."""
    values = {field: as_tuple(fields.get(name, ())) for name, field in FIELDS.items()}
    return checked(Filters(**values), site)


def of_request(request: Request, site: Site) -> Filters:
    """Filters from the address that was asked for. Raises InvalidFilter."""
    return from_address({name: request.query_params.getlist(name) for name in FIELDS}, site)


def address(filters: Filters) -> list[tuple[str, str]]:
    """The (name, value) pairs that lead back to the same filters."""
    return [(name, value) for name, field in FIELDS.items() for value in getattr(filters, field)]


def checked(filters: Filters, site: Site) -> Filters:
    """The same filters. Raises InvalidFilter for a value that neither the catalogue nor the store knows."""
    return filter_values.checked(filters, site.store, site.catalogue)


def facets(site: Site, filters: Filters) -> tuple[Facet, ...]:
    """Every facet with every value that the stored documents have, in the order they are shown."""
    names = {field: name for name, field in FIELDS.items()}
    values = filter_values.known_values(site.store, site.catalogue)
    return tuple(
        Facet(names[field], LABELS[field], tuple(Choice(v, label, v in getattr(filters, field)) for v, label in pairs))
        for field, pairs in values.items()
    )


def summary(shown: Sequence[Facet]) -> str:
    """What is chosen, in few words: "2 projekter · Ballerup"; "Alle dokumenter" when nothing is."""
    plural = {
        "projekt": "projekter",
        "tema": "temaer",
        "kommune": "kommuner",
        "dokument": "dokumenter",
        "art": "slags",
        "aar": "år",
    }
    words = []
    for facet in shown:
        chosen = [c.label for c in facet.choices if c.chosen]
        if chosen:
            words.append(chosen[0] if len(chosen) == 1 else f"{len(chosen)} {plural[facet.name]}")
    return " · ".join(words) or "Alle dokumenter"
