"""What is added, removed and rebuilt at the same time as something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IngestBusy
from ingest.pipeline import remove_document
from service.assistant import open_assistant
from service.indexing import refresh_index
from service.library import add_documents, check_library, read_again, remove
from service.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def note(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.md"
    path.write_text(f"# {name.capitalize()}\n\n{text}\n", encoding="utf-8")
    return path


def test_nobody_adds_a_document_while_the_index_is_built(settings: Settings, tmp_path: Path) -> None:
    late = note(tmp_path, "kajakker", "Fem kajakker ligger ved den gamle bro.")
    turned_away = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "Bygger indeks":
            with pytest.raises(IngestBusy):
                add_documents(settings, [late])
            turned_away.append(done)

    add_documents(settings, [note(tmp_path, "cykler", "Havnen fik tolv ladcykler i foråret.")], progress=progress)
    assert turned_away
    add_documents(settings, [late])
    assert check_library(settings) == []


def test_a_document_that_is_gone_is_not_found_before_the_index_knows(settings: Settings, tmp_path: Path) -> None:
    cycles, boats = "Havnen fik tolv ladcykler i foråret.", "Fem kajakker ligger ved den gamle bro."
    add_documents(settings, [note(tmp_path, "cykler", cycles), note(tmp_path, "kajakker", boats)])
    fresh, used = open_assistant(settings), open_assistant(settings)
    assert "kajakker" in used.ask("Hvor mange kajakker ligger ved broen?").text
    remove_document("kajakker", store=used.store, data=settings.data)
    for assistant in (fresh, used):
        assert assistant.ask("Hvor mange kajakker ligger ved broen?").citations == ()
    assert [s.document.document_id for s in fresh.search("havnen fik ladcykler eller kajakker")] == ["cykler"]
    refresh_index(settings, used.store)
    assert check_library(settings) == []


def test_no_byte_is_left_of_a_document_that_was_removed(settings: Settings, tmp_path: Path) -> None:
    kept = [note(tmp_path, f"n{i}", f"Havnen fik {i} ladcykler, en bro og en park i foråret.") for i in range(8)]
    add_documents(settings, [*kept, note(tmp_path, "gemt", "Kodeordet er zebrafinkeskab i Xyloby.")])
    read_again(settings, "gemt", edits={"title": "Zebrafinkeskabet"})
    assert holding(settings.data, b"zebrafinkeskab")
    remove(settings, "gemt")
    assert holding(settings.data, b"zebrafinkeskab") == []
    assert holding(settings.data, b"ladcykler")
    assert check_library(settings) == []


def test_no_byte_is_left_of_a_file_that_was_replaced(settings: Settings, tmp_path: Path) -> None:
    kept = [note(tmp_path, f"n{i}", f"Havnen fik {i} ladcykler, en bro og en park i foråret.") for i in range(8)]
    add_documents(settings, [*kept, note(tmp_path, "gemt", "Kodeordet er zebrafinkeskab i Xyloby.")])
    assert holding(settings.data, b"zebrafinkeskab")
    read_again(settings, "gemt", path=note(tmp_path, "gemt", "Kodeordet er skiftet."))
    assert holding(settings.data, b"zebrafinkeskab") == []
    assert holding(settings.data, b"ladcykler")
    assert check_library(settings) == []


class Longest:
    """A cross-encoder that finds the longest passage the best."""

    def predict(self, pairs: list[tuple[str, str]], **_: object) -> list[float]:
        return [float(len(text)) for _, text in pairs]


def test_a_document_that_is_gone_is_not_reranked(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.rerank._load", lambda name: Longest())
    notes = {"cykler": "Havnen fik tolv ladcykler.", "tog": "Havnen fik et tog.", "kaj": "Havnen fik en kaj."}
    add_documents(settings, [note(tmp_path, name, text) for name, text in notes.items()])
    assistant = open_assistant(replace(settings, reranker="længst"))
    remove_document("tog", store=assistant.store, data=settings.data)
    found = assistant.search("hvad fik havnen")
    assert [s.document.document_id for s in found] == ["cykler", "kaj"]
    assert all("reranker" in dict(s.reasons) for s in found)


def holding(folder: Path, words: bytes) -> list[Path]:
    """The files that hold the words, letter case aside."""
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes().lower()]
