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


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "Min chef vil vide noget om tang. Hvor mange bundgarnspæle fik blæretang?",
            "Hvor mange bundgarnspæle fik blæretang?",
        ),
        ("Vi arbejder med blæretang. Hvad gjorde andre?", "Vi arbejder med blæretang. Hvad gjorde andre?"),
        ("Hvem betalte? Hvad kostede bundgarnspælene?", "Hvem betalte? Hvad kostede bundgarnspælene?"),
        (
            "Vi rydder op i blæretang. Er noget af det sendt til bundgarnspælene?",
            "Vi rydder op i blæretang. Er noget af det sendt til bundgarnspælene?",
        ),
        (
            "Hvor mange bundgarnspæle fik blæretang? Jeg skal bruge det i en tale. Haster!",
            "Hvor mange bundgarnspæle fik blæretang?",
        ),
        ("Hvem deltager i Flydende broer? Vi vil ringe til dem", "Hvem deltager i Flydende broer?"),
        (
            "Hvor mange bundgarnspæle fik blæretang? Kun dem ved kajen.",
            "Hvor mange bundgarnspæle fik blæretang? Kun dem ved kajen.",
        ),
        (
            "Hvor mange bundgarnspæle fik blæretang? Nævn tre af dem.",
            "Hvor mange bundgarnspæle fik blæretang? Nævn tre af dem.",
        ),
        ("Hvad sker der nu? Vi har bundgarnspæle.", "Hvad sker der nu? Vi har bundgarnspæle."),
    ],
)
def test_statements_beside_a_question_that_says_enough_are_left_out(made: Answerer, said: str, asked: str) -> None:
    assert made.read(said)[0].text == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Hvor stor en andel af kajakroerne bruger broen?", "hvor mange procent af kajakroerne bruger broen?"),
        ("Hvilken andel af kajakroerne bruger broen?", "hvor mange procent af kajakroerne bruger broen?"),
        ("Hvor stor en andel er det?", "Hvor stor en andel er det?"),
    ],
)
def test_a_share_is_asked_for_in_percent(made: Answerer, said: str, asked: str) -> None:
    assert made.read(said)[0].text == asked


def test_a_question_without_a_history_is_read_as_it_is(made: Answerer) -> None:
    asked, _ = made.read("Hvad med de gamle?")
    assert (asked.topic, asked.text) == ("", "Hvad med de gamle?")
