"""What a word counts for, and vectors kept with one byte a number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.codes import BLOCK, decode, encode, open_codes, products, widened
from index.late import WordWriter, open_words
from index.salience import salience, salience_here


def test_codes_keep_cosines_and_zero_rows(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(500, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[7] = 0.0
    (tmp_path / "rows").write_bytes(encode(vectors).tobytes())
    rows = open_codes(tmp_path / "rows", 500, 64)
    assert np.abs(products(vectors[:20], rows) - vectors[:20] @ vectors.T).max() < 0.01
    assert np.abs(decode(rows) - vectors).max() < 0.005
    assert not decode(rows)[7].any()


@pytest.mark.parametrize("count", [0, 1, BLOCK, 2 * BLOCK + 3])
def test_products_are_the_same_by_blocks(count: int) -> None:
    vectors = np.random.default_rng(2).normal(size=(count, 8)).astype(np.float32)
    rows, asked = encode(vectors), np.eye(3, 8, dtype=np.float32)
    assert np.allclose(products(asked, rows), asked @ decode(rows).T, atol=1e-5)
    assert products(asked, rows).shape == (3, count)


def test_halves_are_widened_to_the_very_same_numbers() -> None:
    halves = np.arange(1 << 16, dtype=np.uint32).astype(np.uint16).view(np.float16)
    halves = halves[np.isfinite(halves)]
    assert np.array_equal(widened(halves).view(np.uint32), halves.astype(np.float32).view(np.uint32))


def test_a_collection_teaches_slowly_what_is_common_in_it() -> None:
    few, many = salience_here("klimaplan", 49, 49), salience_here("klimaplan", 20_000, 28_000)
    assert abs(salience_here("hvilke", 0, 0) - salience("hvilke")) < 0.02
    assert many < 0.1 < 0.2 < few
    assert salience_here("klimaplan", 3, 28_000) > 0.8


def test_word_counts_go_on_after_a_copy(tmp_path: Path) -> None:
    def embed(words: object) -> np.ndarray:
        return np.ones((len(words), 4), np.float32) / 2  # type: ignore[arg-type]

    many, one, other = "ladcykelby", "ladcykelbil", "ladcykeltog"
    for passages in ([[[many, many], [many, one]], [[], [many]]], [[[many, other]]]):
        writer = WordWriter(tmp_path)
        writer.add(passages)
        writer.save(embed)  # type: ignore[arg-type]
    words = open_words(tmp_path, 4)
    weighed = dict(zip(words.vocabulary, words.weights(list(words.vocabulary)).tolist(), strict=True))
    assert weighed == pytest.approx(
        {many: salience_here(many, 3, 3), one: salience_here(one, 1, 3), other: salience_here(other, 1, 3)}
    )
    assert weighed[many] < salience_here(many, 2, 3) < weighed[one] < 1
