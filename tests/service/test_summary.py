from __future__ import annotations

import pytest

from corpus.types import Filters
from service.answer import Answerer
from service.learnt import Learnt
from service.refuse import Refusal
from service.score import FEATURES
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def strict() -> Answerer:
    """Refuses whatever is not known to be answered."""
    never = Refusal({"bias": -9.0}, {})
    return answerer(threshold=0.5, learnt=Learnt({**dict.fromkeys(FEATURES, 0.0), "soft": 1.0, "rank": 0.1}, never))


@pytest.mark.parametrize(
    "question",
    [
        "Opsummer projektet om Tanghaver ved kajen for min chef, hun har to minutter",
        "Lav et kort resumé af Tanghaver ved kajen",
        "Fortæl om tanghaveprojektet",
    ],
)
def test_a_project_is_summed_up_with_something_of_every_side(strict: Answerer, question: str) -> None:
    answer = ask(strict, question)
    told = {c.section[-1] for c in answer.citations}
    assert {"Hvad handlede forsøget om?", "Erfaringer", "Næste skridt"} <= told
    assert {c.section[0] for c in answer.citations} == {"Tanghaver ved kajen"}


@pytest.mark.parametrize(
    "question", ["Fortæl om sælerne i tanghaveprojektet", "Fortæl kort om bundgarn", "Hvem ejer tangen?"]
)
def test_a_part_of_a_project_is_not_the_whole(strict: Answerer, question: str) -> None:
    assert ask(strict, question).status == "not_found"


def test_a_summary_keeps_to_the_chosen_documents(strict: Answerer) -> None:
    assert ask(strict, "Lav et resumé af Tanghaver ved kajen", Filters(documents=("andet",))).status == "not_found"
