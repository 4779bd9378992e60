from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.answers import Source
from corpus.store import joined
from corpus.types import Document
from service.candidates import spans_of
from service.cite import Citer, Places, page_text
from tests.service.havne import content, store


def test_a_citation_is_exact_to_the_character_the_page_and_the_box() -> None:
    held = store()
    candidate = spans_of(Source(1, 1.0, *joined(held, held.passages(["havne:4"]))[0]))[0]
    citation = Citer(held).cite(candidate)
    assert citation is not None
    assert held.text("havne", citation.char_start, citation.char_end) == citation.quote == candidate.text
    assert (citation.page, citation.page_label, citation.marker) == (4, "8", 1)
    assert citation.section == ("Tanghaver ved kajen", "Næste skridt")
    assert {b.page for b in citation.boxes} == {4}


@pytest.mark.parametrize(
    ("page", "label", "said"),
    [
        (7, "5", "side 7 (trykt 5)"),
        (5, "5", "side 5"),
        (5, "", "side 5"),
        (2, "iv", "side 2 (trykt iv)"),
        (4, "Slide 4", "Slide 4"),
        (0, "", ""),
    ],
)
def test_a_page_is_said_with_what_is_printed_on_it(page: int, label: str, said: str) -> None:
    assert page_text(page, label) == said


def test_the_same_words_keep_their_marker() -> None:
    held = store()
    first, second, _ = spans_of(Source(1, 1.0, *joined(held, held.passages(["havne:2"]))[0]))
    citer = Citer(held)
    markers = [c.marker for c in (citer.cite(first), citer.cite(second), citer.cite(first)) if c]
    assert markers == [1, 2, 1]
    assert [c.marker for c in citer.citations] == [1, 2]


def test_words_that_are_no_longer_stored_are_not_cited() -> None:
    held = store()
    candidate = spans_of(Source(1, 1.0, *joined(held, held.passages(["havne:4"]))[0]))[0]
    changed = content()
    held.put(replace(changed, text=changed.text.replace("ålegræs", "søgræs!")))
    citer = Citer(held)
    assert citer.cite(candidate) is None
    assert citer.citations == ()


def test_a_document_that_retells_another_tells_of_that_ones_year() -> None:
    places = Places(store(), {"rapport": "2031-05"})
    kept = Document("havn", "Havnen", "havn.pdf", "application/pdf", "0", 1, published="2033")
    assert places.year_of(kept) == "2033"
    assert places.year_of(replace(kept, digest_of="rapport")) == "2031"
    assert places.year_of(replace(kept, digest_of="ukendt")) == "2033"
