"""What must be told of: where a thing is had by a place for it, who may join of what was spoken of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalogue import Catalogue, Project
from service.answer import Answerer
from service.question import Question
from service.relation import alone_of, led, tells
from service.score_words import Vocabulary
from service.word_table import count_words
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
    parts = (
        (("Vindtårne", "Næste skridt"), "vind", "text", ("Vindtårne skal have næste lag rød maling i maj.",)),
        (("Bølger", "Næste skridt"), "bølge", "text", ("Næste skridt er at måle skridt for skridt i bølgerne.",)),
    )
    store = MemoryStore(make_content("kyst", "Kysten", parts))
    kept = Catalogue(projects=(Project("vind", "Vindtårne", 1), Project("bølge", "Bølger", 2)))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), kept)
    asked, sources = made.read("Hvad er næste skridt for Vindtårne?")
    scored = made.scored(asked, sources)
    left = led(asked, scored, Vocabulary(count_words(store.iter_passages()), HashEmbedder()))
    assert {s.candidate.passage.project for s in scored} == {"vind", "bølge"}
    assert {s.candidate.passage.project for s in left} == {"vind"}
