"""What a code or a key stands for."""

from __future__ import annotations

import pytest

from corpus.answers import Message
from corpus.catalogue import Catalogue
from service.answer import Answerer
from service.events import Answered
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import ask

KEYS = ("Ctrl+F1 Hjælp", "Alt+Q Åbn søgning i havnen", "F8 Kopier fra cellen ovenover", "Ctrl+F12 Skift side")
ROWS = (
    "Kode: TANG; Status: vokser", "Kode: AN_TANG; Status: død", "Kode: RE_TANG; Status: rettes",
    "Kode: SLIB; Status: slut på liggetid",
)  # fmt: skip
FILLER = ("Tangi slibo tango slib tangit.", "Slib SLIB tang TANG, slib betyder tang.")


@pytest.fixture(scope="module")
def made() -> Answerer:
    parts = (
        (("Havn", "Taster"), "", "text", KEYS), (("Havn", "Koder"), "", "table", ROWS),
        (("Havn", "Fyld"), "", "text", FILLER),
    )  # fmt: skip
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
        ("Hvad gør Alt + Q i søgning?", KEYS[1]),
        ("Hvad betyder SLIB?", ROWS[3]),
        ("hvad betyder slib", ROWS[3]),
        ("HVAD BETYDER SLIB?", ROWS[3]),
        ("SLIB?", ROWS[3]),
        ("SLIB betydning", ROWS[3]),
        ("AN_TANG", ROWS[1]),
        ("Hvad er status for TANG?", ROWS[0]),
        ("What does TANG mean?", ROWS[0]),
    ],
)
def test_the_line_that_begins_with_it_is_quoted(made: Answerer, question: str, line: str) -> None:
    assert [c.quote for c in ask(made, question).citations] == [line]


def test_one_that_stands_nowhere_is_refused(made: Answerer) -> None:
    answer = ask(made, "Hvad gør Alt+Z i søgning?")
    assert (answer.status, answer.citations) == ("not_found", ())


def test_a_code_alone_is_no_english(made: Answerer) -> None:
    answer = ask(made, "AN_TANG")
    assert answer.search_query == "AN_TANG"
    assert answer.text.startswith(ROWS[1])


def test_the_next_code_is_asked_about_by_itself(made: Answerer) -> None:
    history = (Message(role="user", content="Hvad betyder TANG?"), Message(role="assistant", content=ROWS[0]))
    last = list(made.stream("SLIB?", history=history))[-1]
    assert isinstance(last, Answered)
    assert [c.quote for c in last.answer.citations] == [ROWS[3]]


@pytest.mark.parametrize(
    "question",
    [
        "Hvad gør F9 i cellen?",
        "Hvad er F8-cellen?",
        "Hvad er forskellen på F8 og Alt+Q?",
        "Hvad er forskellen på TANG og RE_TANG?",
        "Hvad er forskellen på TANG og SLIB?",
        "Hvad er prisen på TANG?",
        "Hvorfor er TANG status vokser?",
    ],
)
def test_other_questions_are_not_looked_up(made: Answerer, question: str) -> None:
    assert "Slået op" not in dict(ask(made, question).trace)


def test_what_many_rows_begin_with_is_no_code_of_one() -> None:
    rows = tuple(f"Art: FISK; Navn: nummer {n}" for n in ("et", "to", "tre", "fire", "fem"))
    store = MemoryStore(make_content("fisk", "Fisk", ((("Fisk", "Arter"), "", "table", rows),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.001)
    assert "Slået op" not in dict(ask(made, "Hvad er FISK?").trace)
