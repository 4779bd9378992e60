"""What must be told of: where a thing is had by a place for it."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import ask

HAD = "Tanghåndbogen kan hentes på tang.dk."


@pytest.fixture(scope="module")
def made() -> Answerer:
    told = ("Tanghåndbogen er til havne. Hvor tanghåndbogen bruges, vokser tangen.", HAD, "Tanghåndbogen er grøn.")
    other = ("Kagebogen kan hentes på kage.dk.",)
    parts = ((("Havne", "Bog"), "", "text", told), (("Havne", "Kage"), "", "text", other))
    store = MemoryStore(make_content("havne", "Havne", parts))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.0)


@pytest.mark.parametrize(
    "question",
    ["Hvor finder jeg tanghåndbogen?", "Hvor kan man mon hente tanghåndbogen?", "Where can I find tanghåndbogen?"],
)
def test_where_a_thing_is_had_is_told_by_where_that_is(made: Answerer, question: str) -> None:
    quotes = [c.quote for c in ask(made, question).citations]
    assert quotes[0] == HAD
    assert not any("vokser" in quote or "Kage" in quote for quote in quotes)


@pytest.mark.parametrize("question", ["Hvor bruges tanghåndbogen?", "Hvor mange havne får tanghåndbogen?"])
def test_other_questions_are_answered_by_anything(made: Answerer, question: str) -> None:
    assert ask(made, question).citations[0].quote != HAD
