"""Whether those who are asked about are told to speak of what is asked."""

from __future__ import annotations

import pytest

from service.answer import Answerer
from service.refuse_text import is_refusal
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer(threshold=0.001)


def unmet(made: Answerer, question: str) -> float:
    return made.refusal_features(*made.read(question))["speaker_unmet"]


def test_what_somebody_says_is_told_from_what_they_are_not_told_to_say(made: Answerer) -> None:
    said = unmet(made, "Hvad siger Asta Mølgård om broerne?")
    silent = unmet(made, "Hvad siger Asta Mølgård om blæretang?")
    assert said < 0.3
    assert silent > 0.8
    assert unmet(made, "Hvem er Asta Mølgård?") == 0.0
    assert unmet(made, "Hvad siger havnerådet om blæretang?") == 0.0


def test_what_nobody_is_told_to_have_said_is_refused_and_says_so(made: Answerer) -> None:
    answer = ask(made, "Hvad mener Asta Mølgård om blæretang?")
    assert answer.text == "Det fremgår ikke af materialet. Asta Mølgård er nævnt, men ikke om det."
    assert is_refusal(answer.text)
    assert dict(answer.trace)["Den, der spørges til"] == "er nævnt, men ikke om det, der spørges om"
    assert ask(made, "Hvad siger Asta Mølgård om broerne?").citations


def test_an_english_question_is_refused_in_english(made: Answerer) -> None:
    told = ask(made, "What does Asta Mølgård say about ferries and eels?").text
    assert told == "The material does not answer this question. Asta Mølgård is named, but not on this."
