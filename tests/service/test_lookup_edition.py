"""Who stands behind a document and from when it is, as is stored of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalogue import Catalogue, CatalogueDocument
from service.answer import Answerer
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import ask

NONE = Catalogue((), ())
ORIGINAL = CatalogueDocument(
    "havn", "Havnens fremtid", "havn.pdf", publisher="Havnerådet", published="2031", kind="rapport"
)
BESIDE = "Hæftet gengiver rapporten »Havnens fremtid«, som Havnerådet har udgivet i 2031."


def over(*sentences: str, catalogue: Catalogue = NONE, **stored: str) -> Answerer:
    content = make_content("hefte", "Havnen kort fortalt", ((("Havnen", "Om"), "", "text", sentences),))
    store = MemoryStore(replace(content, document=replace(content.document, **stored)))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), catalogue, threshold=0.001)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Hvem har udgivet rapporten?",
            "Bag »Havnen kort fortalt« står Havnerådet, efter oplysningerne om dokumentet. [1]",
        ),
        (
            "hvem er afsender af rapporten",
            "Bag »Havnen kort fortalt« står Havnerådet, efter oplysningerne om dokumentet. [1]",
        ),
        ("Hvornår er rapporten fra?", "»Havnen kort fortalt« er fra 2031, efter oplysningerne om dokumentet. [1]"),
        ("Hvor gammel er rapporten?", "»Havnen kort fortalt« er fra 2031, efter oplysningerne om dokumentet. [1]"),
    ],
)
def test_what_is_stored_of_the_document_is_told(question: str, told: str) -> None:
    made = over("I havnen ligger skibe.", publisher="Havnerådet", published="2031-05-01", kind="rapport")
    assert ask(made, question).text == told


def test_the_words_that_say_so_are_quoted() -> None:
    made = over("I 2031 kom der skibe.", "Rapporten er skrevet af Havnerådet.", publisher="Havnerådet", kind="rapport")
    answer = ask(made, "Hvem skrev rapporten om havnen?")
    assert answer.text == "Bag »Havnen kort fortalt« står Havnerådet:\n\nRapporten er skrevet af Havnerådet. [1]"


def test_a_rendering_tells_of_what_it_renders() -> None:
    made = over(
        "I 2031 kom der skibe.", BESIDE, publisher="Os", published="2040", kind="resumé", digest_of="havn",
        catalogue=Catalogue((), (), (ORIGINAL,)),
    )  # fmt: skip
    assert ask(made, "Hvornår udkom rapporten?").text == f"»Havnens fremtid« er fra 2031:\n\n{BESIDE} [1]"
    assert ask(made, "Who wrote the report?").text.endswith(f"»Havnens fremtid« is by Havnerådet:\n\n{BESIDE} [1]")


@pytest.mark.parametrize(
    "question",
    ["Hvem har lavet guiden?", "Hvem har udgivet rapporten om cykler?", "Hvem ejer havnen?", "Hvornår kommer skibene?"],
)
def test_another_document_or_question_is_not_told_of(question: str) -> None:
    made = over("I havnen ligger skibe.", publisher="Havnerådet", published="2031", kind="rapport")
    assert "Havnerådet" not in ask(made, question).text


def test_nothing_is_made_up_where_nothing_is_stored() -> None:
    assert not ask(over("Der ligger skibe.", kind="rapport"), "Hvem har udgivet rapporten?").citations


def test_a_booklet_is_what_renders_a_report_and_not_the_report() -> None:
    made = over(
        BESIDE, catalogue=Catalogue((), (), (ORIGINAL,)), publisher="Klimasvar", published="2033", digest_of="havn"
    )
    assert ask(made, "Hvem har skrevet hæftet?").text.startswith("Bag »Havnen kort fortalt« står Klimasvar")
    assert ask(made, "Hvornår er hæftet fra?").text.startswith("»Havnen kort fortalt« er fra 2033")
    assert ask(made, "Hvem har skrevet rapporten?").text.startswith("Bag »Havnens fremtid« står Havnerådet")
