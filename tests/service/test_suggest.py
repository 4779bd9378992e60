"""Suggested questions: what follows first, and no heading that says nothing."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from corpus.store import joined
from service.names import NameBook
from service.question import understand
from service.suggest import Suggester, phrase
from tests.service.fakes import MemoryStore, make_content
from tests.service.havne import CATALOGUE, store

PARTS = (
    (("Vejledning", "§ 1"), "", "text", ("Kajen er åben.",)),
    (("Vejledning", "Gæster"), "", "text", ("Gæster betaler ved automaten.",)),
    (("Vejledning", "2.1"), "", "text", ("Vand er gratis.",)),
    (("Vejledning", "Affald"), "", "text", ("Affald sorteres i fem.",)),
)


@pytest.mark.parametrize(
    ("at", "offered"),
    [(0, ["Gæster", "Affald"]), (1, ["Affald"]), (3, ["Gæster"])],
)
def test_the_headings_that_follow_come_first_and_numbers_alone_never(at: int, offered: list[str]) -> None:
    held = MemoryStore(make_content("kaj", "Vejledning", PARTS))  # type: ignore[arg-type]
    names = NameBook(held, CATALOGUE)
    row = joined(held, held.iter_passages())[at]
    asked = understand("Hvad koster det?", names=names)
    suggested = Suggester(held, names).suggest(asked, [Source(1, 1.0, *row)])
    assert suggested == tuple(f"Hvad står der om »{heading}« i »Vejledning«?" for heading in offered)


def test_the_project_that_was_asked_about_comes_before_the_best_source() -> None:
    held = store()
    names = NameBook(held, CATALOGUE)
    rows = joined(held, held.iter_passages())
    found = [Source(rank, 1.0, *row) for rank, row in enumerate(rows, 1)]
    suggested = Suggester(held, names).suggest(understand("Hvem er med i Flydende broer?", names=names), found)
    assert suggested
    assert all("Flydende broer" in question for question in suggested)


def test_a_heading_that_asks_is_asked_as_it_stands() -> None:
    assert phrase("Hvem må lægge til?", "Kajen") == "Hvem må lægge til?"
    assert phrase("Deltagere", "Kajen") == "Hvem deltager i »Kajen«?"
