"""What a code or a key stands for."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import ask

KEYS = ("Ctrl+F1 Hjælp", "Alt+Q Åbn søgning i havnen", "F8 Kopier fra cellen ovenover", "Ctrl+F12 Skift side")
ROWS = ("Kode: TANG; Status: vokser", "Kode: AN_TANG; Status: død", "Kode: RE_TANG; Status: rettes")


@pytest.fixture(scope="module")
def made() -> Answerer:
    parts = ((("Havn", "Taster"), "", "text", KEYS), (("Havn", "Koder"), "", "table", ROWS))
    store = MemoryStore(make_content("havn", "Havn", parts))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.001)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Hvad gør Alt+Q i søgning?", KEYS[1]),
        ("Hvad gør F8 i cellen?", KEYS[2]),
        ("Hvad gør ctrl+f12 ved side?", KEYS[3]),
        ("Hvilken Status har AN_TANG?", ROWS[1]),
        ("Vis rækken med status for RE_TANG", ROWS[2]),
    ],
)
def test_the_line_that_begins_with_it_is_quoted(made: Answerer, question: str, line: str) -> None:
    assert [c.quote for c in ask(made, question).citations] == [line]


def test_one_that_stands_nowhere_is_refused(made: Answerer) -> None:
    answer = ask(made, "Hvad gør Alt+Z i søgning?")
    assert (answer.status, answer.citations) == ("not_found", ())


@pytest.mark.parametrize(
    "question", ["Hvad gør F9 i cellen?", "Hvad er F8-cellen?", "Hvad er forskellen på F8 og Alt+Q?"]
)
def test_other_questions_are_not_looked_up(made: Answerer, question: str) -> None:
    assert "Slået op" not in dict(ask(made, question).trace)
