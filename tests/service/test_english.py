from __future__ import annotations

import pytest

from index.train.thesaurus import Entry, read_thesaurus
from service.answer import Answerer
from service.english import GLOSSARY, LEARNT, in_danish
from service.question import kind_of, language_of
from service.train_glossary import HEADER, THESAURUS, turned_round
from service.words import words
from tests.service.havne import answerer


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("How many municipalities took part?", "hvor mange kommuner deltog?"),
        ("Which municipalities took part?", "hvilke kommuner deltog?"),
        ("Who coordinates the plastic project?", "hvem er tovholder for plast-projekt?"),
        ("Why not?", "hvorfor ikke?"),
        ("Are there others?", "er der andre?"),
        ("What about clothes?", "hvad med tøj?"),
        ("What did Gladsaxe do in 2022?", "hvad Gladsaxe i 2022?"),
        ("Which providers don't have an agreement?", "hvilke udbyder ikke har en aftale?"),
        ("What is the government's goal?", "hvad er regering mål?"),
    ],
)
def test_an_english_question_in_danish_words(english: str, danish: str) -> None:
    assert in_danish(english) == danish


@pytest.mark.parametrize(
    "question", ["Hvem deltog?", "Og i Skagen?", "Hvad er Circular Economy Beyond Waste?", "madspild"]
)
def test_what_is_not_english_is_left_as_it_is(question: str) -> None:
    assert in_danish(question) == question


@pytest.mark.parametrize(
    "question", ["Why?", "Who led it?", "And clothes?", "Can you give an example?", "Anything else?"]
)
def test_a_few_words_tell_that_a_question_is_english(question: str) -> None:
    assert language_of(words(question)) == "en"


def test_the_glossary_gives_each_phrase_one_meaning() -> None:
    rows = [line.split("\t") for line in GLOSSARY.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all(len(row) == 2 for row in rows)
    assert len({english for english, _ in rows}) == len(rows)
    assert kind_of(in_danish("How long did it take place?")) == "when"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


def test_an_english_question_is_understood_as_its_danish_twin(made: Answerer) -> None:
    asked, _ = made.read("Who coordinates the project Tanghaver?")
    assert (asked.kind, asked.projects(), asked.language) == ("who", ("tang",), "en")


def test_a_name_is_left_as_it_is() -> None:
    assert in_danish("Who is Mark Young?") == "hvem er Mark Young?"


def test_what_the_material_says_in_english_is_left_so() -> None:
    asked = "Which of the harbours have boats?"
    assert in_danish(asked) == "hvilken af havn har både?"
    assert in_danish(asked, {"boats"}.__contains__) == "hvilken af havn har boats?"


def test_a_gloss_is_put_into_the_word_it_fits_best_and_then_the_commonest() -> None:
    entries = [
        Entry("tage", ("take", "catch"), ()), Entry("fange", ("to catch", "prisoner (of war)"), ()),
        Entry("gribe", ("catch",), ()), Entry("havnen", ("the harbour", "what lies by the open sea"), ()),
    ]  # fmt: skip
    assert turned_round(entries) == {"catch": "fange", "harbour": "havnen", "prisoner": "fange", "take": "tage"}


def test_the_second_glossary_is_the_thesaurus_turned_round() -> None:
    rows = [line for line in LEARNT.read_text("utf-8").splitlines() if line not in HEADER]
    made = turned_round(read_thesaurus(THESAURUS))
    assert rows == [f"{english}\t{danish}" for english, danish in made.items()]
