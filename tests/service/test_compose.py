"""What is chosen is shown word for word with its marker, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.answers import Source
from corpus.catalogue import Catalogue
from corpus.store import joined
from corpus.types import DocumentContent
from service.candidates import spans_of
from service.cite import Citer
from service.compose import Verdict, compose
from service.names import NameBook
from tests.service.fakes import MemoryStore, make_content

REFERRING = "Udledningen faldt [12] i 2020."
REST = ("[3] Tangen voksede.", "–", "Broen er grøn.")


@pytest.fixture
def content() -> DocumentContent:
    return make_content("havne", "Havne", [(("Havne", "Luft"), "", "text", (REFERRING, *REST))])


def composed(written: DocumentContent, held: MemoryStore) -> tuple[str, list[Verdict]]:
    """The answer of every sentence that was written, from what is held now."""
    store = MemoryStore(written)
    source = Source(1, 1.0, *joined(store, store.passages(["havne:1"]))[0])
    pieces, verdicts = compose(spans_of(source), citer=Citer(held), names=NameBook(held, Catalogue((), ())))
    return "".join(pieces), verdicts


def test_a_sentence_with_a_reference_in_brackets_is_quoted_as_it_is_written(content: DocumentContent) -> None:
    text, verdicts = composed(content, MemoryStore(content))
    assert f"{REFERRING} [1]" in text
    assert f"{REST[0]} [2]" in text
    assert Verdict(REFERRING, supported=True) in verdicts


def test_a_span_without_words_is_left_out_and_takes_no_marker(content: DocumentContent) -> None:
    text, verdicts = composed(content, MemoryStore(content))
    assert "–" not in text
    assert "Broen er grøn. [3]" in text
    assert Verdict("–", supported=False) in verdicts


def test_what_the_store_no_longer_holds_is_left_out(content: DocumentContent) -> None:
    changed = replace(content, text=content.text.replace("faldt", "steg!"))
    text, verdicts = composed(content, MemoryStore(changed))
    assert "Udledningen" not in text
    assert Verdict(REFERRING, supported=False) in verdicts
    assert "Broen er grøn. [2]" in text
