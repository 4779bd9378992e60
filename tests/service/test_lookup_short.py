"""What abbreviations stand for."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from service.lookup_short import abbreviation_in
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import ask

SPELT = "Det koster, skriver Foreningen af Danske Havnefogeder (FDHF) i 2031."
TEXT = ("FDHF mødes hver vinter.", SPELT, "Havnen i Rødvig (ROVK) er fra 1860.")


@pytest.fixture(scope="module")
def made() -> Answerer:
    store = MemoryStore(make_content("fdh", "Havnefogeder", ((("Havnefogeder", "Hvem"), "", "text", TEXT),)))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)


@pytest.mark.parametrize(
    "question",
    ["Hvad står FDHF for?", "hvad betyder forkortelsen fdhf", "Hvad dækker »FDHF« over?", "What does FDHF mean?"],
)
def test_it_is_the_sentence_that_spells_it_out(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    assert [c.quote for c in answer.citations] == [SPELT]
    assert dict(answer.trace)["Slået op"].startswith("forkortelse")


def test_what_it_is_short_for_may_stand_in_the_brackets() -> None:
    text = "GUFH (gange uden for havnen) er forbudt."
    store = MemoryStore(make_content("gufh", "Gange", ((("Gange", "Hvor"), "", "text", (text,)),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)
    answer = ask(made, "Hvad betyder GUFH?")
    assert [c.quote for c in answer.citations] == [text]
    assert dict(answer.trace)["Slået op"].startswith("forkortelse")


def test_words_whose_letters_it_does_not_have_do_not_spell_it_out(made: Answerer) -> None:
    assert "Slået op" not in dict(ask(made, "Hvad står ROVK for?").trace)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Hvad står EKI for?", "EKI"),
        ("Hvad står der om EKI?", ""),
        ("Hvad betyder det for kommunerne?", ""),
        ("Hvem er FDHF?", ""),
        ("Hvad går det ud på, og hvem står bag?", ""),
        ("Hvad betyder forkortelsen EKI i EKI-udvalget?", "EKI"),
        ("Hvad betyder det i praksis?", ""),
    ],
)
def test_only_what_is_asked_to_be_spelt_out_is(question: str, short: str) -> None:
    assert abbreviation_in(question) == short


def test_a_word_in_brackets_that_begins_with_it_is_next_best() -> None:
    text = "Loven om støj fra både (BRUM-loven) gælder fra 2030."
    store = MemoryStore(make_content("brum", "Støj", ((("Støj", "Lov"), "", "text", ("BRUM er nyt.", text)),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)
    assert [c.quote for c in ask(made, "Hvad betyder BRUM?").citations] == [text]


def test_what_is_short_for_something_is_spelt_out_where_it_is_asked_what_it_is(made: Answerer) -> None:
    assert [c.quote for c in ask(made, "Hvad er FDHF?").citations] == [SPELT]


def test_a_name_that_begins_with_it_and_is_told_of_is_next_best() -> None:
    text = "BRUM-loven om støj fra både gælder fra 2030."
    store = MemoryStore(make_content("brum", "Støj", ((("Støj", "Lov"), "", "text", ("BRUM er nyt.", text)),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)
    assert [c.quote for c in ask(made, "Hvad betyder BRUM?").citations] == [text]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Hvad betyder PLIM?", "not_found"),
        ("Hvad står forkortelsen PLIM for?", "not_found"),
        ("Hvad betyder PLIM i PLIM projekterne?", "not_found"),
        ("Hvad betyder plim?", "answered"),
        ("Hvad betyder PLUM?", "answered"),
        ("Hvad betyder PLEM?", "answered"),
    ],
)
def test_one_that_nothing_tells_of_is_refused(question: str, status: str) -> None:
    text = ("PLIM projekterne betyder meget for havnen.", "PLUM er bøjer af kork.", "Den nye slags (PLEM) flyder.")
    store = MemoryStore(make_content("plim", "Bøjer", ((("Bøjer", "Hvad"), "", "text", text),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)
    answer = ask(made, question)
    assert answer.status == status
    assert bool(answer.citations) == (status == "answered")
