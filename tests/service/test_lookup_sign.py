"""What a sign stands for."""

from __future__ import annotations

import pytest

from corpus.answers import Message
from corpus.catalogue import Catalogue
from corpus.types import Filters
from service.answer import Answerer
from service.events import NO_FILTERS, Answered
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content

AT, STAR = "Søg med @båd efter alle både.", "Søg med b*d efter både og bade."
ONE = "Søg med b?d efter både båd og bid."
ROWS = ("Tegn: #; Virkning: tæller både", "Tegn: ~; Virkning: gætter på både")


@pytest.fixture(scope="module")
def made() -> Answerer:
    parts = (
        (("Søgning", "@ Alle slags"), "", "text", (AT,)),
        (("Søgning", "* Hvad som helst"), "", "text", (STAR,)),
        (("Søgning", "? Et enkelt tegn"), "", "text", (ONE,)),
        (("Søgning", "! Pas på"), "", "text", ("Vent på både.",)),
        (("Havn", "! Pas på"), "", "text", ("Vent på tang.",)),
        (("Søgning", "Tegn"), "", "table", ROWS),
        (("Søgning", "Om søgning"), "", "text", ("Det betyder meget i en søgning efter både.",)),
    )
    store = MemoryStore(make_content("tegn", "Tegn", parts), make_content("kopi", "Kopi", parts[:2]))  # type: ignore[arg-type]
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), Catalogue((), ()), threshold=0.0)


def quoted(made: Answerer, question: str, *before: str, filters: Filters = NO_FILTERS) -> tuple[str, list[str]]:
    """What was looked up, and what is quoted."""
    history = tuple(Message(role=r, content=t) for r, t in zip(("user", "assistant"), before, strict=False))  # type: ignore[arg-type]
    last = list(made.stream(question, history=history, filters=filters))[-1]
    assert isinstance(last, Answered)
    return dict(last.answer.trace).get("Slået op", ""), [c.quote for c in last.answer.citations]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Hvad betyder @ i en søgning?", AT),
        ("hvad gør »@«?", AT),
        ("Hvad står tegnet * for?", STAR),
        ("hvad betyder *?", STAR),
        ("Hvad betyder ? i en søgning?", ONE),
        ("Hvad gør »?«?", ONE),
        ("Hvad betyder # i søgning efter både?", ROWS[0]),
    ],
)
def test_what_begins_with_it_is_quoted(made: Answerer, question: str, line: str) -> None:
    assert quoted(made, question) == ("tegn, 1 fund", [line])


def test_the_next_sign_is_asked_about_by_itself(made: Answerer) -> None:
    assert quoted(made, "og *?", "Hvad betyder @ i en søgning?", AT)[1] == [STAR]


def test_its_heading_stands_before_it(made: Answerer) -> None:
    last = list(made.stream("Hvad gør @?"))[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("»@ Alle slags«:")


@pytest.mark.parametrize(
    "question",
    ["Hvad betyder ! i en søgning?", "Hvad betyder $ i en søgning?", "Hvad betyder både * og #?", "Hvad er ?"],
)
def test_one_that_begins_different_texts_or_none_is_searched_for(made: Answerer, question: str) -> None:
    assert quoted(made, question)[0] == ""


def test_what_the_filters_hide_is_not_quoted(made: Answerer) -> None:
    assert quoted(made, "Hvad gør # i søgning?", filters=Filters(documents=("kopi",)))[0] == ""
