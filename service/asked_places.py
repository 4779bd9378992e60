"""The places that a question asks about, and whether "alle kommuner" covers them."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.places import find_places, municipalities
from service.question import Question


def asked_places(question: Question) -> tuple[str, ...]:
    """The places of the question that the material names, then Danish municipalities that it does not.

    What the question names itself comes in place of what it leans on.
    """
    named = tuple(place.value for place in find_places(question.own) if place.kind == "municipality")
    known = question.own_places() if named else question.places()
    return tuple(dict.fromkeys((*known, *named)))


def is_among(place: str, scopes: Iterable[str]) -> bool:
    """True for a municipality within one of the scopes that "alle kommuner i …" may have: a region, or the country."""
    region = municipalities().get(place, "")
    return bool(region) and any(scope == "Danmark" or scope.split()[-1] in region for scope in scopes)
