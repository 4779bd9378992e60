"""Courtesies are set aside; whatever may be the subject stays."""

from __future__ import annotations

import pytest

from corpus.answers import Message
from service.courtesy import courtesy_alone, last_question, without_courtesy
from service.events import Answered
from tests.service.havne import answerer, ask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hej, hvor mange skoler er med?", "hvor mange skoler er med?"),
        ("Goddag! Jeg skriver et notat og vil gerne vide: hvem betaler? På forhånd mange tak!", "hvem betaler?"),
        ("Hvem betaler? Mange tak for hjælpen.", "Hvem betaler?"),
        ("Hvem betaler?\nMed venlig hilsen\nBirthe, Rørby Kommune", "Hvem betaler?"),
        (
            "Vi arbejder med mad i børnehaver. Hvad gjorde andre?",
            "Vi arbejder med mad i børnehaver. Hvad gjorde andre?",
        ),
        ("Vedr. madspild: hvem deltog?", "Vedr. madspild: hvem deltog?"),
        ("Hvem sagde tak til borgerne?", "Hvem sagde tak til borgerne?"),
        ("Hvordan siger man tak?", "Hvordan siger man tak?"),
        ("tak! hvad med tøj?", "hvad med tøj?"),
        ("Mange tak for det. Hvem betaler?", "Hvem betaler?"),
        ("Godt skolebyggeri, hvad er det?", "Godt skolebyggeri, hvad er det?"),
        ("Hejseværk på havnen", "Hejseværk på havnen"),
        ("Kan du kort fortælle mig, hvad havnen gjorde?", "hvad havnen gjorde?"),
        ("Kunne I oplyse hvem der betaler?", "hvem der betaler?"),
        ("Can you tell me which towns took part?", "which towns took part?"),
        ("Kan du fortælle om havnen?", "Kan du fortælle om havnen?"),
        (
            "I forhold til broer vil jeg gerne vide, hvem der betaler?",
            "I forhold til broer vil jeg gerne vide, hvem der betaler?",
        ),
        ("I would like to know: who pays?", "who pays?"),
        ("Kan du sige noget om, hvad broen kostede?", "hvad broen kostede?"),
        ("Kan man svømme, hvor broen ligger?", "Kan man svømme, hvor broen ligger?"),
        ("Hej", "Hej"),
        ("Tak!", "Tak!"),
        ("", ""),
    ],
)
def test_only_courtesy_is_set_aside(text: str, expected: str) -> None:
    assert without_courtesy(text) == expected


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Kan du hjælpe mig med blæretang?", "Hvad står der om blæretang?"),
        ("Kunne I lige hjælpe os med noget om broer?", "Hvad står der om broer?"),
        ("Kan du hjælpe mig med at finde ud af, hvem der betaler?", "hvem der betaler?"),
        ("Can you help me with the bridges?", "What is there about the bridges?"),
        ("Kan du hjælpe mig med at plante tang?", "Kan du hjælpe mig med at plante tang?"),
        ("Kan du hjælpe mig med det?", "Kan du hjælpe mig med det?"),
        ("Kan du hjælpe mig?", "Kan du hjælpe mig?"),
        ("Hvem kan hjælpe mig med tang?", "Hvem kan hjælpe mig med tang?"),
    ],
)
def test_what_help_is_asked_with_is_what_is_asked(text: str, asked: str) -> None:
    assert without_courtesy(text) == asked


def test_it_is_its_own_fixed_point() -> None:
    once = without_courtesy("Hej, jeg vil gerne vide: hvad er en klimaplan? Tak på forhånd!")
    assert without_courtesy(once) == once == "hvad er en klimaplan?"


@pytest.mark.parametrize("text", ["hej", "Godmorgen!", "God aften", "Hej med dig"])
def test_a_greeting_alone_is_greeted(text: str) -> None:
    answer = ask(answerer(), text)
    assert (answer.status, answer.citations, answer.sources) == ("not_found", (), ())
    assert answer.text.startswith("Hej! Stil et spørgsmål")


@pytest.mark.parametrize("text", ["tak", "Mange tak for hjælpen!", "ok, super", "Thanks", "Tak, det var alt"])
def test_thanks_alone_are_answered(text: str) -> None:
    assert ask(answerer(), text).text.startswith("Selv tak.")


@pytest.mark.parametrize("text", ["ok?! hvem deltager i Flydende broer", "Tak til hvem?", "superhelte", "takst"])
def test_what_asks_something_is_no_courtesy(text: str) -> None:
    assert courtesy_alone(text) == ""


def test_a_conversation_goes_on_behind_thanks() -> None:
    history = [
        Message("user", "Hvem deltager i Flydende broer?"), Message("assistant", "Rødvig [1]."),
        Message("user", "tak"), Message("assistant", "Selv tak. Spørg endelig om mere."),
    ]  # fmt: skip
    last = list(answerer().stream("Er Marstal med?", history=history))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Ja, Marstal er med i »Flydende broer«")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Min chef spørger om tang. Hvad kostede det?", "Hvad kostede det?"),
        ("Broen – hvem betaler?", "hvem betaler?"),
        ("Hvem betaler? Og hvornår?", ""),
        ("Er broen 3 - 4 meter?", ""),
        ("Hvem betaler?", ""),
    ],
)
def test_the_question_behind_statements_is_found(text: str, last: str) -> None:
    assert last_question(text) == last


@pytest.mark.parametrize("lead", ["Min chef spørger om Tanghaver ved kajen. ", "Tanghaver ved kajen – "])
def test_who_leads_is_asked_of_what_the_statement_before_names(lead: str) -> None:
    assert "**Tanghaver ved kajen:** Hundested" in ask(answerer(), f"{lead}Hvem er tovholder?").text
