"""Who takes part in several projects, in one without another, in one alone, or in none of some."""

from __future__ import annotations

import pytest

from corpus.types import Filters
from service.answer import Answerer
from tests.service import kajer as quays
from tests.service.havne import answerer, ask


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


def test_one_list_without_the_other(made: Answerer) -> None:
    answer = ask(made, "Hvem er med i Tanghaver ved kajen, men ikke i Flydende broer?")
    assert answer.text.endswith("men ikke på den for »Flydende broer«, står:\n\nHundested og Skagen [1][2]")
    assert ["Hundested" in c.quote for c in answer.citations] == [True, False]


def test_the_project_that_is_named_first_is_the_one(made: Answerer) -> None:
    told = ask(made, "Hvilke kommuner deltager i Flydende broer, men ikke i Tanghaver ved kajen?").text
    assert told.endswith("står:\n\nThyborøn [1][2]")


def test_a_list_that_may_be_seen_in_part_is_not_compared(made: Answerer) -> None:
    told = ask(made, "Hvem er med i Tanghaver ved kajen, men ikke i Flydende broer?", Filters(projects=("tang",)))
    assert "men ikke på den for" not in told.text


@pytest.fixture(scope="module")
def kajer() -> Answerer:
    return quays.answerer()


@pytest.fixture(scope="module")
def regional() -> Answerer:
    return quays.answerer(whole_region=True)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Hvilke kommuner er med i både tanghaver og broer?", "Rebild og Thisted"),
        ("Hvem er med i både tanghaver og broer?", "Rebild, Region Nordjylland og Thisted"),
        ("Hvilke kommuner er med i både tanghaver, broer og sejlhold?", "Rebild"),
        ("Hvilke kommuner er med i alle tre: tanghaver, broer og sejlhold?", "Rebild"),
        ("Hvilke kommuner er med i tanghaver, men ikke i broer?", "Morsø"),
        ("Hvilke kommuner er ikke med i tanghaver, men med i broer?", "Jammerbugt"),
        ("Hvilke kommuner er med i sejlhold uden at være med i tanghaver?", "Læsø"),
        ("Hvilke kommuner er hverken med i tanghaver eller broer?", "Læsø"),
        ("Hvilke kommuner er kun med i tanghaver?", "Morsø"),
        ("Hvilke kommuner er kun med i tanghaver og broer?", "Thisted"),
    ],
)
def test_who_is_in_the_set_that_is_asked_for(kajer: Answerer, question: str, who: str) -> None:
    assert quays.ask(kajer, question).text.split(":\n\n")[1].split(" [")[0] == who


def test_the_number_is_told_where_it_is_asked_also_afterwards(kajer: Answerer) -> None:
    both = "»Tanghaver ved kajen« og »Flydende broer« står 2 kommuner:\n\nRebild og Thisted ["
    assert both in quays.ask(kajer, "Hvor mange kommuner er med i både tanghaver og broer?").text
    assert both in quays.ask(kajer, "hvor mange er det?", "Hvilke kommuner er med i både tanghaver og broer?").text


def test_who_leads_what_they_are_not_listed_in_is_told_beside(kajer: Answerer) -> None:
    told = quays.ask(kajer, "Hvilke kommuner er med i broer, men ikke i tanghaver?").text
    assert "\n\nJammerbugt [" in told
    assert "**Tovholder uden selv at stå på listen:** Jammerbugt (Tanghaver ved kajen) [" in told


def test_a_list_that_is_missing_is_told_as_missing(kajer: Answerer) -> None:
    told = quays.ask(kajer, "Hvilke kommuner er med i tanghaver, men ikke i skilte?").text
    assert told.startswith("Deltagerne i »Lysende skilte« er ikke nævnt i materialet.\n\n**Tanghaver ved kajen:**")


def test_whether_a_place_is_on_both_lists_is_yes_or_no(kajer: Answerer) -> None:
    told = quays.ask(kajer, "Er Thisted og Morsø med i både tanghaver og broer?").text
    assert told.startswith(
        "Ja, Thisted står på deltagerlisterne for både »Tanghaver ved kajen« og »Flydende broer«, men"
    )
    assert "men Morsø står ikke på dem:" in told
    assert quays.ask(kajer, "Er Læsø med i både tanghaver og broer?").text.startswith("Nej, Læsø står ikke på")


def test_all_municipalities_of_a_region_are_those_on_no_other_list_too(regional: Answerer) -> None:
    told = quays.ask(regional, "Hvilke kommuner er kun med i molekort?").text
    assert ":\n\nBrønderslev, Frederikshavn, Hjørring, Mariagerfjord, Vesthimmerlands og Aalborg [" in told


def test_a_list_of_everybody_is_set_aside_where_those_on_one_alone_are_asked_for(regional: Answerer) -> None:
    told = quays.ask(regional, "Hvilke kommuner er kun med i tanghaver?").text
    assert told.startswith("»Kortlægning af moler« gælder alle kommuner i Region Nordjylland, og deltagerne i »Lysende")
    assert "ikke tovholder for andre er:\n\nMorsø [" in told


def test_a_word_that_a_project_is_about_stands_for_it_where_it_says_so(kajer: Answerer) -> None:
    told = quays.ask(kajer, "Hvilke kommuner er ikke med i kajakker?").text
    assert told.startswith("»kajakker« hører i materialet under »Flydende broer«. Nævnt i materialet, men hverken som")
    assert ":\n\nLæsø og Morsø [" in told


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke kommuner er med i tanghaver, men ikke i fyrtårne?",
        "Hvilke kommuner er med i både tanghaver og fyrtårne?",
        "Hvilke kommuner er ikke med i både tanghaver og broer?",
        "Er Morsø kun med i tanghaver?",
    ],
)
def test_half_of_what_is_asked_for_is_no_answer(kajer: Answerer, question: str) -> None:
    told = quays.ask(kajer, question).text
    assert not told.startswith(("Ja, ", "Deltagere i »", "På deltagerlist", "Nævnt i materialet"))


def test_who_is_missing_after_a_question_for_one_place_is_asked_of_all(kajer: Answerer) -> None:
    before = "Er Læsø med i tanghaver?"
    told = quays.ask(kajer, "hvem er ikke med?", before).text
    assert told.startswith("Nævnt i materialet, men ikke som deltager i eller tovholder for »Tanghaver ved kajen«.")
    number = quays.ask(kajer, "hvor mange er det?", before, "hvem er ikke med?").text
    assert "tovholder for »Tanghaver ved kajen«, er 1 kommune." in number


def test_those_in_a_project_are_counted_where_no_noun_says_whom(kajer: Answerer) -> None:
    told = quays.ask(kajer, "Hvor mange er med i broer?").text
    assert told.startswith("Deltagerlisten for »Flydende broer« nævner 4 deltagere, 3 kommuner og Region Nordjylland:")


def test_whether_only_municipalities_take_part_is_no_question_for_those_in_one_project_alone(kajer: Answerer) -> None:
    assert "tovholder for andre" not in quays.ask(kajer, "Er det kun kommuner, der er med i tanghaver?").text


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke kommuner er tovholdere for tanghaver, men deltager ikke i broer?",
        "Hvilke tovholdere er både med i tanghaver og broer?",
        "Hvilke tovholdere er kun med i ét projekt?",
    ],
)
def test_who_leads_is_not_counted_from_who_takes_part(kajer: Answerer, question: str) -> None:
    assert "deltagerlist" not in ask(kajer, question).text.split("\n\n")[0]
