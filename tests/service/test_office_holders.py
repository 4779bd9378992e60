"""Who holds an office is told by its name and somebody's."""

from __future__ import annotations

import pytest

from service.candidates import Candidate, spans_of
from service.find import Finder
from service.office import lacks_office, office_unheard
from tests.service.fakes import MemoryStore, OverlapRetriever, make_content


def told(text: str) -> list[Candidate]:
    library = MemoryStore(make_content("a", "A", ((("A", "B"), "", "text", (text,)),)))
    (source,) = Finder(library, OverlapRetriever(library)).find(text, k=1)
    return spans_of(source)


@pytest.mark.parametrize(
    ("asked", "text", "lacks"),
    [
        ("Hvem er formand for havnen?", "Havnen ledes af en formand, Asta Mølgård, og seks andre.", False),
        ("Hvem er formand for havnen?", "I havnen ligger skibe fra Skagen.", True),
        ("Hvem er formand for havnen?", "Der skal vælges en ny formand for havnen.", True),
        ("hvem var direktør i 2028", "Det skrev kommunaldirektør Asta Mølgård i 2028.", False),
        ("Hvem er direktør for Skagen Fiskeauktion?", "Det skrev kommunaldirektør Asta Mølgård i 2028.", True),
        ("Hvem er klima- og fiskeriminister?", "Der er 14 skibe i Skagen.", True),
        ("Who is the director of the harbour?", "I havnen ligger skibe fra Skagen.", True),
        ("Hvem deltog i forsøget?", "Det gjorde havnen i Skagen.", False),
    ],
)
def test_who_holds_an_office_is_told_by_its_name_and_somebodys(asked: str, text: str, lacks: bool) -> None:
    assert lacks_office(asked, told(text)) is lacks


@pytest.mark.parametrize(
    ("asked", "unheard"),
    [
        ("Hvem er borgmester i Skagen?", True),
        ("Hvem er direktør for havnen?", False),
        ("Hvem leder arbejdet i havnen?", False),
        ("Hvad laver en borgmester?", False),
    ],
)
def test_an_office_of_one_kind_that_no_text_has_a_word_of_is_unheard_of(asked: str, unheard: bool) -> None:
    assert office_unheard(asked, ["i skagen er asta mølgård kommunaldirektør."]) is unheard
