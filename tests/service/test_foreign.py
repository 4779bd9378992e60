"""Passages in a language that the question is not in."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from service.find import Finder
from service.foreign import understood
from tests.service.fakes import MemoryStore, OverlapRetriever, make_content

LATIN = " ".join(["Navis portum petit et nautae cantant dum ventus vela inflat atque undae saxa pulsant."] * 5)
ENGLISH = " ".join(["The harbour is open every morning and the boats with their crews wait for the ferry."] * 5)
DANISH = " ".join(["Havnen er åben hver morgen, og bådene venter med deres besætning på den næste færge."] * 5)


def told(query: str, *names: str) -> list[str]:
    """The documents of the sources that are left of those of these names."""
    texts = {"latin": LATIN, "english": ENGLISH, "danish": DANISH, "short": "Navis et nautae et portum."}
    contents = [make_content(name, name, (((name,), "", "text", (texts[name],)),)) for name in names]
    held = [Source(n, 1.0, c.passages[0], c.sections[0], c.document) for n, c in enumerate(contents, 1)]
    return [s.document.document_id for s in understood(query, held)]


def test_what_danish_knows_hardly_a_word_of_is_left_out() -> None:
    assert told("Hvornår er havnen åben?", "latin", "english", "short", "danish") == ["english", "short", "danish"]


@pytest.mark.parametrize("query", ["Hvem er nautae?", "Hvad betyder PULSANT?"])
def test_it_is_kept_for_a_word_that_danish_does_not_know(query: str) -> None:
    assert told(query, "latin", "danish") == ["latin", "danish"]


def test_it_is_kept_where_there_is_nothing_else() -> None:
    assert told("Hvornår er havnen åben?", "latin") == ["latin"]


def test_what_is_left_out_is_not_found() -> None:
    parts = (((("Tekst",), "", "text", (LATIN + " Havnen er lukket.",))), (("Tekst",), "", "text", (DANISH,)))
    store = MemoryStore(make_content("havn", "Havn", parts))
    assert [s.passage.text for s in Finder(store, OverlapRetriever(store)).distinct("Er havnen lukket?")] == [DANISH]
