from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalogue import Project
from service.answer import Answerer
from service.events import Answered
from tests.service.fakes import HashEmbedder, OverlapRetriever
from tests.service.havne import CATALOGUE, answerer, store


def _told(question: str) -> str:
    last = list(answerer().stream(question))[-1]
    assert isinstance(last, Answered)
    assert last.answer.status == "answered"
    return last.answer.text


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Hvorfor plantede dykkerne blæretang på 20 gamle bundgarnspæle?", "Spørgsmålet siger 20; kilden siger:"),
        ("Hvorfor kostede forsøget med tang 900.000 kroner?", "Spørgsmålet siger 900.000; kilden siger:"),
        ("Vil 80% af kajakroerne hellere bruge broen?", "Spørgsmålet siger 80 %; kilden siger:"),
        ("Hvorfor vil havnerådet plante ålegræs i 2035?", "Spørgsmålet siger 2035; kilden siger:"),
        ("Vil en fjerdedel af kajakroerne bruge broen?", "Spørgsmålet siger fjerdedel; kilden siger:"),
    ],
)
def test_what_the_source_contradicts_is_said_before_the_quote(question: str, lead: str) -> None:
    assert _told(question).startswith(f"{lead}\n\n")


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor plantede dykkerne blæretang på 14 gamle bundgarnspæle?",
        "Hvorfor blev to broer afprøvet?",
        "Hvorfor vil havnerådet plante ålegræs i foråret 2032?",
        "Hvad kostede forsøget med tang?",
        "Vil tre femtedele af kajakroerne hellere bruge broen?",
        "Hvilke tre ting viste forsøget i Skagen?",
        "Hvor meget CO9 optog de 14 pæle med blæretang?",
        "Hvad hændte i 2030?",
        "Vil over 80% af kajakroerne bruge broen?",
        "Fik mindst 20 bundgarnspæle blæretang af dykkere?",
    ],
)
def test_what_the_source_holds_is_not_corrected(question: str) -> None:
    assert "kilden siger:" not in _told(question)


def test_an_english_question_is_corrected_in_english() -> None:
    assert "The question says 20; the source says:" in _told("Why did they plant blæretang on 20 gamle bundgarnspæle?")


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor plantede dykkere ikke blæretang på 14 gamle bundgarnspæle?",
        "Hvorfor plantede dykkerne dog ikke blæretang?",
        "Hvorfor kostede forsøget ikke 250.000 kroner?",
        "Hvorfor æder sæler tang?",
    ],
)
def test_a_why_that_takes_the_opposite_for_granted_is_told_so(question: str) -> None:
    assert _told(question).startswith("Spørgsmålet forudsætter det modsatte; kilden siger:\n\n")


@pytest.mark.parametrize(
    "question",
    [
        "Hvorfor plantede dykkere blæretang på 14 gamle bundgarnspæle?",
        "Hvorfor plantede dykkere ikke kun blæretang på gamle bundgarnspæle?",
        "Hvorfor plantede dykkere ikke blæretang på alle gamle bundgarnspæle?",
        "Hvorfor plantede dykkere aldrig blæretang på gamle bundgarnspæle?",
        "Hvorfor skulle dykkere ikke plante blæretang på gamle bundgarnspæle?",
        "Plantede dykkere ikke blæretang på gamle bundgarnspæle?",
        "Hvorfor æder sæler ikke tang?",
        "Hvorfor blev trapper ikke afprøvet?",
        "Hvorfor er ingen faldet i vandet?",
    ],
)
def test_a_why_of_what_the_source_says_or_leaves_open_is_not_corrected(question: str) -> None:
    assert "kilden siger:" not in _told(question)


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Hvor mange bundgarnspæle fik blæretang i et af de tre projekter?", False),
        ("Hvad plantede dykkerne på de tre bundgarnspæle?", True),
    ],
)
def test_a_count_of_all_the_projects_is_not_corrected(question: str, corrected: bool) -> None:
    three = replace(CATALOGUE, projects=(*CATALOGUE.projects, Project("lys", "Lanterner", 3)))
    made = Answerer(store(), OverlapRetriever(store()), HashEmbedder(), three, threshold=0.0)
    last = list(made.stream(question))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Spørgsmålet siger tre; kilden siger:") is corrected
