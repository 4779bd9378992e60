"""Follow-ups on the municipalities that the question before named."""

from __future__ import annotations

import pytest

from service.names import NameBook
from service.of_places import asked_of_places
from tests.service.havne import CATALOGUE, store


@pytest.fixture(scope="module")
def names() -> NameBook:
    return NameBook(store(), CATALOGUE)


TWO, ONE = "Er Rødvig og Skagen med i Tanghaver ved kajen?", "Er Rødvig med i Tanghaver ved kajen?"


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        (TWO, "hvem af dem er med i Flydende broer?", "Er Rødvig og Skagen med i Flydende broer?"),
        (TWO, "Hvem af dem deltager i Flydende broer?", "Deltager Rødvig og Skagen i Flydende broer?"),
        (ONE, "Er de også med i Flydende broer?", "Er Rødvig også med i Flydende broer?"),
        (ONE, "hvilke er de ikke med i?", "hvilke projekter er Rødvig ikke med i?"),
        (ONE, "Hvilke andre er de med i?", "hvilke andre projekter er Rødvig med i?"),
        (ONE, "Hvad er kommunen tovholder for?", "Hvad er Rødvig tovholder for?"),
    ],
)
def test_places_are_put_in_by_name(names: NameBook, before: str, question: str, read: str) -> None:
    assert asked_of_places(question, [before], names) == read


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (ONE, "Er Skagen også med?"),
        (ONE, "Hvad lærte de?"),
        (ONE, "Hvem er tovholder?"),
        ("Hvem er med i Tanghaver ved kajen?", "Er de også med i Flydende broer?"),
    ],
)
def test_others_are_left_as_they_are(names: NameBook, before: str, question: str) -> None:
    assert asked_of_places(question, [before], names) == ""


def test_the_latest_that_names_something_tells_which(names: NameBook) -> None:
    asked = [ONE, "Hvad kostede Flydende broer?"]
    assert asked_of_places("Er de med i det?", asked, names) == ""
