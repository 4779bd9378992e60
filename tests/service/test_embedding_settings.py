"""Which embedder and reranker the settings choose, end to end."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import EmbedderUnavailable, InvalidSetting
from index.embed import BUNDLED
from service.assistant import embedder_named, open_assistant
from service.elsewhere import read_cohort
from service.indexing import reindex
from service.library import add_documents
from service.settings import Settings, load_settings
from tests.index.test_embed_remote import LetterServer, server  # noqa: F401
from tests.index.test_retrieve import tiny_cross_encoder

SECRET = "meget-hemmelig"


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A data folder of one document that a test may change."""
    settings = Settings(data=tmp_path / "data")
    note = tmp_path / "notat.md"
    note.write_text("# Mad\n\nKantinerne fik mindre madspild.\n\n# Plast\n\nSkolerne samler plast.\n", "utf-8")
    add_documents(settings, [note])
    return settings


def test_a_server_gets_passages_and_questions_with_its_key(
    own: Settings,
    server: str,  # noqa: F811
) -> None:
    settings = replace(
        own, embedder=server, embedder_key=load_settings({"KLIMASVAR_EMBEDDER_KEY": SECRET}).embedder_key
    )
    manifest = reindex(settings)
    assert manifest.embedder_id == server
    assert (manifest.dimension, manifest.light_dimension) == (4, 256)
    before = len(LetterServer.asked)
    assert open_assistant(settings).search("madspild i kantiner", k=3)
    sent = [text for request in LetterServer.asked[before:] for text in request["input"]]  # type: ignore[attr-defined]
    assert {text for text in sent if "madspild" in text} == {"query: madspild i kantiner"}
    assert {request["key"] for request in LetterServer.asked} == {f"Bearer {SECRET}"}
    assert SECRET not in repr(settings)
    assert SECRET not in json.dumps([p.read_text("utf-8") for p in settings.data.rglob("manifest.json")])


def test_questions_on_other_subjects_are_not_sent_to_a_server(
    own: Settings,
    server: str,  # noqa: F811
) -> None:
    settings = replace(own, embedder=server)
    reindex(settings)
    before = len(LetterServer.asked)
    open_assistant(settings).ask("Hvem samler plast?")
    sent = {text for request in LetterServer.asked[before:] for text in request["input"]}  # type: ignore[attr-defined]
    assert any("plast" in text for text in sent)
    assert not {text.removeprefix("query: ") for text in sent} & set(read_cohort())


def test_an_unknown_backend_is_said() -> None:
    settings = load_settings({"KLIMASVAR_EMBEDDER_BACKEND": "tensorflow"})
    with pytest.raises(InvalidSetting, match="torch, onnx eller openvino"):
        embedder_named(BUNDLED, settings)


def test_a_reranker_that_is_not_there_is_said(own: Settings, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(EmbedderUnavailable, match="efterrangering"):
        open_assistant(replace(own, reranker=str(tmp_path / "tom"))).search("madspild")


@pytest.mark.slow
def test_a_reranker_by_folder_orders_the_hits(own: Settings, tmp_path: Path) -> None:
    settings = replace(own, reranker=str(tiny_cross_encoder(tmp_path)))
    found = open_assistant(settings).search("madspild og plast", k=5)
    said = [dict(source.reasons)["reranker"] for source in found]
    assert said == sorted(said, reverse=True)
    assert len(said) == 2


def test_the_bundled_reader_orders_the_hits_and_says_what_it_read(own: Settings) -> None:
    assistant = open_assistant(replace(own, reranker="dansk-laeser"))
    found = assistant.search("Hvad samler skolerne i deres kantiner?", k=5)
    assert [source.passage.text for source in found] == ["Skolerne samler plast.", "Kantinerne fik mindre madspild."]
    read = [dict(source.reasons)["reranker"] for source in found]
    assert read[0] == max(read)
    assert [source.score for source in found] == sorted((source.score for source in found), reverse=True)
    everyday = assistant.search("hvem smider færre rester ud?", k=5)
    assert everyday[0].passage.text == "Kantinerne fik mindre madspild."
