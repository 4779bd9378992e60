from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.answers import Message
from corpus.catalogue import CatalogueDocument
from corpus.types import Filters
from service.answer import Answerer
from service.events import Answered
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import CATALOGUE, answerer, ask


@pytest.fixture(scope="module")
def one() -> Answerer:
    return answerer()


@pytest.fixture(scope="module")
def two() -> Answerer:
    tide = (
        (("Tidevand",), "", "figure", ("2,4 m",)),
        (("Hvad er tidevand?",), "", "text", ("Månen trækker havet op og ned to gange i døgnet.",)),
    )
    wind = ((("Målt",), "", "table", ("Vindstyrke: 12 m/s",)),)
    store = MemoryStore(make_content("tide", "Tidevand", tide), make_content("wind", "Vind", wind))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE, threshold=0.99)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad handler rapporten om?",
        "Opsummer rapporten på tre linjer",
        "hvad kan jeg spørge om",
        "Hvad kan du hjælpe mig med?",
        "Giv mig et overblik over materialet",
        "kort resumé af hele dokumentet",
        "What is the report about?",
    ],
)
def test_all_of_one_document_is_told_part_by_part_with_the_sentence_that_each_begins_with(
    one: Answerer, question: str
) -> None:
    answer = ask(one, question)
    intro, rows = answer.text.rsplit(":\n\n", 1)
    assert "Materialet består af ét dokument, »Havnens to forsøg«, med 3 dele" in intro
    assert rows.splitlines() == [
        "- **Havnens to forsøg:** I 2028 satte havnerådet to forsøg i søen. [1]",
        "- **Tanghaver ved kajen:** Dykkere plantede blæretang på 14 gamle bundgarnspæle. [2]",
        "- **Flydende broer:** Flydende broer lader kajakker lægge til uden trapper. [3]",
    ]
    assert [c.quote for c in answer.citations][1] == "Dykkere plantede blæretang på 14 gamle bundgarnspæle."


def test_the_whole_is_asked_for_whatever_was_spoken_of_before(one: Answerer) -> None:
    talk = [
        Message("user", "Hvorfor blev trapperne skiftet ud?"),
        Message("assistant", "De gamle trapper var glatte. [1]"),
    ]
    last = list(one.stream("Hvad handler rapporten om?", history=talk))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("Materialet består af ét dokument")
    assert not last.answer.understood


def test_several_documents_are_told_by_what_they_are_about_or_begin_with(two: Answerer) -> None:
    assert ask(two, "Hvilke dokumenter er der?").text == (
        "Materialet består af 2 dokumenter:\n\n"
        "- **Tidevand:** Månen trækker havet op og ned to gange i døgnet. [1]\n- **Vind:** Vindstyrke: 12 m/s [2]"
    )


def test_what_is_told_keeps_to_the_chosen_documents(two: Answerer) -> None:
    assert ask(two, "Hvad står der i dokumentet?", Filters(documents=("wind",))).text == (
        "Det valgte dokument består af 1 del:\n\n- **Målt:** Vindstyrke: 12 m/s [1]"
    )


def test_more_documents_than_are_shown_are_said_to_be_there() -> None:
    contents = [
        make_content(f"d{n}", f"Bind {n}", (((f"Bind {n}",), "", "text", (f"Bølge {n}.",)),)) for n in range(14)
    ]
    store = MemoryStore(*contents)
    answer = ask(Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE), "Hvad indeholder biblioteket?")
    assert answer.text.startswith("Materialet består af 14 dokumenter, blandt andet:\n\n- **Bind")
    assert len(answer.citations) == 12


@pytest.mark.parametrize(
    "question",
    [
        "Hvad siger rapporten om trapper?",
        "Hvem har skrevet rapporten?",
        "Hvor mange sider er rapporten på?",
        "Hvad står der ikke i rapporten?",
        "Hvad kan jeg bruge tangen til?",
        "Hvad ved du om broer?",
    ],
)
def test_a_question_for_something_in_it_is_not_one_for_all_of_it(one: Answerer, question: str) -> None:
    assert "består af" not in ask(one, question).text


@pytest.fixture(scope="module")
def together() -> Answerer:
    """Two documents on the same projects, of which one is on one of them alone."""
    tools = ((("Redskaber",), "tang", "text", ("Saksen til tang er af bronze, så den ikke ruster.",)),)
    title = "Om HB havneprojekterne – kort fortalt"
    every = (
        (("Om arket",), "", "text", ("Arket er et uddrag af bogen om HB havneprojekterne.",)),
        (("Begyndelsen",), "", "text", (
            "Kystrådets HB havneprojekter blev til efter stormen i 2027.", "De blev to i alt.", "Havnene betalte selv.",
            "Bogen sælges på kajen.",
        )),
        (("Tanghaver ved kajen",), "tang", "text", ("Tanghaverne skulle give læ for ålekvabber og tangnåle.",)),
        (("Flydende broer",), "broer", "text", ("Flydende broer lader kajakker lægge til uden trapper.",)),
    )  # fmt: skip
    documents = (CatalogueDocument("redskaber", "Redskaber", ""), CatalogueDocument("ark", title, ""))
    store = MemoryStore(make_content("redskaber", "Redskaber", tools), make_content("ark", title, every))
    catalogue = replace(CATALOGUE, documents=documents)
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.99)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er HB havneprojekterne?",
        "hvad går havneprojekterne ud på",
        "Hvad handler projekterne om?",
        "Fortæl kort om HB havneprojekterne",
        "What are the HB projects about?",
    ],
)
def test_the_projects_together_are_told_and_then_each_by_what_it_begins_with(together: Answerer, question: str) -> None:
    answer = ask(together, question)
    assert answer.text.endswith(
        "Kystrådets HB havneprojekter blev til efter stormen i 2027. [1] De blev to i alt. [2] Havnene betalte selv. "
        "[3]\n\n- **Tanghaver ved kajen:** Tanghaverne skulle give læ for ålekvabber og tangnåle. [4]"
        "\n- **Flydende broer:** Flydende broer lader kajakker lægge til uden trapper. [5]"
    )


@pytest.mark.parametrize(
    "question",
    ["Hvad er formålet med HB havneprojekterne?", "Hvad kostede projekterne?", "Hvad er havneprojekterne ikke?"],
)
def test_one_thing_about_the_projects_together_is_searched_for(together: Answerer, question: str) -> None:
    assert ask(together, question).status == "not_found"


def test_each_project_is_told_of_under_the_heading_that_is_asked_for() -> None:
    told = ask(answerer(), "Hvad handlede hvert af projekterne om?").text
    assert told.splitlines()[2:] == [
        "- **Tanghaver ved kajen:** Dykkere plantede blæretang på 14 gamle bundgarnspæle. [1]",
        "- **Flydende broer:** Flydende broer lader kajakker lægge til uden trapper. [2]",
    ]


def test_one_side_of_one_project_is_not_one_of_each() -> None:
    assert "For hvert projekt" not in ask(answerer(), "Hvad er næste skridt for hvert år?").text


def test_of_a_sheet_of_rows_the_one_that_says_what_it_is_is_told() -> None:
    rows = ("Emne: Hvem har lavet den?; Svar: Havnerådet", "Emne: Hvad er tavlen?; Svar: En tavle med vind")
    sheet, other = (
        ((("Tavle",), "", "table", rows),),
        ((("Vind",), "", "text", ("Vinden måles hver time i havnen ude.",)),),
    )
    store = MemoryStore(make_content("tavle", "Tavlen", sheet), make_content("vind", "Vinden", other))
    made = Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE, threshold=0.99)
    assert "**Tavlen:** Emne: Hvad er tavlen?; Svar: En tavle med vind" in ask(made, "Hvad handler materialet om?").text
