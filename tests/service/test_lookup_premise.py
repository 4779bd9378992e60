"""What a question why takes for granted of who takes part, where the list says otherwise."""

from __future__ import annotations

import pytest

from service.answer import Answerer
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvorfor ville Marstal ikke være med i Flydende broer?", "Marstal står på deltagerlisten"),
        ("Hvorfor meldte Marstal sig ud af Flydende broer?", "Marstal står på deltagerlisten"),
        ("Hvorfor trak Skagen sig ud af Flydende broer?", "Skagen står ikke på deltagerlisten"),
        ("Hvorfor ville Marstal ikke være med i broer?", "Marstal står på deltagerlisten"),
        ("Hvorfor deltog Skagen i Flydende broer?", "Skagen står ikke på deltagerlisten"),
    ],
)
def test_the_list_says_otherwise_and_no_reason_is_given(made: Answerer, question: str, told: str) -> None:
    answer = ask(made, question)
    assert answer.status == "not_found"
    assert answer.text.startswith(f"Det fremgår ikke af materialet. {told} for »Flydende broer«. Nærmest kommer »")
    assert "Marstal" in answer.sources[0].passage.text


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor deltog Marstal i Flydende broer?",
        "Hvorfor ville Skagen ikke være med i Flydende broer?",
        "Hvorfor deltog Hundested i Tanghaver ved kajen?",
        "Hvornår meldte Marstal sig ud af Flydende broer?",
        "Hvorfor gynger broerne i Marstal?",
        "Hvorfor må Marstal ikke bruge lamper i Flydende broer?",
        "Hvorfor gik Marstal fra trapper til Flydende broer?",
    ],
)
def test_what_the_list_does_not_contradict_is_left_to_be_found(made: Answerer, question: str) -> None:
    assert "på deltagerlisten for" not in ask(made, question).text
