"""Courtesies are set aside; whatever may be the subject stays."""

from __future__ import annotations

import pytest

from service.courtesy import without_courtesy


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
        ("Hej", "Hej"),
        ("Tak!", "Tak!"),
        ("", ""),
    ],
)
def test_only_courtesy_is_set_aside(text: str, expected: str) -> None:
    assert without_courtesy(text) == expected


def test_it_is_its_own_fixed_point() -> None:
    once = without_courtesy("Hej, jeg vil gerne vide: hvad er en klimaplan? Tak på forhånd!")
    assert without_courtesy(once) == once == "hvad er en klimaplan?"
