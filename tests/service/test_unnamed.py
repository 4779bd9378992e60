"""Whether those whom a question asks for are named, and said to speak of what it asks them about."""

from __future__ import annotations

import pytest

from corpus.answers import Message
from service.answer import Answerer
from service.refuse_text import is_refusal
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer(threshold=0.001)


def feature(made: Answerer, name: str, question: str, history: tuple[Message, ...] = ()) -> float:
    return made.refusal_features(*made.read(question, history))[name]


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
    assert (feature(made, "places_unmet", question) > 0) is unmet


def test_what_somebody_says_is_told_from_what_they_are_not_told_to_say(made: Answerer) -> None:
    said = feature(made, "speaker_unmet", "Hvad siger Asta Mølgård om broerne?")
    silent = feature(made, "speaker_unmet", "Hvad siger Asta Mølgård om blæretang?")
    assert said < 0.3
    assert silent > 0.8
    assert feature(made, "speaker_unmet", "Hvem er Asta Mølgård?") == 0.0
    assert feature(made, "speaker_unmet", "Hvad siger havnerådet om blæretang?") == 0.0


def test_what_nobody_is_told_to_have_said_is_refused_and_says_so(made: Answerer) -> None:
    answer = ask(made, "Hvad mener Asta Mølgård om blæretang?")
    assert answer.text == "Det fremgår ikke af materialet. Asta Mølgård er nævnt, men ikke om det."
    assert is_refusal(answer.text)
    assert dict(answer.trace)["Den, der spørges til"] == "er nævnt, men ikke om det, der spørges om"
    assert ask(made, "Hvad siger Asta Mølgård om broerne?").citations


def test_an_english_question_is_refused_in_english(made: Answerer) -> None:
    told = ask(made, "What does Asta Mølgård say about ferries and eels?").text
    assert told == "The material does not answer this question. Asta Mølgård is named, but not on this."
