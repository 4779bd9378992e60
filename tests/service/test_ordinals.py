"""Ordinals, and the lists that they count in over several turns."""

from __future__ import annotations

import pytest

from service.answer import Answerer
from service.ordinals import items_of, ordinal_in, with_item
from tests.service.havne import answerer
from tests.service.test_conversation import talk


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("og den anden?", 1),
        ("Fortæl om det tredje projekt", 2),
        ("hvad med den sidste", -1),
        ("the first of them?", 0),
        ("Hvad var de første resultater?", None),
        ("Hvad skete den anden dag?", None),
        ("Hvem deltog?", None),
    ],
)
def test_an_ordinal_that_stands_alone_says_which(question: str, place: int | None) -> None:
    assert ordinal_in(question) == place


def test_items_and_what_takes_an_ordinals_place() -> None:
    assert items_of("Her:\n\n- Tang [1]\n- Broer [2]\n\n1. Ål") == ("Tang [1]", "Broer [2]", "Ål")
    assert with_item("Hvad kostede den anden?", "Broer") == "Hvad kostede Broer?"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer(threshold=0.001)


def test_a_list_is_counted_in_until_another_is_told(made: Answerer) -> None:
    _, second, first = talk(made, "Hvilke projekter er der?", "og den anden?", "Hvem er tovholder for det første?")
    assert second.understood == "Fortæl om Flydende broer"
    assert first.understood == "Hvem er tovholder for Tanghaver ved kajen?"
    assert "Hundested" in first.text


def test_what_was_compared_is_counted_in(made: Answerer) -> None:
    talked = talk(made, "Sammenlign Tanghaver ved kajen og Flydende broer", "Hvem deltager i det andet?")
    assert talked[-1].understood == "Hvem deltager i Flydende broer?"
