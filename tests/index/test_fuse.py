"""Fusion and the learning of its weights, on numbers small enough to work out by hand."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from index.derive_lexicon import derive
from index.fuse import LEGS, fuse
from index.lexical import Scored
from index.salience import LEAST, salience
from index.tune import Judged, learn, measure


def scored(**by_key: float) -> Scored:
    pairs = sorted(((int(k[1:]), v) for k, v in by_key.items()), key=lambda p: (-p[1], p[0]))
    return np.array([k for k, _ in pairs], np.int64), np.array([v for _, v in pairs], np.float32)


def test_each_leg_is_divided_by_its_best_and_weighed() -> None:
    fused = fuse({"words": scored(k1=10, k2=5), "vector": scored(k2=0.8, k3=0.4)}, {"words": 0.25, "vector": 0.75})
    assert fused.keys.tolist() == [2, 3, 1]
    assert fused.scores == pytest.approx([0.25 * 0.5 + 0.75, 0.375, 0.25])
    assert fused.raw[0, LEGS.index("words")] == 5
    assert fused.shares.sum(axis=1) == pytest.approx(fused.scores)


def test_ties_are_ordered_by_key_and_weightless_hits_are_left_out() -> None:
    fused = fuse({"words": scored(k7=1, k3=1), "grams": scored(k9=1)}, {"words": 1.0, "grams": 0.0})
    assert fused.keys.tolist() == [3, 7]


def test_nothing_found_is_nothing_fused() -> None:
    assert len(fuse({"words": scored()}, {"words": 1.0}).keys) == 0


def test_the_leg_that_tells_gets_the_weight() -> None:
    rng = np.random.default_rng(2)
    judged = []
    for _ in range(60):
        features = rng.random((20, len(LEGS)))
        judged.append(Judged(features, features[:, LEGS.index("grams")] >= features[:, LEGS.index("grams")].max()))
    weights = learn([judged])
    assert weights["grams"] > 0.5
    assert sum(weights.values()) == pytest.approx(1.0, abs=0.01)
    assert weights == learn([judged])
    assert measure(judged, weights)["recall@1"] >= 0.8


def test_a_question_without_a_relevant_candidate_is_a_miss() -> None:
    lost = Judged(np.ones((3, len(LEGS))), np.zeros(3, np.bool_))
    assert measure([lost], {"words": 1.0}) == {"recall@1": 0.0, "recall@5": 0.0, "recall@10": 0.0, "mrr": 0.0}


def test_common_words_say_little() -> None:
    assert salience("og") == LEAST
    assert salience("samkørsel") > 0.6
    assert salience("findesslettikke") == 1.0
    assert salience("kommune") < salience("drivmidler")


def test_the_lexicon_is_derived_the_same_way_each_time() -> None:
    lines = ["bil\t8", "og\t1024", "A4\t5", "3g\t2", "abe\t1"]
    assert derive(lines) == derive(lines)
    assert gzip.decompress(derive(lines)).decode() == "abe\t0\nbil\t6\nog\t20\n"
