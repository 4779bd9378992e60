"""The contract of LexicalIndex, over tantivy and over the exact oracle."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexCorrupt
from index.lexical import Keys, LexicalIndex, Row, TantivyIndex
from tests.index.oracles import ExactWords

Opener = Callable[[Path], LexicalIndex]
ROWS: tuple[Row, ...] = (
    (0, {"words": ["mad", "spild", "kantin"], "context": ["madspild"]}),
    (1, {"words": ["mad", "mad", "kommun"], "context": ["klimaplan"]}),
    (2, {"words": ["bil", "kommun"], "context": ["klimaplan"]}),
    (3, {"words": ["§5", "stk2", "å"], "context": ["lov"]}),
)


@pytest.fixture(params=[TantivyIndex, ExactWords])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    made: LexicalIndex = request.param(tmp_path / "words")
    made.add(ROWS)
    made.save()
    return made


def keys_of(found: tuple[Keys, object]) -> list[int]:
    return found[0].tolist()


def sorted_keys(*keys: int) -> Keys:
    return np.array(keys, np.int64)


def test_more_of_a_term_in_a_text_of_equal_length_ranks_higher(index: LexicalIndex) -> None:
    assert keys_of(index.search("words", {"mad": 1.0}, k=10)) == [1, 0]


def test_only_passages_with_a_term_are_found(index: LexicalIndex) -> None:
    assert keys_of(index.search("words", {"vindmølle": 1.0}, k=10)) == []
    assert keys_of(index.search("words", {}, k=10)) == []
    assert keys_of(index.search("words", {"mad": 1.0}, k=0)) == []


def test_equal_scores_come_in_order_of_key(index: LexicalIndex) -> None:
    found, scores = index.search("context", {"klimaplan": 1.0}, k=10)
    assert found.tolist() == [1, 2]
    assert scores[0] == scores[1]


def test_fields_are_apart(index: LexicalIndex) -> None:
    assert keys_of(index.search("words", {"klimaplan": 1.0}, k=10)) == []
    assert keys_of(index.search("grams", {"klimaplan": 1.0}, k=10)) == []


def test_signs_and_single_letters_are_terms(index: LexicalIndex) -> None:
    assert keys_of(index.search("words", {"§5": 1.0}, k=10)) == [3]
    assert keys_of(index.search("words", {"å": 1.0}, k=10)) == [3]


def test_a_weight_multiplies_the_score(index: LexicalIndex) -> None:
    once = index.search("words", {"bil": 1.0}, k=1)[1]
    twice = index.search("words", {"bil": 2.0}, k=1)[1]
    assert twice == pytest.approx(2 * once)


def test_the_filter_comes_before_the_ranking(index: LexicalIndex) -> None:
    assert keys_of(index.search("words", {"mad": 1.0}, k=1, allowed=sorted_keys(0, 2))) == [0]
    assert keys_of(index.search("words", {"mad": 1.0}, k=5, allowed=sorted_keys())) == []
    assert keys_of(index.search("words", {"mad": 1.0}, k=5, allowed=sorted_keys(2, 3))) == []


def test_a_filter_does_not_change_the_score(index: LexicalIndex) -> None:
    free = index.search("words", {"mad": 1.0, "kommun": 1.0}, k=10)
    filtered = index.search("words", {"mad": 1.0, "kommun": 1.0}, k=10, allowed=sorted_keys(0, 1, 2, 3))
    np.testing.assert_array_equal(free[0], filtered[0])
    np.testing.assert_allclose(free[1], filtered[1], rtol=1e-6)


def test_removed_passages_are_not_found_and_new_ones_are(index: LexicalIndex) -> None:
    index.remove(sorted_keys(1, 99))
    index.add([(7, {"words": ["mad", "bil"]})])
    index.save()
    assert sorted(keys_of(index.search("words", {"mad": 1.0}, k=10))) == [0, 7]


def test_tantivy_scores_as_the_formula_says(tmp_path: Path) -> None:
    rng = random.Random(4)
    vocabulary = [f"ord{n}" for n in range(60)]
    rows: list[Row] = [(key, {"words": rng.choices(vocabulary, k=rng.randint(1, 120))}) for key in range(300)]
    real, exact = TantivyIndex(tmp_path / "words"), ExactWords(tmp_path)
    for index in (real, exact):
        index.add(rows)
        index.save()
    for _ in range(40):
        terms = {term: rng.choice([0.1, 1.0, 2.0]) for term in rng.sample(vocabulary, rng.randint(1, 8))}
        allowed = np.array(sorted(rng.sample(range(300), 40)), np.int64) if rng.random() < 0.5 else None
        found, expected = (i.search("words", terms, k=400, allowed=allowed) for i in (real, exact))
        by_key = dict(zip(expected[0].tolist(), expected[1].tolist(), strict=True))
        assert set(found[0].tolist()) == set(by_key)
        np.testing.assert_allclose(found[1], [by_key[key] for key in found[0].tolist()], rtol=2e-5)


def test_a_wide_filter_is_exact_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = TantivyIndex(tmp_path / "words")
    index.add((key, {"words": ["mad"] * (1 + key % 7)}) for key in range(500))
    index.save()
    allowed = np.arange(0, 500, 5, dtype=np.int64)
    narrow = index.search("words", {"mad": 1.0}, k=30, allowed=allowed)
    monkeypatch.setattr("index.lexical.NARROW", 10)
    wide = index.search("words", {"mad": 1.0}, k=30, allowed=allowed)
    np.testing.assert_allclose(narrow[1], wide[1], rtol=1e-6)
    assert set(wide[0].tolist()) <= set(allowed.tolist())


def test_a_saved_index_opens_again(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path / "words")
    first.add(ROWS)
    first.save()
    again = TantivyIndex(tmp_path / "words")
    assert keys_of(again.search("words", {"bil": 1.0}, k=10)) == [2]


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path / "words")
    first.add(ROWS)
    first.save()
    (tmp_path / "words" / "meta.json").write_text("{", "utf-8")
    with pytest.raises(IndexCorrupt, match="Ordindekset"):
        TantivyIndex(tmp_path / "words")
