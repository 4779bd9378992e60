from __future__ import annotations

import pytest

from service.letters import with_danish_letters

HELD = frozenset({"tangskær", "havnefoged", "poesi"})


def read(text: str) -> str:
    return with_danish_letters(text, HELD.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hvornaar var der raad til oekonomi", "hvornår var der råd til økonomi"),
        ("hvornar er det pa", "hvornår er det på"),
        ("TANGSKAER", "TANGSKÆR"),
        ("Aeldreplejens tangskaer", "Ældreplejens tangskær"),
    ],
)
def test_missing_letters_are_put_back(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er klimaaftalen?",
        "poesi for havnefogeden",
        "Hvor mange villaejere er med?",
        "What does the report say about schools?",
        "Hvad står der om does og paa?",
    ],
)
def test_words_that_are_right_as_they_are_stay(text: str) -> None:
    assert read(text) == text
