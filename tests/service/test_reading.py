from __future__ import annotations

import pytest

from corpus.answers import Message
from service.answer import Answerer
from tests.service.havne import answerer

TOLD = [Message("user", "Hvad kostede forsøget med tang?"), Message("assistant", "250.000 kroner [1].")]


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.mark.parametrize(
    "question", ["Er nogen faldet i vandet fra de broer, der gynger?", "Hvad var de gamle trapper?"]
)
def test_what_stands_alone_is_read_without_an_unrelated_history(made: Answerer, question: str) -> None:
    asked, _ = made.read(question, TOLD)
    assert (asked.topic, asked.text) == ("", question)


@pytest.mark.parametrize(
    "question",
    ["Hvem betalte det?", "Hvornår var det så?", "Og i Skagen?", "Hvorfor gik de ikke bare i gang på én gang?"],
)
def test_what_points_back_keeps_its_history(made: Answerer, question: str) -> None:
    asked, _ = made.read(question, TOLD)
    assert "tang" in asked.text


def test_a_question_without_a_history_is_read_as_it_is(made: Answerer) -> None:
    asked, _ = made.read("Hvad med de gamle?")
    assert (asked.topic, asked.text) == ("", "Hvad med de gamle?")
