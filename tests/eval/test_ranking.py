from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.ranking import NAMES, ranking_scores

IDS = [f"p{n}" for n in range(14)]
groups = st.lists(st.frozensets(st.sampled_from(IDS), min_size=1, max_size=3), min_size=1, max_size=3)
rankings = st.permutations(IDS)


def by_hand(several: list[frozenset[str]], ranked: list[str]) -> dict[str, float]:
    """The definitions again, in plain arithmetic."""
    worst = max(min((ranked.index(i) + 1 for i in g if i in ranked), default=99) for g in several)
    whole = frozenset().union(*several)
    gain = sum(1 / log2(rank + 1) for rank, i in enumerate(ranked[:10], 1) if i in whole)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(whole), 10) + 1))
    return {
        "recall@1": float(worst <= 1),
        "recall@5": float(worst <= 5),
        "recall@10": float(worst <= 10),
        "mrr": 1 / worst if worst <= 10 else 0.0,
        "ndcg@10": gain / ideal,
        "passages@10": len(whole & set(ranked[:10])) / len(whole),
    }


@given(groups, rankings)
def test_ir_measures_agrees_with_the_definitions(several: list[frozenset[str]], ranked: list[str]) -> None:
    assert ranking_scores({"q": several}, {"q": ranked})["q"] == pytest.approx(by_hand(several, ranked))


@given(groups, rankings, st.integers(1, 13))
def test_moving_a_relevant_passage_up_never_lowers_a_score(
    several: list[frozenset[str]], ranked: list[str], place: int
) -> None:
    if ranked[place] not in frozenset().union(*several):
        return
    lifted = [*ranked[: place - 1], ranked[place], ranked[place - 1], *ranked[place + 1 :]]
    below = ranked_scores = ranking_scores({"q": several}, {"q": ranked})["q"]
    above = ranking_scores({"q": several}, {"q": lifted})["q"]
    if ranked[place - 1] in frozenset().union(*several):
        return
    assert all(above[name] >= below[name] - 1e-9 for name in NAMES), ranked_scores


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_questions_does_not_matter(order: list[str]) -> None:
    relevant = {"a": [frozenset({"p1"})], "b": [frozenset({"p2"}), frozenset({"p3"})], "c": [frozenset({"p4"})]}
    ranked = {"a": ["p1"], "b": ["p3", "p2"], "c": ["p1", "p4"]}
    shuffled = ranking_scores({k: relevant[k] for k in order}, ranked)
    assert shuffled == ranking_scores(relevant, ranked)


def test_a_question_without_a_ranking_scores_zero_and_stays() -> None:
    scores = ranking_scores({"found": [frozenset({"p1"})], "lost": [frozenset({"p2"})]}, {"found": ["p1"]})
    assert scores["found"]["recall@1"] == 1.0
    assert scores["lost"] == dict.fromkeys(NAMES, 0.0)


def test_a_group_that_nothing_can_meet_scores_zero() -> None:
    scores = ranking_scores({"q": [frozenset({"p1"}), frozenset()]}, {"q": ["p1"]})
    assert scores["q"]["recall@10"] == 0.0
    assert scores["q"]["mrr"] == 0.0


def test_a_passage_named_twice_counts_once() -> None:
    once = ranking_scores({"q": [frozenset({"p2"})]}, {"q": ["p1", "p2"]})
    assert ranking_scores({"q": [frozenset({"p2"})]}, {"q": ["p1", "p1", "p2"]}) == once
