"""Building, opening, switching, growing and refusing generations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import IndexCorrupt, IndexMismatch, IndexMissing
from corpus.sqlstore import SqlStore
from index.check import check_generation
from index.generation import (
    Generation,
    build_generation,
    generation_names,
    live_name,
    open_generation,
    roll_back,
)
from index.manifest import FORMAT_VERSION, MANIFEST, open_manifest, verify_files
from tests.fakes import HashEmbedder, content_of

TEXTS = (
    "Kantinerne fik mindre madspild. Der blev vejet rester hver dag.",
    "Medarbejderne kørte sammen på arbejde. Samkørsel sparer brændstof.",
    "Møbler blev brugt igen i stedet for at købe nye.",
    "Skolerne samler plast i egne beholdere.",
)


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    store.put(content_of("a", TEXTS))
    return store


def opened(folder: Path, embedder: HashEmbedder | None = None) -> Generation:
    return open_generation(folder, embedder_for=lambda _: embedder or HashEmbedder())


def ranking(folder: Path, question: str) -> list[tuple[str, float]]:
    return [(h.passage_id, round(h.score, 4)) for h in opened(folder).retriever.search(question, k=10)]


def test_a_question_finds_its_passage(filled: SqlStore, tmp_path: Path) -> None:
    manifest = build_generation(filled, HashEmbedder(), tmp_path)
    hits = opened(tmp_path).retriever.search("Hvem kørte sammen på arbejde?", k=2)
    assert manifest.passages == 4
    assert manifest.corpus_digest == filled.digest()
    assert hits[0].passage_id == "a#p0001"
    assert dict(hits[0].reasons)["grams"] > 0


def test_what_a_killed_build_has_left_is_swept_away(store: SqlStore, tmp_path: Path) -> None:
    left = tmp_path / ".build-dead"
    left.mkdir()
    (left / "vectors.faiss").write_bytes(b"half")
    build_generation(store, HashEmbedder(), tmp_path)
    assert list(tmp_path.glob(".build-*")) == []


def test_the_same_store_gives_the_same_ranking(filled: SqlStore, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        build_generation(filled, HashEmbedder(), tmp_path / folder)
    question = "Hvor samler man plast fra madspild?"
    assert ranking(tmp_path / "one", question) == ranking(tmp_path / "two", question)


def test_only_new_passages_are_embedded(filled: SqlStore, tmp_path: Path) -> None:
    build_generation(filled, HashEmbedder(), tmp_path)
    filled.put(content_of("b", ["Cykler står ved stationen."]))
    second = HashEmbedder()
    build_generation(filled, second, tmp_path)
    assert second.embedded == ["b › Afsnit\nCykler står ved stationen.", "Cykler står ved stationen.", "b › Afsnit"]


@pytest.mark.parametrize("most_changed", [0.0, 0.9])
def test_a_grown_generation_answers_as_one_built_afresh(
    filled: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_changed: float
) -> None:
    """Once written afresh with old vectors, once copied and changed."""
    filled.put(content_of("gone", ["Denne tekst skal væk igen."]))
    build_generation(filled, HashEmbedder(), tmp_path / "grown")
    filled.remove("gone")
    filled.put(content_of("b", ["Cykler står ved stationen.", "Plast og pap hentes mandag."]))
    monkeypatch.setattr("index.build.MOST_CHANGED", most_changed)
    build_generation(filled, HashEmbedder(), tmp_path / "grown")
    build_generation(filled, HashEmbedder(), tmp_path / "fresh")
    for question in ("plast i beholdere", "cykler", "tekst skal væk", "kantinens madspild"):
        grown, fresh = ranking(tmp_path / "grown", question), ranking(tmp_path / "fresh", question)
        assert [i for i, _ in grown] == [i for i, _ in fresh]
    assert check_generation(tmp_path / "grown", filled) == []


def test_growing_leaves_the_former_generation_whole(
    filled: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.MOST_CHANGED", 0.9)
    first = build_generation(filled, HashEmbedder(), tmp_path)
    filled.put(content_of("b", ["Cykler står ved stationen."]))
    build_generation(filled, HashEmbedder(), tmp_path)
    verify_files(tmp_path / first.name, first.files, every_byte=True)
    assert roll_back(tmp_path) == first
    assert "b#p0000" not in dict(ranking(tmp_path, "cykler ved stationen"))


def test_an_empty_store_gives_an_index_that_finds_nothing(store: SqlStore, tmp_path: Path) -> None:
    assert build_generation(store, HashEmbedder(), tmp_path).passages == 0
    assert opened(tmp_path).retriever.search("noget", k=5) == []


def test_the_live_one_and_the_one_before_are_kept(filled: SqlStore, tmp_path: Path) -> None:
    names = [build_generation(filled, HashEmbedder(), tmp_path).name for _ in range(3)]
    assert generation_names(tmp_path) == names[1:]
    assert live_name(tmp_path) == names[2]
    assert roll_back(tmp_path).name == live_name(tmp_path) == names[1]
    with pytest.raises(IndexMissing, match="tidligere"):
        roll_back(tmp_path)


class Breaking(HashEmbedder):
    """Embeds passages and breaks at the words, which come last. left: the folders that lay there just then."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.left = folder, list[Path]()

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return HashEmbedder().embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.left = sorted(self.folder.iterdir())
        raise OSError("disk full")


def test_a_failed_build_leaves_the_live_one_and_no_rest(filled: SqlStore, tmp_path: Path) -> None:
    build_generation(filled, HashEmbedder(), tmp_path)
    before = sorted(tmp_path.iterdir())
    filled.put(content_of("b", ["Cykler står ved stationen."]))
    breaking = Breaking(tmp_path)
    with pytest.raises(OSError, match="disk full"):
        build_generation(filled, breaking, tmp_path)
    assert set(breaking.left) > set(before)
    assert sorted(tmp_path.iterdir()) == before
    assert ranking(tmp_path, "madspild")


def test_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="ikke bygget"):
        opened(tmp_path)


def test_another_model_is_refused_and_then_embeds_afresh(filled: SqlStore, tmp_path: Path) -> None:
    build_generation(filled, HashEmbedder(), tmp_path)
    other = HashEmbedder(dimension=32)
    with pytest.raises(IndexMismatch, match="anden udgave"):
        opened(tmp_path, other)
    build_generation(filled, other, tmp_path)
    assert len(other.embedded) == 4 + 6 + 1
    assert opened(tmp_path, other).manifest.dimension == 32


def test_another_analyser_is_refused(filled: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_generation(filled, HashEmbedder(), tmp_path)
    monkeypatch.setattr("index.generation.ANALYSER_VERSION", "ny")
    with pytest.raises(IndexMismatch, match="ordanalyse"):
        opened(tmp_path)
    again = HashEmbedder()
    build_generation(filled, again, tmp_path)
    assert again.embedded == []
    assert opened(tmp_path).manifest.analyser_version == "ny"


@pytest.mark.parametrize("damage", ["missing", "shorter", "manifest", "current"])
def test_a_damaged_generation_is_refused(filled: SqlStore, tmp_path: Path, damage: str) -> None:
    home = tmp_path / build_generation(filled, HashEmbedder(), tmp_path).name
    if damage == "missing":
        (home / "vectors.faiss").unlink()
    elif damage == "shorter":
        (home / "keys.tsv").write_text("a\n", "utf-8")
    elif damage == "manifest":
        (home / MANIFEST).write_text("{}", "utf-8")
    else:
        (tmp_path / "CURRENT").write_text("../../etc\n", "utf-8")
    with pytest.raises(IndexCorrupt):
        opened(tmp_path)


def test_a_flipped_byte_is_found_by_the_check_and_healed_by_a_build(filled: SqlStore, tmp_path: Path) -> None:
    home = tmp_path / build_generation(filled, HashEmbedder(), tmp_path).name
    path = home / "passages.f32"
    flipped = bytearray(path.read_bytes())
    flipped[5] ^= 1
    path.write_bytes(flipped)
    assert "passages.f32" in check_generation(tmp_path, filled)[0]
    build_generation(filled, HashEmbedder(), tmp_path)
    assert check_generation(tmp_path, filled) == []


def test_a_store_that_went_on_is_noticed(filled: SqlStore, tmp_path: Path) -> None:
    build_generation(filled, HashEmbedder(), tmp_path)
    filled.put(content_of("b", ["Nyt."]))
    assert "mangler 1 uddrag" in check_generation(tmp_path, filled)[0]


def test_a_manifest_of_another_format_is_refused(filled: SqlStore, tmp_path: Path) -> None:
    home = tmp_path / build_generation(filled, HashEmbedder(), tmp_path).name
    text = (home / MANIFEST).read_text("utf-8").replace(f'"format_version": {FORMAT_VERSION}', '"format_version": 99')
    (home / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(IndexMismatch, match="format 99"):
        open_manifest(home)


def test_cells_are_chosen_measured_and_written_down(
    filled: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.put(content_of("many", [f"Tekst nummer {n} om emne {n % 7} og sted {n % 11}." for n in range(400)]))
    monkeypatch.setattr("index.vector.FLAT_BYTES", 1000)
    manifest = build_generation(filled, HashEmbedder(), tmp_path)
    assert manifest.vector_kind == "ivf"
    assert manifest.vector_recall >= 0.98
    hits = opened(tmp_path).retriever.search("Tekst nummer 123 om emne 4", k=3)
    assert hits[0].passage_id == "many#p0123"
