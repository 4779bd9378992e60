"""The row of a code itself before those of longer codes made of it."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from service.base_rows import with_base_rows
from service.candidates import Candidate, candidates
from service.question import Question
from tests.service.fakes import MemoryStore, make_content

ROWS = (
    "Kode: STORM; Tekst: Båden synker", "Kode: RE_STORM; Tekst: Rettelse af synker",
    "Kode: AN_STORM; Tekst: Annullering af synker", "Kode: XX_VIND; Tekst: Båden sejler",
    "Navn: VIND; Tekst: Båden driver",
)  # fmt: skip
PLAIN, CHANGED, CALLED_OFF, OTHER, _ = range(len(ROWS))


@pytest.fixture(scope="module")
def rows() -> list[Candidate]:
    content = make_content("koder", "Koder", ((("Koder", "Liste"), "", "table", ROWS),))
    store = MemoryStore(content)
    section = {s.section_id: s for s in content.sections}
    held = [Source(1, 1.0, p, section[p.section_id], content.document) for p in store.iter_passages()]
    return candidates(held)


@pytest.mark.parametrize(
    ("question", "chosen", "told"),
    [
        ("Hvad er koden, når båden synker?", (CHANGED, CALLED_OFF), (PLAIN, CHANGED, CALLED_OFF)),
        ("Hvad er koden for rettelse af synker?", (CALLED_OFF, CHANGED), (CALLED_OFF, CHANGED)),
        ("Hvad er koden, når båden synker?", (CHANGED, PLAIN), (CHANGED, PLAIN)),
        ("Hvad er koden, når båden sejler?", (OTHER,), (OTHER,)),
        ("Hvad er koden, når båden synker?", (PLAIN,), (PLAIN,)),
    ],
)
def test_it_comes_first_unless_a_longer_one_is_asked_for(
    rows: list[Candidate], question: str, chosen: tuple[int, ...], told: tuple[int, ...]
) -> None:
    asked = Question(text=question, kind="what", own=question)
    found = with_base_rows(asked, [rows[n] for n in chosen], rows)
    assert [row.text for row in found] == [ROWS[n] for n in told]
