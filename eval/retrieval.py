"""Which part of the search finds the evidence: the same questions through every leg alone and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.marked import Part, part_of
from corpus.store import Store
from eval.evidence import EvidenceIndex
from eval.questions import Question
from eval.ranking import NAMES, ranking_scores
from eval.stats import Difference, Interval, difference, interval
from index.fuse import learnt_weights
from index.retrieve import Retriever

_DEPTH = 10
_LEXICAL = ("words", "parts", "grams", "context")
VARIANTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "words": ("Ord (BM25, stammer)", ("words",)),
    "parts": ("Orddele", ("words", "parts")),
    "grams": ("Bogstavfølger", ("grams",)),
    "lexical": ("Alt om ord, uden vektorer", _LEXICAL),
    "vector": ("Vektorer, tekststykker", ("vector",)),
    "vectors": ("Vektorer, også sætninger og ord", ("vector", "sentence", "late")),
    "no-context": ("Alt uden overskrifter", ("words", "parts", "grams", "vector", "sentence", "late")),
    "fused": ("Det hele (som leveret)", (*_LEXICAL, "vector", "sentence", "late")),
}
"""name → (Danish title, legs that keep their weight)."""


@dataclass(frozen=True, slots=True)
class VariantScore:
    """A variant over one part of the questions. by_style: style → recall@5."""

    variant: str
    part: Part
    measures: Mapping[str, Interval]
    by_style: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class RetrievalTable:
    """scores: every variant over every part. vectors_add: part → what "fused" gains over "lexical" in recall@5."""

    scores: tuple[VariantScore, ...]
    vectors_add: Mapping[Part, Difference]
    missing: tuple[str, ...]


def retrieval_table(questions: Sequence[Question], retriever: Retriever, store: Store) -> RetrievalTable:
    """Every variant over the answerable single-turn questions, which need no condensing."""
    evidence = EvidenceIndex(store)
    asked = [q for q in questions if q.answerable and not q.history and (q.evidence or q.sources)]
    gold = {q.question_id: evidence.gold(q) for q in asked}
    relevant = {i: g.passages for i, g in gold.items()}
    by_variant: dict[str, dict[str, dict[str, float]]] = {}
    for name, (_, legs) in VARIANTS.items():
        ranked = {q.question_id: search_with(retriever, q.text, legs) for q in asked}
        by_variant[name] = ranking_scores(relevant, ranked)
    parts: dict[Part, list[Question]] = {"tune": [], "test": []}
    for question in asked:
        parts[part_of(question.question_id)].append(question)
    scores = [_score(n, part, held, by_variant[n]) for part, held in parts.items() for n in VARIANTS if held]
    gains = {part: _gain(held, by_variant) for part, held in parts.items() if held}
    missing = tuple(i for i, g in gold.items() if g.missing)
    return RetrievalTable(tuple(scores), {p: g for p, g in gains.items() if g is not None}, missing)


def search_with(retriever: Retriever, query: str, legs: Sequence[str]) -> list[str]:
    """At most ten passage ids, best first, found with those legs alone at the weights they have been given.

    A leg that learnt no weight gets 1 when it stands alone.
    """
    weights = {leg: weight for leg, weight in learnt_weights().items() if leg in legs}
    if not any(weights.values()):
        weights = dict.fromkeys(legs, 1.0)
    hits = replace(retriever, weights=weights).search(query, k=4 * _DEPTH)
    used = [hit for hit in hits if any(leg in weights for leg, _ in hit.reasons)]
    return [hit.passage_id for hit in used[:_DEPTH]]


def table_of(table: RetrievalTable, part: Part) -> list[list[str]]:
    """Cells under a head: a line a variant, recall with its interval."""
    head = ["Variant", "R@1", "R@5", "R@5, 95 %", "R@10", "MRR", "nDCG@10"]
    lines = [head]
    for score in table.scores:
        if score.part == part:
            m = score.measures
            wide = f"{m['recall@5'].low:.2f}–{m['recall@5'].high:.2f}"
            shown = [f"{m[name].mean:.3f}" for name in ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10")]
            lines.append([VARIANTS[score.variant][0], shown[0], shown[1], wide, *shown[2:]])
    return lines


def _score(name: str, part: Part, held: Sequence[Question], scores: Mapping[str, Mapping[str, float]]) -> VariantScore:
    means = {m: interval([scores[q.question_id][m] for q in held]) for m in NAMES}
    styles = sorted({q.style for q in held})
    by_style = {s: interval([scores[q.question_id]["recall@5"] for q in held if q.style == s]) for s in styles}
    return VariantScore(
        name,
        part,
        {m: i for m, i in means.items() if i is not None},
        {s: i for s, i in by_style.items() if i is not None},
    )


def _gain(held: Sequence[Question], scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Difference | None:
    lexical, fused = ([scores[v][q.question_id]["recall@5"] for q in held] for v in ("lexical", "fused"))
    return difference(lexical, fused)
