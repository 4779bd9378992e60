"""What a question or a search may draw on: from an address or JSON to Filters, and into Danish words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from corpus.errors import InvalidFilter
from corpus.types import Filters
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
LABELS = {
    "projekt": "Projekt",
    "tema": "Tema",
    "kommune": "Kommune",
    "dokument": "Dokument",
    "art": "Slags",
    "aar": "År",
}


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
    if not filters:
        return filters
    for facet in facets(site, filters):
        known = {choice.value for choice in facet.choices}
        for value in getattr(filters, FIELDS[facet.name]):
            if value not in known:
                shown = value.encode("utf-8", "replace").decode("utf-8")[:60]
                raise InvalidFilter(f"{facet.label} »{shown}« findes ikke. Vælg en anden, eller fjern filteret.")
    return filters


def facets(site: Site, filters: Filters) -> tuple[Facet, ...]:
    """Every facet with every value that the stored documents have, in the order they are shown."""
    documents = site.store.documents()
    municipalities = {m.value for m in site.store.mentions(kind="municipality")}
    values: dict[str, list[tuple[str, str]]] = {
        "projekt": [(p.id, p.short or p.title) for p in sorted(site.catalogue.projects, key=lambda p: p.order)],
        "tema": [(n.id, n.title) for n in site.catalogue.networks],
        "kommune": [(m, m) for m in sorted(municipalities, key=danish_key)],
        "art": [(k, k.capitalize()) for k in sorted({d.kind for d in documents if d.kind})],
        "aar": [(y, y) for y in sorted({d.published[:4] for d in documents if d.published}, reverse=True)],
        "dokument": [(d.document_id, d.title) for d in documents],
    }
    return tuple(
        Facet(name, LABELS[name], tuple(Choice(v, label, v in getattr(filters, FIELDS[name])) for v, label in pairs))
        for name, pairs in values.items()
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


def danish_key(text: str) -> list[int]:
    """A sort key that puts æ, ø and å last, and aa with å."""
    order = "abcdefghijklmnopqrstuvwxyzæøå"
    folded = text.casefold().replace("aa", "å")
    return [order.index(c) if c in order else -1 for c in folded]
