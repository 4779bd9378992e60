"""The row of a table that has most or least of what is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.answers import Answer, Message
from corpus.catalogue import Catalogue
from service.answer import Answerer
from service.events import Answered
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, Part, make_content
from tests.service.havne import ask

HARBOURS = (
    "Havne og deres joller:",
    "Havn: Skagen; Joller: 1.240; Besøg i regn: 12; Besøg uden regn: 90; Takst: 95 kr.",
    "Havn: Rødvig; Joller: 310; Besøg i regn: 40; Besøg uden regn: 35; Takst: 80 kr.",
    "Havn: Marstal; Joller: ca. 415; Besøg i regn: 7; Besøg uden regn: 60; Takst: 120 kr.",
    "Havn: I alt; Joller: 1.965; Besøg i regn: 59; Besøg uden regn: 185; Takst: 295 kr.",
)
SHARES = (
    "Så mange sejlere bruger det:",
    "Tilbud: Sejlerbad; Andel: 19 af 20",
    "Tilbud: Sauna; Andel: 72 %",
    "Tilbud: Kran; Andel: 14 %",
    "Tilbud: Slæbested; Andel: 14 %",
)
CRANES = (
    "Kran: Storebjørn; Løfteevne: 4 til 6 ton; Rækkevidde: 12 m",
    "Kran: Lillebjørn; Løfteevne: 2 ton; Rækkevidde: 300 cm",
    "Kran: Vip; Løfteevne: 1 ton; Rækkevidde: 4 m",
)
LOG = (
    "Udgave: A; Dato: 21.01.2030; Rettet: forsiden",
    "Udgave: B; Dato: 03.02.2030; Rettet: kortet",
    "Udgave: C; Dato: 30.12.2029; Rettet: alt",
)
YEARS = ("År: 2028; Storme: 3", "År: 2029; Storme: 7", "År: 2030; Storme: 5")
PARTS: tuple[Part, ...] = (
    (("Havnebogen", "Oversigten"), "", "table", HARBOURS),
    (("Havnebogen", "Sejlernes svar"), "", "table", SHARES),
    (("Havnebogen", "Løft"), "", "table", CRANES),
    (("Havnebogen", "Rettelser til bogen"), "", "table", LOG),
    (("Havnebogen", "Vejret"), "", "table", YEARS),
)


def opened(*parts: Part) -> Answerer:
    store = MemoryStore(make_content("havnebog", "Havnebogen", parts))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.001)


@pytest.fixture(scope="module")
def made() -> Answerer:
    return opened(*PARTS)


def follow_up(made: Answerer, *questions: str) -> Answer:
    """The answer to the last of them."""
    history: list[Message] = []
    for question in questions:
        last = list(made.stream(question, history=tuple(history)))[-1]
        assert isinstance(last, Answered)
        history += [Message("user", question), Message("assistant", last.answer.text)]
    return last.answer


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Hvilken havn har flest joller?", [HARBOURS[1]]),
        ("Hvilken havn har færrest joller?", [HARBOURS[2]]),
        ("Hvad er den havn med flest joller?", [HARBOURS[1]]),
        ("Hvilken havn har flest besøg i regn?", [HARBOURS[2]]),
        ("Hvilken havn har flest besøg uden regn?", [HARBOURS[1]]),
        ("Hvilken havn er den billigste?", [HARBOURS[2]]),
        ("Hvilken havn er dyrest?", [HARBOURS[3]]),
        ("Hvilken havn koster mindst?", [HARBOURS[2]]),
        ("De to største havne efter joller?", [HARBOURS[1], HARBOURS[3]]),
        ("Hvilke to havne har færrest joller?", [HARBOURS[2], HARBOURS[3]]),
        ("Hvilket tilbud bruger færrest sejlere?", [SHARES[3], SHARES[4]]),
        ("Hvilken udgave er den nyeste?", [LOG[1]]),
        ("Hvilken udgave er ældst?", [LOG[2]]),
        ("Hvilket år var der flest storme?", [YEARS[1]]),
    ],
)
def test_the_row_is_quoted(made: Answerer, question: str, rows: list[str]) -> None:
    assert [c.quote for c in ask(made, question).citations] == rows


@pytest.mark.parametrize(
    "question",
    [
        "Hvilken havn har flest sæler?",  # what is counted stands nowhere
        "Hvilken kommune har flest joller?",  # the rows are no municipalities
        "Hvilken havn har flest besøg?",  # of two columns
        "Hvilken havn er størst?",  # by what?
        "Hvilken havn har mindst 400 joller?",  # a bound
        "Hvilken havn har mindst to joller?",
        "Hvilken havn har næstflest joller?",
        "Hvilken havn har flest joller, Skagen eller Rødvig?",
        "Har Skagen flest joller af alle havne?",
        "Hvorfor har Skagen flest joller?",
        "De fleste joller i en havn?",
        "Hvilken kran har den største løfteevne?",  # a range among them
        "Hvilken kran har den korteste rækkevidde?",  # two units
        "Hvilket tilbud bruger flest sejlere?",  # decided by a share that is written otherwise than the rest
        "Hvilken havn er den nyeste?",  # no dates
        "Hvilken kran er den billigste?",  # no prices
        "Hvilken havn har sejlerne fortalt mest om?",
        "Hvilket år koster flest storme?",
    ],
)
def test_what_is_not_clear_is_left_to_the_search(made: Answerer, question: str) -> None:
    assert "yderst i en tabel" not in dict(ask(made, question).trace).get("Slået op", "")


def test_it_is_said_what_was_compared(made: Answerer) -> None:
    assert ask(made, "Hvilken havn har flest joller?").text.startswith(
        "Af de 3 rækker i tabellen »Havne og deres joller«, summer fraregnet, har denne det højeste tal i kolonnen "
        "»Joller«:"
    )
    assert ask(made, "Hvilket tilbud bruger færrest sejlere?").text.startswith(
        "Af de 4 rækker i tabellen »Så mange sejlere bruger det« har disse 2 de laveste tal i kolonnen »Andel«:"
    )
    assert "er denne den tidligste efter kolonnen »Dato«:" in ask(made, "Hvilken udgave er ældst?").text


def test_an_english_question_gets_an_english_frame() -> None:
    made = opened((("Book", "Fleet"), "", "table", ("Port: Skagen; Boats: 12", "Port: Rødvig; Boats: 9")))
    text = ask(made, "Which port has the fewest boats?").text
    assert "this one has the lowest figure in the column »Boats«:" in text
    assert "Rødvig" in text


def test_a_follow_up_asks_it_the_other_way_or_of_another_column(made: Answerer) -> None:
    most = "Hvilken havn har flest besøg uden regn?"
    assert [c.quote for c in follow_up(made, most, "og hvilken har færrest?").citations] == [HARBOURS[2]]
    assert [c.quote for c in follow_up(made, most, "og i regn?").citations] == [HARBOURS[2]]


def test_of_two_tables_that_say_it_alike_neither_is_chosen() -> None:
    one = ("Havn: Skagen; Joller: 12", "Havn: Rødvig; Joller: 9")
    other = ("Havn: Køge; Joller: 30", "Havn: Dragør; Joller: 8")
    question = "Hvilken havn har flest joller?"
    twice = opened((("Nord",), "", "table", one), (("Syd",), "", "table", one))
    assert [c.quote for c in ask(twice, question).citations] == [one[0]]
    unlike = opened((("Nord",), "", "table", one), (("Syd",), "", "table", other))
    assert "Slået op" not in dict(ask(unlike, question).trace)


def test_a_last_row_that_the_others_come_to_is_not_the_greatest() -> None:
    rows = ("Havn: Skagen; Joller: 12", "Havn: Rødvig; Joller: 9", "Havn: Tilsyneladende; Joller: 21")
    made = opened((("Nord",), "", "table", rows))
    assert "Slået op" not in dict(ask(made, "Hvilken havn har flest joller?").trace)
    assert [c.quote for c in ask(made, "Hvilken havn har færrest joller?").citations] == [rows[1]]


def test_a_row_without_a_figure_leaves_it_open() -> None:
    rows = ("Havn: Skagen; Joller: 12", "Havn: Rødvig; Joller: over 40", "Havn: Køge; Joller: 3")
    made = opened((("Nord",), "", "table", rows))
    assert "Slået op" not in dict(ask(made, "Hvilken havn har flest joller?").trace)


def test_a_long_table_is_read_whole() -> None:
    first = ("Havn: Skagen; Joller: 12", "Havn: Rødvig; Joller: 9")
    rest = ("Havn: Køge; Joller: 30", "Havn: Dragør; Joller: 8", "Tallene er fra marts.")
    content = make_content("h", "H", ((("Nord",), "", "table", first), (("Nord",), "", "table", rest)))
    one_section = tuple(replace(p, section_id=content.sections[0].section_id) for p in content.passages)
    store = MemoryStore(replace(content, passages=one_section))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.001)
    answer = ask(made, "Hvilken havn har flest joller?")
    assert [c.quote for c in answer.citations] == [rest[0]]
    assert answer.text.startswith("Af de 4 rækker")
