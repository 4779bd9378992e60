"""Who takes part in one project and not in another."""

from __future__ import annotations

import pytest

from corpus.types import Filters
from service.answer import Answerer
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


def test_one_list_without_the_other(made: Answerer) -> None:
    answer = ask(made, "Hvem er med i Tanghaver ved kajen, men ikke i Flydende broer?")
    assert answer.text.endswith("men ikke på den for »Flydende broer«, står:\n\nHundested og Skagen [1][2]")
    assert ["Hundested" in c.quote for c in answer.citations] == [True, False]


def test_the_project_that_is_named_first_is_the_one(made: Answerer) -> None:
    told = ask(made, "Hvilke kommuner deltager i Flydende broer, men ikke i Tanghaver ved kajen?").text
    assert told.endswith("står:\n\nThyborøn [1][2]")


def test_a_list_that_may_be_seen_in_part_is_not_compared(made: Answerer) -> None:
    told = ask(
        made, "Hvem er med i Tanghaver ved kajen, men ikke i Flydende broer?", Filters(projects=frozenset({"tang"}))
    )
    assert "men ikke på den for" not in told.text
