from __future__ import annotations

import pytest

from corpus.answers import Message
from service.condense import condense
from service.meant import listed
from service.names import NameBook
from service.thread import WHICH
from tests.service.havne import CATALOGUE, store

WHO = Message("user", "Hvem deltager i Tanghaver ved kajen?")
LIST = Message("assistant", "- Skagen [1]\n- Hundested [1]\n- Rødvig [1]")


@pytest.fixture(scope="module")
def names() -> NameBook:
    return NameBook(store(), CATALOGUE)


def test_without_history_a_question_is_left_alone(names: NameBook) -> None:
    read = condense("Og hvem deltog?", [], names=names)
    assert (read.own, read.topic, read.understood) == ("Og hvem deltog?", "", "")


def test_what_about_asks_the_same_of_another(names: NameBook) -> None:
    read = condense("Hvad med Flydende broer?", [WHO, LIST], names=names)
    assert read.own == read.understood == "Hvem deltager i Flydende broer?"
    assert read.topic == ""


def test_a_new_place_without_a_partner_carries_the_type(names: NameBook) -> None:
    read = condense("Og i ålegræsset?", [Message("user", "Hvor mange krabber er der ved kajen?"), LIST], names=names)
    assert read.kind == "number"
    assert "krabber" in read.topic


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        (
            ["Hvad er Tanghaver ved kajen?"],
            "Sammenlign det med Flydende broer",
            "Sammenlign Tanghaver ved kajen med Flydende broer",
        ),
        (
            ["Hvad er Tanghaver ved kajen?", "Hvem deltager i Flydende broer?"],
            "Hvad er forskellen på de to?",
            "Hvad er forskellen på Tanghaver ved kajen og Flydende broer?",
        ),
        (
            ["Hvad er Tanghaver ved kajen?", "Hvad med Flydende broer?"],
            "Sammenlign dem",
            "Sammenlign Tanghaver ved kajen og Flydende broer",
        ),
    ],
)
def test_what_was_spoken_of_is_set_beside_what_is_named(
    names: NameBook, before: list[str], question: str, read: str
) -> None:
    history = [m for text in before for m in (Message("user", text), Message("assistant", "Svar [1]."))]
    condensed = condense(question, history, names=names)
    assert (condensed.own, condensed.understood, condensed.topic) == (read, read, "")


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Hvem deltager i Tanghaver ved kajen?", "Sammenlign de to"),
        ("Hvem deltager i Tanghaver ved kajen?", "Er det flere end i Flydende broer?"),
        ("Hvor ligger havnen?", "Hvad er forskellen på det og Flydende broer?"),
        ("Hvem deltager i Tanghaver ved kajen?", "Er der forskel på det, de store og de små havne gør?"),
        ("Hvem deltager i Tanghaver ved kajen?", "Hvad er forskellen på dem, der ror, og dem, der sejler?"),
    ],
)
def test_nothing_is_set_beside_what_was_not_spoken_of(names: NameBook, before: str, question: str) -> None:
    read = condense(question, [Message("user", before), LIST], names=names)
    assert read.own.startswith(question)


def test_a_pronoun_becomes_the_person(names: NameBook) -> None:
    history = [Message("user", "Hvad siger Asta Mølgård om broerne?"), Message("assistant", "At de gynger [1].")]
    read = condense("Hvad mener hun om vandet?", history, names=names)
    assert read.own.endswith("Asta Mølgård")
    assert "Asta Mølgård" in read.understood


def test_an_ordinal_becomes_the_thing_listed(names: NameBook) -> None:
    read = condense("Fortæl mere om den anden", [WHO, LIST], names=names)
    assert read.own.endswith("Hundested")


def test_a_change_of_topic_leaves_history_out(names: NameBook) -> None:
    read = condense("Hvor mange procent af kajakroerne vil bruge Flydende broer?", [WHO, LIST], names=names)
    assert (read.topic, read.understood) == ("", "")


def test_a_whole_question_behind_and_stands_alone(names: NameBook) -> None:
    read = condense("Og hvem deltager i Flydende broer?", [WHO, LIST], names=names)
    assert (read.own, read.topic) == ("Og hvem deltager i Flydende broer?", "")
    assert condense("Og hvad kostede det i Flydende broer?", [WHO, LIST], names=names).topic


@pytest.mark.parametrize("question", ["Hvem var tovholder?", "Hvem deltog?"])
def test_who_alone_is_asked_of_what_was_spoken_of(names: NameBook, question: str) -> None:
    read = condense(question, [Message("user", "Hvad kostede Flydende broer?"), LIST], names=names)
    assert "Flydende broer" in read.topic


def test_a_name_in_reply_to_which_one_completes_the_question(names: NameBook) -> None:
    history = [Message("user", "Hvem var tovholder?"), Message("assistant", WHICH)]
    for reply in ("Flydende broer", "Flydende broer."):
        read = condense(reply, history, names=names)
        assert read.own == read.understood == "Hvem var tovholder i Flydende broer?"
    whole = "Hvem var tovholder for Tanghaver ved kajen?"
    assert condense(whole, history, names=names).own == whole


def test_a_short_question_is_read_with_what_went_before(names: NameBook) -> None:
    read = condense("Hvornår var det?", [Message("user", "Hvad kostede dykkerne?"), LIST], names=names)
    assert "Hvad kostede dykkerne" in read.topic
    assert "Hvad kostede dykkerne?" in read.understood


@pytest.mark.parametrize(
    ("answer", "items"),
    [
        ("- Skagen [1]\n- Rødvig [2]", ["Skagen", "Rødvig"]),
        ("Blandt andet Skagen, Rødvig og Marstal [1].", ["Skagen", "Rødvig", "Marstal"]),
        ("Det blæser [1].", []),
    ],
)
def test_what_an_answer_lists(answer: str, items: list[str]) -> None:
    assert listed(answer) == items


def test_the_project_that_was_answered_about_is_carried(names: NameBook) -> None:
    history = [Message("user", "Hvor vokser der tang?"), Message("assistant", "I Tanghaver ved kajen [1].")]
    assert condense("Hvem deltog?", history, names=names).own == "Hvem deltog? Tanghaver ved kajen"


def test_she_is_the_person_that_the_answer_brought_up(names: NameBook) -> None:
    history = [Message("user", "Hvem taler med Villy Krog?"), Message("assistant", "Asta Mølgård [1].")]
    assert condense("Hvad laver hun?", history, names=names).own.startswith("Hvad laver hun? Asta Mølgård")


def test_a_name_of_its_own_makes_a_short_question_stand_alone(names: NameBook) -> None:
    assert condense("Hvad er Pælebroen?", [WHO, LIST], names=names).topic == ""
    assert condense("Hvad sagde Pælelauget til det?", [WHO, LIST], names=names).understood


def test_a_follow_up_of_a_follow_up_reaches_back_to_what_both_are_about(names: NameBook) -> None:
    history = [
        Message("user", "Hvad kostede dykkerne i alt?"), Message("assistant", "250.000 kroner [1]."),
        Message("user", "Hvem betalte det?"), Message("assistant", "Havnerådet [1]."),
    ]  # fmt: skip
    read = condense("Hvornår var det?", history, names=names)
    assert "dykkerne" in read.text
    assert "Hvem betalte det" in read.text


def test_the_answer_told_is_not_searched_for_again(names: NameBook) -> None:
    history = [Message("user", "Hvad kostede dykkerne?"), Message("assistant", "Prisen var 250.000 kroner [1].")]
    read = condense("Hvornår var det?", history, names=names)
    assert "250.000" in read.topic
    assert "250.000" not in read.text


@pytest.mark.parametrize(
    "question",
    ["Hvem vandt fodboldkampen?", "Hvordan bager man surdejsbrød?", "Hvor mange ladestandere er der i kommunerne?"],
)
def test_a_subject_of_its_own_makes_a_short_question_stand_alone(names: NameBook, question: str) -> None:
    assert condense(question, [WHO, LIST], names=names).topic == ""


@pytest.mark.parametrize(
    "question", ["Hvor mange kommuner?", "Hvad kostede det?", "Hvornår startede de?", "Hvem deltog?"]
)
def test_a_short_question_of_common_words_leans_on_what_was_said(names: NameBook, question: str) -> None:
    assert condense(question, [WHO, LIST], names=names).understood


def test_who_is_meant_by_they_in_a_clause_was_spoken_of(names: NameBook) -> None:
    assert condense("Hvem opfandt den tangkrog, de plantede med?", [WHO, LIST], names=names).understood
    assert condense("Har I IT-systemer til fartøjsregistrering?", [WHO, LIST], names=names).topic == ""


def test_not_this_but_that_asks_of_that(names: NameBook) -> None:
    read = condense("nej, ikke tang, jeg mener kajakker", [WHO, LIST], names=names)
    assert "kajakker" in read.understood
    assert "tang," not in read.understood


def near(new: str, old: str) -> float:
    return 5.0 if {new, old} == {"cykel", "bil"} else 0.0


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        ("Hvad gjorde havnen ved møbler?", "Hvad med tøj?", "Hvad gjorde havnen ved tøj?"),
        ("Hvor mange kører i bil om vinteren?", "og cykel?", "Hvor mange kører i cykel om vinteren?"),
        ("Hvordan går det i havnen om vinteren?", "Og i søen?", "Hvordan går det i søen om vinteren?"),
        ("Hvad koster en tovrulle?", "Og i Nexø?", "Hvad koster en tovrulle – i Nexø?"),
        ("Hvordan går det i havnen?", "Hvad så med søen, går det bedre dér?", "Hvordan går det i søen?"),
        ("Hvad betyder 58%?", "og 81%?", "Hvad betyder 81%?"),
        ("Hvad skete der i 2031?", "og 2032?", "Hvad skete der i 2032?"),
        ("Hvad sejler i havnen?", "Hvad med søen, åen og fjorden?", "Hvad sejler i søen, åen og fjorden?"),
    ],
)
def test_what_about_takes_the_place_of_what_it_is_like(
    names: NameBook, before: str, question: str, understood: str
) -> None:
    read = condense(
        question, [Message("user", before), Message("assistant", "Det er svaret [1].")], names=names, near=near
    )
    assert read.understood == understood


def test_what_about_again_is_asked_of_the_first_question(names: NameBook) -> None:
    history = [
        Message("user", "Hvad gjorde havnen ved møbler?"), Message("assistant", "Solgte dem [1]."),
        Message("user", "hvad med tøj?"), Message("assistant", "Vaskede det [1]."),
    ]  # fmt: skip
    read = condense("og lamper?", history, names=names)
    assert read.understood == "Hvad gjorde havnen ved lamper?"
    assert "møbler" not in read.text
    assert "tøj" not in read.text


def test_what_about_somebody_is_asked_of_the_last_question_in_place_of_its_pronoun(names: NameBook) -> None:
    history = [
        Message("user", "Hvem deltager i Tanghaver ved kajen?"), LIST,
        Message("user", "Hvad kostede det?"), Message("assistant", "250.000 kroner [1]."),
    ]  # fmt: skip
    assert condense("Hvad med Flydende broer?", history, names=names).own == "Hvad kostede Flydende broer?"
    history[2] = Message("user", "Hvor mange er det?")
    assert condense("Hvad med Flydende broer?", history, names=names).own == "Hvem deltager i Flydende broer?"
    history[2] = Message("user", "Hvem er tovholder?")
    assert condense("Hvad med Flydende broer?", history, names=names).own == "Hvem er tovholder – Flydende broer?"


def test_asking_on_asks_the_last_question_that_says_something(names: NameBook) -> None:
    history = [WHO, LIST, Message("user", "Hvad ellers?"), Message("assistant", "- Marstal [1]")]
    read = condense("Er der flere?", history, names=names)
    assert (read.own, read.goes_on) == ("Hvem deltager i Tanghaver ved kajen?", "more")
    assert "Skagen" in read.said
    assert "Marstal" in read.said
    assert "Hvem deltager i Tanghaver ved kajen?" in read.understood


def test_the_end_of_a_word_takes_up_what_was_asked_about(names: NameBook) -> None:
    history = [Message("user", "Hvad er kajakvejledningen?"), Message("assistant", "En pjece [1].")]
    assert "kajakvejledningen" in condense("Hvor finder jeg vejledningen?", history, names=names).topic


@pytest.mark.timeout(20)
@pytest.mark.parametrize("filling", [" ", "\n", "\n ", "[1 ", "- ", "1. "])
def test_a_turn_of_a_hundred_thousand_characters_is_read_at_once(names: NameBook, filling: str) -> None:
    """What takes the square of the length runs into the time limit, and would keep every other reader waiting."""
    long = (filling * 100_000)[:100_000]
    assert condense("Fortæl mere om den anden", [WHO, Message("assistant", long)], names=names).understood
    assert condense("Fortæl mere om den anden", [Message("user", long), LIST], names=names).own.endswith("Hundested")


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("nej, jeg mente Flydende broer", "Hvem deltager i Flydende broer?"),
        ("nej, Flydende broer", "Hvem deltager i Flydende broer?"),
        ("nej, ålegræs", "ålegræs"),
    ],
)
def test_what_was_meant_instead_is_asked_of(names: NameBook, said: str, understood: str) -> None:
    history = [Message("user", "Hvem deltager i Tanghaver ved kajen?"), LIST]
    assert condense(said, history, names=names).understood == understood


@pytest.mark.parametrize("said", ["nej, jeg mente broer", "Hvad med broer?"])
def test_a_project_is_asked_of_in_place_of_one_that_no_question_named(names: NameBook, said: str) -> None:
    history = [
        Message("user", "Hvad gør man for at få læ til ålekvabber?"), Message("assistant", "Tanghaver ved kajen [1]."),
        Message("user", "Hvem var med?"), Message("assistant", "Skagen [1]."),
        Message("user", "Hvor mange er det?"), Message("assistant", "4 [1]."),
    ]  # fmt: skip
    assert condense(said, history, names=names).understood == "Hvem var med i broer?"


def test_a_question_that_was_meant_instead_is_read_as_one_asked_on(names: NameBook) -> None:
    history = [Message("user", "Hvem deltager i Tanghaver ved kajen?"), LIST]
    alone = condense("nej, jeg mente hvor mange bundgarnspæle der er", history, names=names)
    assert (alone.own, alone.before) == ("hvor mange bundgarnspæle der er", "")
    assert "Tanghaver" in condense("nej, hvem er tovholder?", history, names=names).before


@pytest.mark.parametrize("said", ["nej tak", "Nej, det er forkert", "nej ikke den"])
def test_a_mere_no_puts_nothing_in_its_place(names: NameBook, said: str) -> None:
    history = [Message("user", "Hvem deltager i Tanghaver ved kajen?"), LIST]
    assert "deltager i" not in condense(said, history, names=names).own


def test_an_answer_on_many_projects_lends_none_of_them(names: NameBook) -> None:
    told = "- **Tanghaver ved kajen** [1]\n- **Flydende broer** [2]"
    history = [Message("user", "Hvad handler det om?"), Message("assistant", told)]
    assert "om Tanghaver" in condense("Hvem støttede det?", history, names=names).understood


def test_a_pronoun_stands_for_whom_the_question_named_before_whom_its_answer_did(names: NameBook) -> None:
    told = [Message("user", "Hvad sagde Asta Mølgård?"), Message("assistant", "— Bo Tang og Asta Mølgård [1]")]
    assert "Asta Mølgård" in condense("Hvem er hun?", told, names=names).understood
    asked = [Message("user", "Hvem er citeret?"), Message("assistant", "— Asta Mølgård, havnefoged [1]")]
    assert "Asta Mølgård" in condense("Hvad siger hun?", asked, names=names).understood


def test_what_about_a_municipality_that_the_material_does_not_name(names: NameBook) -> None:
    history = [Message("user", "Deltager Skagen i Flydende broer?"), Message("assistant", "Nej [1].")]
    assert condense("Og Roskilde?", history, names=names).understood == "Deltager Roskilde i Flydende broer?"


def test_the_questions_of_one_message_lead_into_the_conversation_one_by_one(names: NameBook) -> None:
    asked = Message("user", "Hvem er tovholder for Tanghaver ved kajen, og hvad er næste skridt?")
    read = condense("Og hvem deltog?", [asked, LIST], names=names)
    assert "Tanghaver ved kajen" in read.topic
    assert "tovholder" not in read.topic


def test_a_condition_takes_no_place_of_what_was_asked(names: NameBook) -> None:
    asked = Message("user", "Jeg sejler ud fra kajen i Skagen, hvor mange krabber er der?")
    read = condense("og hvis det blæser?", [asked, LIST], names=names)
    assert read.own.startswith("og hvis det blæser?")


def test_a_project_in_place_of_what_stands_behind_the_same_preposition(names: NameBook) -> None:
    asked = Message("user", "Hvor mange procent af kommunerne arbejder med lamper?")
    read = condense("og med tang?", [asked, LIST], names=names)
    assert read.understood == "Hvor mange procent af kommunerne arbejder med tang?"


def test_a_word_of_a_project_takes_the_place_of_another_project(names: NameBook) -> None:
    read = condense("og broer?", [Message("user", "Hvad handlede Tanghaver ved kajen om?"), LIST], names=names)
    assert read.understood == "Hvad handlede broer om?"
