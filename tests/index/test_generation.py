"""Building, opening, switching, reusing and refusing generations."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.sqlstore import SqlStore
from index.generation import build_generation, open_generation
from tests.fakes import HashEmbedder, content_of

TEXTS = (
    "Kantinerne fik mindre madspild. Der blev vejet rester hver dag.",
    "Medarbejderne kørte sammen på arbejde. Samkørsel sparer brændstof.",
    "Møbler blev brugt igen i stedet for at købe nye.",
)


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    store.put(content_of("a", TEXTS))
    return store


def test_a_question_finds_its_passage(filled: SqlStore, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    manifest = build_generation(filled, embedder, tmp_path / "index")
    generation = open_generation(tmp_path / "index", embedder_for=lambda _: embedder)
    hits = generation.retriever.search("Hvem kørte sammen på arbejde?", k=2)
    assert manifest.passages == 3
    assert hits[0].passage_id == "a#p0001"
    assert len(hits) == 2
    assert dict(hits[0].reasons)["words"] > 0
