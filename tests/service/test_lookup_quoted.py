"""Who is quoted in all of the material, and by what is said of them."""

from __future__ import annotations

import pytest

from service.answer import Answerer
from tests.service.havne import answerer, ask

LINE = "Asta Mølgård, havnefoged, Rødvig Havn"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.mark.parametrize(
    ("question", "intro"),
    [
        ("Hvem er citeret i rapporten?", "Citeret i materialet:"),
        ("Hvem fra Rødvig Havn udtaler sig?", "Citeret i materialet:"),
        ("Hvor mange personer er citeret?", "1 person er citeret i materialet:"),
        ("Hvem er citeret om Flydende broer?", "Citeret om »Flydende broer«:"),
    ],
)
def test_the_lines_that_name_them_are_told(made: Answerer, question: str, intro: str) -> None:
    assert ask(made, question).text == f"{intro}\n\n{LINE} [1]"


@pytest.mark.parametrize("question", ["Hvem fra Skagen er citeret?", "Hvem er citeret om Tanghaver ved kajen?"])
def test_nobody_of_whom_that_is_not_said(made: Answerer, question: str) -> None:
    assert "Citeret" not in ask(made, question).text
