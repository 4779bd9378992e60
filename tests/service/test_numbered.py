"""Projects called by their number."""

from __future__ import annotations

import pytest

from corpus.answers import Message
from service.events import Answered
from service.numbered import with_titles
from tests.service.havne import answerer, ask

TITLES = {1: "Tang", 2: "Broer"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Opsummer projekt 2", "Opsummer Broer"),
        ("Hvad er VIP 1?", "Hvad er Tang?"),
        ("Hvem leder det andet projekt?", "Hvem leder Broer?"),
        ("projekt nr. 1, tak", "Tang, tak"),
        ("VIP-projekt 2", "Broer"),
        ("projekt 9", "projekt 9"),
        ("Hvad koster projekt 2.000?", "Hvad koster projekt 2.000?"),
        ("projekt 1 % dyrere", "projekt 1 % dyrere"),
        ("projektet 2. maj", "projektet 2. maj"),
        ("Hvor mange projekter 2", "Hvor mange projekter 2"),
        ("Hvem er med i projekt 1 og 2?", "Hvem er med i Tang og Broer?"),
        ("projekterne 1 og projekt 2", "Tang og Broer"),
        ("projekt 1 og 9", "projekt 1 og 9"),
        ("Hvad kostede projekt 2 mio. kroner?", "Hvad kostede projekt 2 mio. kroner?"),
        ("projekt 2 år efter", "projekt 2 år efter"),
    ],
)
def test_the_title_takes_the_place_of_the_number(text: str, read: str) -> None:
    assert with_titles(text, TITLES) == read


def test_a_number_before_is_read_as_its_title_too() -> None:
    made = answerer()
    history = [Message("user", "Hvem deltager i projekt 1?"), Message("assistant", "Skagen m.fl. [1].")]
    for said in ("Hvad med projekt 2?", "nej, projekt 2"):
        last = list(made.stream(said, history=history))[-1]
        assert isinstance(last, Answered)
        assert last.answer.text.startswith("Deltagere i »Flydende broer«:")


def test_a_project_is_asked_for_by_its_number() -> None:
    assert "**Tanghaver ved kajen:** Hundested" in ask(answerer(), "Hvem er tovholder for projekt 1?").text
