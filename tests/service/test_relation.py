"""What must be told of: where a thing is had by a place for it, who may join of what was spoken of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalogue import Catalogue
from service.answer import Answerer
from service.question import Question
from service.relation import alone_of, tells
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import answerer, ask

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


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvem må deltage?", True),
        ("Hvilke må så bruge det?", True),
        ("Hvem står bag?", True),
        ("Deltage må hvem?", False),
        ("Hvem må\ndeltage?", False),
        ("Hvem må den?", False),
        ("hvem må " * 5_000 + "den?", False),
        ("hvem må " * 5_000 + "deltage?", True),
        ("hvem " * 5_000 + "må den?", False),
    ],
)
def test_who_may_join_what_was_spoken_of_is_told_of_that(question: str, told: bool) -> None:
    asked = Question(question, "who", own=question, topic="Hvad er tanghåndbogen?")
    assert tells(asked) is told
    assert alone_of(asked) == (question if told else "")
    assert not tells(replace(asked, topic=""))


def test_what_is_asked_of_a_year_is_told_by_what_names_it() -> None:
    parts = (
        (("Havn", "Tang"), "", "text", ("Havnen skal nå at plante tang i havnen, siger havnen, før 2030.",)),
        (("Havn", "Både"), "", "text", ("Alle både sejler på strøm i 2050.",)),
    )  # fmt: skip
    store = MemoryStore(make_content("havn", "Havn", parts))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0)
    assert "2050" in ask(made, "Hvad skal havnen nå i 2050?").text
    assert "2030" not in ask(made, "Hvad skal havnen nå i 2050?").text


def test_a_year_alone_that_nothing_names_is_not_answered() -> None:
    store = MemoryStore(make_content("havn", "Havn", ((("Havn", "Tang"), "", "text", ("Det begyndte i 2030.",)),)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue(), threshold=0.0001)
    assert ask(made, "Hvad begyndte i 2041?").status == "not_found"
    assert ask(made, "Hvad begyndte i 2030?").status == "answered"


def test_a_side_of_one_project_is_told_of_that_alone() -> None:
    answer = ask(answerer(), "Hvad er formålet med Tanghaver ved kajen?")
    cited = {c.passage_id for c in answer.citations}
    assert cited
    assert {s.passage.project for s in answer.sources if s.passage.passage_id in cited} == {"tang"}
