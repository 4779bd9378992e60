from __future__ import annotations

import pytest

from corpus.answers import Source
from corpus.types import Document, Filters, Passage, Section
from service.answer import Answerer
from service.candidates import spans_of
from service.find import FOUND
from service.score import FEATURES, Scored
from service.shown import SHOWN, by_best_sentence, shown
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import CATALOGUE, answerer, ask

DOCUMENT = Document("d", "Havnen", "havn.pdf", "application/pdf", "0", 1)
SECTION = Section("s", "d", 0, "Bådene", ("Bådene",), 1, 0, 999, 1, 1)


def source(name: str, rank: int, also: tuple[Source, ...] = ()) -> Source:
    text = f"Båden {name} sejler."
    passage = Passage(name, "d", "s", rank, text, 0, len(text), 1, 1, "", "text", ((0, len(text)),))
    return Source(rank, 1.0 / rank, passage, SECTION, DOCUMENT, also=also)


def scored(of: Source, score: float) -> Scored:
    return Scored(spans_of(of)[0], score, (0.0,) * len(FEATURES), (0.0,))


def names(sources: tuple[Source, ...] | list[Source]) -> str:
    return "".join(s.passage.passage_id for s in sources)


def test_the_source_of_the_best_sentence_comes_first_and_those_without_any_last() -> None:
    a, b, c, d = (source(name, rank) for rank, name in enumerate("abcd", 1))
    best_first = [scored(c, 3.0), scored(a, 2.0), scored(c, 1.0)]
    assert names(by_best_sentence([a, b, c, d], best_first)) == "cabd"


def test_what_is_cited_comes_before_the_rest_and_all_are_ranked_anew() -> None:
    found = [source(name, rank) for rank, name in enumerate("abcdefghij", 1)]
    beside = shown(found, [source("c", 1), source("x", 1)])
    assert names(beside) == "cxabdefg"
    assert len(beside) == SHOWN
    assert [s.rank for s in beside] == list(range(1, SHOWN + 1))
    assert beside[0].score == found[2].score, "what the search knows of it is kept"


def test_a_text_that_is_cited_at_another_place_of_its_is_shown_once() -> None:
    twin = source("t", 9)
    assert names(shown([source("a", 1), source("b", 2, also=(twin,))], [twin])) == "ba"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.mark.parametrize(
    "question", ["Hvad kostede forsøget?", "Hvem er tovholder for Tanghaver ved kajen?", "Sammenlign tang og broer"]
)
def test_an_answer_shows_first_what_it_cites(made: Answerer, question: str) -> None:
    answer = ask(made, question)
    assert answer.citations
    assert answer.sources[0].passage.passage_id == answer.citations[0].passage_id


def test_the_order_does_not_tell_whether_an_answer_was_given() -> None:
    orders = [names(ask(answerer(threshold=t), "Hvad kostede forsøget?").sources) for t in (0.0, 2.0)]
    assert orders[0] == orders[1]


def test_a_refusal_names_the_place_of_the_sentence_that_comes_nearest() -> None:
    refused = ask(answerer(threshold=2.0), "Hvad kostede forsøget?")
    assert refused.status == "not_found"
    assert refused.sources[0].section.heading in refused.text


def test_a_search_begins_with_the_passage_whose_sentence_answers(made: Answerer) -> None:
    query = "Hvor mange kroner kostede forsøget?"
    found = made.search(query, k=4)
    assert "kostede 250.000 kroner" in found[0].passage.text
    assert [s.rank for s in found] == [1, 2, 3, 4]
    as_found = made.sources(query, k=20)
    assert {s.passage.passage_id for s in made.search(query, k=20)} == {s.passage.passage_id for s in as_found}


def test_what_is_found_beyond_what_is_read_follows_as_it_was_found() -> None:
    parts = [((f"Bind {n}",), "", "text", (f"Bølge nummer {n} slog over kajen.",)) for n in range(FOUND + 6)]
    store = MemoryStore(make_content("d", "Bølger", parts))  # type: ignore[arg-type]
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE)
    found, as_found = (
        made.search("Hvilken bølge slog over kajen?", k=99),
        made.sources("Hvilken bølge slog over kajen?", k=99),
    )
    assert len(found) == FOUND + 6
    assert names(found[FOUND:]) == names(as_found[FOUND:])
    assert [s.rank for s in found] == list(range(1, FOUND + 7))


def test_a_search_among_nothing_finds_nothing(made: Answerer) -> None:
    assert made.search("Hvad kostede forsøget?", k=3, filters=Filters(documents=("findes-ikke",))) == []
