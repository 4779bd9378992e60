"""Large collections: what is removed is gone from every leg, and what remains is found as well as before."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.sqlstore import SqlStore
from index.build import FULL, KEYS, open_full
from index.check import check_generation
from index.generation import Generation, build_generation, live_name, open_generation
from index.keys import open_keys
from index.late import SENTENCES
from index.lexical import TantivyIndex
from index.manifest import verify_files
from index.rows import RowFile
from index.sentences import OFFSETS
from index.vector import FaissIndex, VectorPlan, new_index, open_index, plan_for
from tests.fakes import HashEmbedder, content_of
from tests.index.oracles import ExactVectors, ExactWords

DIMENSION = 64
MANY = 60_000
DOCUMENTS, EACH = 8, 150


def clustered(count: int, *, seed: int) -> npt.NDArray[np.float32]:
    """Unit vectors around a thousand centres, as texts of one subject are."""
    random_ = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(1000, DIMENSION))
    rows = centres[random_.integers(0, 1000, count)] + 0.6 * random_.normal(size=(count, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def recall_of(index: FaissIndex, full: npt.NDArray[np.float32], held: npt.NDArray[np.int64]) -> float:
    queries = clustered(50, seed=9)
    shares = []
    for query in queries:
        limit = np.sort(full[held] @ query)[-10]
        shares.append((index.search(query, k=10)[1] >= limit - 1e-6).mean())
    return float(np.mean(shares))


@pytest.mark.slow
@pytest.mark.parametrize("bits", [8, 4])
def test_a_third_of_many_vectors_is_removed_and_the_rest_is_found(tmp_path: Path, bits: int) -> None:
    vectors = clustered(MANY, seed=2)
    plan = plan_for(MANY, DIMENSION, memory=MANY * DIMENSION // (1 if bits == 8 else 2))
    plan = VectorPlan("ivf", lists=plan.lists, probes=64, bits=bits)
    keys = np.arange(MANY, dtype=np.int64)
    index = new_index(DIMENSION, plan, full=vectors)
    index.add(keys, vectors)
    before = recall_of(index, vectors, keys)
    gone = keys % 3 == 0
    index.remove(keys[gone])
    index.save(tmp_path / "v.faiss")
    again = open_index(tmp_path / "v.faiss", plan, full=vectors)
    assert len(again) == (~gone).sum()
    for query in vectors[keys[gone]][:200]:
        assert not (again.search(query, k=100)[0] % 3 == 0).any()
    assert before > 0.95
    assert recall_of(again, vectors, keys[~gone]) > before - 0.01


@pytest.fixture
def large(store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    """A store whose vectors are kept in cells, and whose index is changed rather than written afresh."""
    monkeypatch.setattr("index.vector.FLAT_BYTES", 1000)
    words = [
        f"{a}{b}" for a in ("cykel", "affald", "varme", "skole", "havne") for b in ("plan", "gruppe", "dag", "sti")
    ]
    for number in range(DOCUMENTS):
        rng = random.Random(number)
        texts = [f"{' '.join(rng.choices(words, k=9))} {number}. Punkt {n}." for n in range(EACH)]
        store.put(content_of(f"d{number}", texts))
    build_generation(store, HashEmbedder(), tmp_path / "index")
    return store


def opened(folder: Path) -> Generation:
    return open_generation(folder, embedder_for=lambda _: HashEmbedder())


def test_no_leg_finds_a_passage_of_a_removed_document(large: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    asked = [passage.text for passage in large.iter_passages() if passage.document_id == "d3"][::10]
    large.remove("d3")
    manifest = build_generation(large, HashEmbedder(), folder)
    home = folder / live_name(folder)
    held = open_keys(home / KEYS)
    assert manifest.vector_kind == "ivf"
    assert (len(held.ids), len(held)) == (DOCUMENTS * EACH, (DOCUMENTS - 1) * EACH)
    retriever = opened(folder).retriever
    for text in asked:
        legs = retriever.legs(retriever.read(f"{text} Afsnit"), depth=DOCUMENTS * EACH)
        assert {"vector", "grams", "context", "sentence", "late"} <= set(legs)
        for keys, _ in legs.values():
            assert len(keys)
            assert all(held.passage_ids(keys))
        assert not [hit for hit in retriever.search(text, k=50) if hit.passage_id.startswith("d3#")]


def test_files_and_manifest_agree_after_a_removal_and_an_addition(large: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    large.remove("d3")
    large.put(content_of("ny", ["Strømpefabrikken lukker tirsdag. Punkt 1."]))
    manifest = build_generation(large, HashEmbedder(), folder)
    home = folder / live_name(folder)
    keys, offsets = open_keys(home / KEYS), np.load(home / OFFSETS)
    verify_files(home, manifest.files, every_byte=True)
    assert check_generation(folder, large) == []
    assert manifest.passages == len(keys) == len(large.passage_digests())
    assert (home / FULL).stat().st_size == 4 * DIMENSION * len(keys.ids)
    assert len(offsets) == len(np.load(home / SENTENCES)) == len(keys.ids) + 1
    assert manifest.sentences == offsets[-1]
    retriever = opened(folder).retriever
    assert len(retriever.vectors) == len(keys)  # type: ignore[arg-type]
    assert retriever.search("strømpefabrikken", k=1)[0].passage_id == "ny#p0000"


def test_the_recall_in_the_manifest_is_that_of_what_is_there_now(large: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    large.remove("d1")
    manifest = build_generation(large, HashEmbedder(), folder)
    home = folder / live_name(folder)
    held = open_keys(home / KEYS).keys()
    retriever = opened(folder).retriever
    full = open_full(home, DOCUMENTS * EACH, DIMENSION)
    oracle = ExactVectors(DIMENSION)
    oracle.add(held, full[held])
    shares = []
    for query in retriever.sentences.sample(200):
        limit = oracle.search(query, k=10)[1].min()
        shares.append((retriever.vectors.search(query, k=10)[1] >= limit - 1e-6).mean())
    assert manifest.vector_recall == pytest.approx(np.mean(shares), abs=1e-3)
    assert manifest.vector_recall >= 0.97


def test_in_a_large_collection_common_terms_are_left_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(key, {"grams": ["alle", f"t{key % 50}"] + ["hver"] * (key % 2)}) for key in range(500)]
    real, exact = TantivyIndex(tmp_path / "words"), ExactWords(tmp_path)
    for index in (real, exact):
        index.add(rows)  # type: ignore[arg-type]
        index.save()
    asked = {"alle": 1.0, "hver": 1.0, "t7": 1.0}
    monkeypatch.setattr("index.lexical.MOST_READ", 1500)
    whole = real.search("grams", asked, k=500)
    monkeypatch.setattr("index.lexical.MOST_READ", 300)
    fewer, expected = real.search("grams", asked, k=500), exact.search("grams", {"hver": 1.0, "t7": 1.0}, k=500)
    assert len(whole[0]) == 500
    np.testing.assert_array_equal(np.sort(fewer[0]), np.sort(expected[0]))
    np.testing.assert_allclose(fewer[1], expected[1], rtol=2e-5)
    monkeypatch.setattr("index.lexical.MOST_READ", 1)
    assert len(real.search("grams", {"alle": 1.0}, k=500)[0]) == 500


def test_rows_are_read_by_place_and_by_span(tmp_path: Path) -> None:
    held = np.arange(60, dtype=np.float32).reshape(20, 3)
    held.tofile(tmp_path / "rows")
    rows = RowFile(tmp_path / "rows", np.dtype((np.float32, (3,))))
    np.testing.assert_array_equal(rows[np.array([7, 0, 19])], held[[7, 0, 19]])
    spans = rows.spans(np.array([2, 5, 9]), np.array([4, 5, 12]))
    np.testing.assert_array_equal(spans, held[[2, 3, 9, 10, 11]])
    assert rows[np.zeros(0, np.int64)].shape == (0, 3)
    assert len(rows) == 20
    with pytest.raises(IndexError, match="21 of 20"):
        rows.spans(np.array([19]), np.array([21]))
