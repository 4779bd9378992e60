"""The contract of VectorIndex, over FAISS (flat and cells) and over the exact oracle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import IndexCorrupt, IndexMismatch
from index.vector import VectorIndex, VectorPlan, new_index, open_index, plan_for, tuned
from tests.index.oracles import ExactVectors

FLAT = VectorPlan("flat")
CELLS = VectorPlan("ivf", lists=16, probes=16, bits=8)
DIMENSION = 32
COUNT = 700


def unit(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> npt.NDArray[np.float32]:
    return unit(np.random.default_rng(3).normal(size=(COUNT, DIMENSION)).astype(np.float32))


def all_keys() -> npt.NDArray[np.int64]:
    return np.arange(COUNT, dtype=np.int64)


@pytest.fixture(params=["flat", "ivf", "exact"])
def index(request: pytest.FixtureRequest, vectors: npt.NDArray[np.float32]) -> VectorIndex:
    made: VectorIndex
    if request.param == "exact":
        made = ExactVectors(DIMENSION)
    else:
        made = new_index(DIMENSION, FLAT if request.param == "flat" else CELLS, full=vectors)
    made.add(all_keys(), vectors)
    return made


def exact(vectors: npt.NDArray[np.float32]) -> ExactVectors:
    oracle = ExactVectors(vectors.shape[1])
    oracle.add(np.arange(len(vectors), dtype=np.int64), vectors)
    return oracle


def test_keys_and_scores_are_the_exact_ones(index: VectorIndex, vectors: npt.NDArray[np.float32]) -> None:
    for query in unit(np.random.default_rng(5).normal(size=(20, DIMENSION)).astype(np.float32)):
        found, expected = index.search(query, k=10), exact(vectors).search(query, k=10)
        np.testing.assert_array_equal(found[0], expected[0])
        np.testing.assert_allclose(found[1], expected[1], atol=1e-6)


def test_k_beyond_the_collection_gives_no_padding(index: VectorIndex, vectors: npt.NDArray[np.float32]) -> None:
    keys, scores = index.search(vectors[0], k=10 * COUNT)
    assert keys.min() >= 0
    assert len(set(keys.tolist())) == len(keys) <= COUNT
    assert (scores > 0).all()


def test_a_vector_without_content_finds_nothing(index: VectorIndex) -> None:
    assert len(index.search(np.zeros(DIMENSION, np.float32), k=5)[0]) == 0


def test_the_filter_comes_before_the_ranking_and_is_exact(index: VectorIndex, vectors: npt.NDArray[np.float32]) -> None:
    allowed = np.array([5, 77, 600], np.int64)
    keys, scores = index.search(vectors[77], k=3, allowed=allowed)
    positive = [key for key in allowed.tolist() if vectors[key] @ vectors[77] > 0]
    assert keys[0] == 77
    assert scores[0] == pytest.approx(1.0, abs=1e-6)
    assert sorted(keys.tolist()) == positive
    assert len(index.search(vectors[77], k=3, allowed=np.zeros(0, np.int64))[0]) == 0


def test_a_wide_filter_holds(
    index: VectorIndex, vectors: npt.NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vector.NARROW", 2)
    allowed = np.arange(0, COUNT, 2, dtype=np.int64)
    found = index.search(vectors[1], k=10, allowed=allowed)
    np.testing.assert_array_equal(found[0], exact(vectors).search(vectors[1], k=10, allowed=allowed)[0])


def test_removed_vectors_are_not_found(index: VectorIndex, vectors: npt.NDArray[np.float32]) -> None:
    index.remove(np.array([3, 4, 100_000], np.int64))
    keys, _ = index.search(vectors[3], k=COUNT)
    assert not {3, 4} & set(keys.tolist())
    index.add(np.array([3], np.int64), vectors[3:4])
    assert index.search(vectors[3], k=1)[0].tolist() == [3]


def test_equal_vectors_come_in_order_of_key() -> None:
    same = unit(np.ones((4, DIMENSION), np.float32))
    index = new_index(DIMENSION, FLAT)
    index.add(np.array([9, 2, 7, 4], np.int64), same)
    assert index.search(same[0], k=4)[0].tolist() == [2, 4, 7, 9]


@pytest.mark.parametrize("plan", [FLAT, CELLS])
def test_a_saved_index_gives_the_same_answers(
    plan: VectorPlan, vectors: npt.NDArray[np.float32], tmp_path: Path
) -> None:
    index = new_index(DIMENSION, plan, full=vectors)
    index.add(all_keys(), vectors)
    index.save(tmp_path / "v.faiss")
    again = open_index(tmp_path / "v.faiss", plan, full=vectors)
    for query in vectors[:10]:
        np.testing.assert_array_equal(again.search(query, k=7)[0], index.search(query, k=7)[0])


def test_another_dimension_is_refused(vectors: npt.NDArray[np.float32]) -> None:
    index = new_index(DIMENSION, FLAT)
    with pytest.raises(IndexMismatch, match="32 dimensioner"):
        index.search(np.ones(DIMENSION + 1, np.float32), k=1)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"not an index")
    with pytest.raises(IndexCorrupt, match="Vektorindekset"):
        open_index(tmp_path / "v.faiss", FLAT)


def test_the_plan_follows_size_and_memory() -> None:
    assert plan_for(61, 256).kind == "flat"
    assert plan_for(61, 256, memory=1000).kind == "ivf"
    large = plan_for(1_000_000, 256)
    assert (large.kind, large.lists, large.bits) == ("ivf", 4096, 8)
    assert plan_for(1_000_000, 256, memory=200 << 20).bits == 4


def test_probes_are_chosen_by_measured_recall(vectors: npt.NDArray[np.float32]) -> None:
    plan = VectorPlan("ivf", lists=16, probes=1, bits=8)
    index = new_index(DIMENSION, plan, full=vectors)
    index.add(all_keys(), vectors)
    queries = unit(np.random.default_rng(8).normal(size=(30, DIMENSION)).astype(np.float32))
    chosen = tuned(index, plan, queries, all_keys())
    found = [set(index.search(q, k=10)[0].tolist()) for q in queries]
    wanted = [set(exact(vectors).search(q, k=10)[0].tolist()) for q in queries]
    measured = sum(len(f & w) for f, w in zip(found, wanted, strict=True)) / (10 * len(queries))
    assert chosen.recall == pytest.approx(measured, abs=1e-4)
    assert chosen.recall >= 0.98
    assert chosen.probes > 1
