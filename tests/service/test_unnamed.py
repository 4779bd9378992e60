"""Whether those whose names a question asks for are named."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from service.refuse import outright
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import answerer


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer(threshold=0.001)


@pytest.mark.parametrize(
    ("question", "unmet"),
    [
        ("Hvilke kommuner plantede blæretang på bundgarnspæle?", True),
        ("Hvilke af de to kommuner plantede blæretang?", True),
        ("Hvilke krav stiller kommuner til bundgarnspæle?", False),
        ("I hvilken kommune viste forsøget, at tangen tåler vinterstorme?", False),
        ("Hvor mange pæle fik blæretang?", False),
        ("Hvilke gamle trapper var glatte?", False),
    ],
)
def test_which_places_is_answered_by_naming_one(made: Answerer, question: str, unmet: bool) -> None:
    assert (made.refusal_features(*made.read(question))["places_unmet"] > 0) is unmet


@pytest.mark.parametrize(
    ("question", "unmet"),
    [
        ("Hvem plantede blæretang på de gamle bundgarnspæle?", True),
        ("Hvilket firma plantede blæretang på bundgarnspæle?", True),
        ("Hvad hedder dykkerne, der plantede blæretang?", True),
        ("Hvem siger, at broerne gynger, men ingen er faldet i vandet?", False),
        ("Hvem kan lægge til ved flydende broer?", False),
        ("Hvor mange pæle fik blæretang?", False),
    ],
)
def test_whose_name_is_answered_by_naming_somebody(made: Answerer, question: str, unmet: bool) -> None:
    assert (made.refusal_features(*made.read(question))["name_unmet"] > 0) is unmet


def test_all_of_them_are_not_so_many_as_are_asked_for() -> None:
    kept = MemoryStore(make_content("tang", "Tangen", ((("Krav",), "", "text", ("Alle kommuner skal plante tang.",)),)))
    made = Answerer(kept, OverlapRetriever(kept), HashEmbedder(), Catalogue())
    assert made.refusal_features(*made.read("Hvilke kommuner skal plante tang?"))["places_unmet"] == 0.0
    features = made.refusal_features(*made.read("Hvilke to kommuner skal plante tang?"))
    assert (features["places_unmet"], features["so_many_unmet"], outright(features)) == (1.0, 1.0, "untold")
