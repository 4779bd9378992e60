"""Who holds an office, read from the lines that name people with their titles."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from tests.service.fakes import HashEmbedder, MemoryStore, Noted, OverlapRetriever, make_content
from tests.service.havne import answerer, ask

LINE = "Asta Mølgård, havnefoged, Rødvig Havn"
BOTH = "Bo Tang, skipper, Skagen Havn og formand for Bådudvalget for Kuttere og Joller"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.mark.parametrize(
    "question",
    ["Hvem er havnefoged?", "Hvem er havnefoged i Rødvig?", "Hvad hedder havnefogeden?", "Hvilken havnefoged citeres?"],
)
def test_the_line_that_names_the_holder_is_quoted(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    assert answer.text == f"{LINE} [1]"
    assert [c.quote for c in answer.citations] == [LINE]


@pytest.mark.parametrize("question", ["Hvem er havnefoged i Skagen?", "Hvem er skipper?", "Hvem er med i Rødvig?"])
def test_an_office_elsewhere_or_of_nobody_is_not_looked_up(made: Answerer, question: str) -> None:
    assert ("Slået op", "titel, 1 fund") not in ask(made, question).trace


def harbour(*parts: str) -> Answerer:
    mentions: list[Noted] = [
        ("person", "Asta Mølgård", "Asta Mølgård", (("organisation", "Rødvig Havn"), ("title", "havnefoged"))),
        ("person", "Bo Tang", "Bo Tang", (("organisation", "Skagen Havn"), ("title", "skipper"))),
    ]
    held = tuple((("Havne", f"Del {n}"), "", "text", (part,)) for n, part in enumerate(parts))
    store = MemoryStore(make_content("havne", "Havne", held, mentions=mentions))  # type: ignore[arg-type]
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.0)


@pytest.mark.parametrize("asked", ["BKJ", "det der BKJ-udvalg", "Bådudvalget for Kuttere og Joller"])
def test_an_abbreviation_is_read_as_what_it_is_short_for(asked: str) -> None:
    made = harbour(LINE, BOTH, "Penge gives af Bådudvalget for Kuttere og Joller (BKJ) i Skagen.")
    assert ask(made, f"Hvem er formand for {asked}?").text == f"{BOTH} [1]"


def test_everybody_who_holds_it_is_told_once() -> None:
    made = harbour(LINE, LINE, BOTH.replace("skipper", "havnefoged"))
    told = ask(made, "Hvem er havnefoged?").text
    assert told.count("Asta Mølgård") == 1
    assert "Bo Tang" in told


def test_an_office_that_nothing_found_has_a_word_of_is_refused(made: Answerer) -> None:
    answer = ask(made, "Hvem er borgmester i Rødvig?")
    assert (answer.status, answer.citations) == ("not_found", ())
