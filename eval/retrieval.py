"""Which part of the search finds the evidence: the same questions through every leg alone and together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.marked import Part, part_of
from corpus.store import Store
from eval.evidence import EvidenceIndex
from eval.numbers import decimal
from eval.questions import Question
from eval.ranking import NAMES, ranking_scores
from eval.stats import Difference, Interval, difference, interval
from index.fuse import learnt_weights
from index.rerank import no_reranker
from index.retrieve import Retriever

_DEPTH = 10
_LEXICAL = ("words", "parts", "grams", "context")
ALL = (*_LEXICAL, "vector", "sentence", "late")
VARIANTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "words": ("Ord (BM25, stammer)", ("words",)),
    "parts": ("Orddele", ("words", "parts")),
    "grams": ("Bogstavfølger", ("grams",)),
    "lexical": ("Alt om ord, uden vektorer", _LEXICAL),
    "vector": ("Vektorer, uddrag", ("vector",)),
    "vectors": ("Vektorer, også sætninger og ord", ("vector", "sentence", "late")),
    "no-context": ("Alt uden overskrifter", ("words", "parts", "grams", "vector", "sentence", "late")),
    "fused": ("Det hele, lagt sammen", ALL),
}
"""name → (Danish title, legs that keep their weight)."""
SHOWN = {"recall@1": "R@1", "recall@5": "R@5", "recall@10": "R@10", "mrr": "MRR", "ndcg@10": "nDCG@10"}
Search = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class VariantScore:
    """A variant over one part of the questions. by_style: style → recall@5."""

    variant: str
    title: str
    part: Part
    measures: Mapping[str, Interval]
    by_style: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class RetrievalTable:
    """scores: every variant over every part. vectors_add: part → what "fused" gains over "lexical" in recall@5."""

    scores: tuple[VariantScore, ...]
    vectors_add: Mapping[Part, Difference]
    missing: tuple[str, ...]


def retrieval_table(
    questions: Sequence[Question], retriever: Retriever, store: Store, *, shipped: Search,
    others: Mapping[str, Retriever] | None = None,
) -> RetrievalTable:  # fmt: skip
    """Every variant over the answerable single-turn questions, which need no condensing.

    shipped: the search as users meet it, which orders by sentences what the retriever finds. others: another embedder's
    name → a retriever with it; its vectors alone and with everything come after the rest. A retriever that reranks is
    measured with that too.
    """
    evidence = EvidenceIndex(store)
    asked = [q for q in questions if q.answerable and not q.history and (q.evidence or q.sources)]
    gold = {q.question_id: evidence.gold(q) for q in asked}
    relevant = {i: g.passages for i, g in gold.items()}
    variants = {**_variants(retriever, others or {}), "shipped": ("Ordnet efter sætninger (som leveret)", shipped)}
    by_variant = {
        name: ranking_scores(relevant, {q.question_id: search(q.text) for q in asked})
        for name, (_, search) in variants.items()
    }
    parts: dict[Part, list[Question]] = {"tune": [], "test": []}
    for question in asked:
        parts[part_of(question.question_id)].append(question)
    titles = {name: title for name, (title, _) in variants.items()}
    scores = [
        _score(n, t, part, held, by_variant[n]) for part, held in parts.items() for n, t in titles.items() if held
    ]
    gains = {part: _gain(held, by_variant) for part, held in parts.items() if held}
    missing = tuple(i for i, g in gold.items() if g.missing)
    return RetrievalTable(tuple(scores), {p: g for p, g in gains.items() if g is not None}, missing)


def _variants(retriever: Retriever, others: Mapping[str, Retriever]) -> dict[str, tuple[str, Search]]:
    """Name → (Danish title, the search)."""
    found: dict[str, tuple[str, Search]] = {
        name: (title, partial(search_with, retriever, legs=legs)) for name, (title, legs) in VARIANTS.items()
    }
    if retriever.rerank is not no_reranker:
        found["reranked"] = ("Det hele, efterrangeret", partial(search_with, retriever, legs=ALL, rerank=True))
    for name, other in others.items():
        short = Path(name).name
        found[f"vector {name}"] = (f"Vektorer, {short}", partial(search_with, other, legs=("vector",)))
        found[f"fused {name}"] = (f"Det hele, {short}", partial(search_with, other, legs=ALL))
    return found


def search_with(retriever: Retriever, query: str, legs: Sequence[str], *, rerank: bool = False) -> list[str]:
    """At most ten passage ids, best first, found with those legs alone at the weights they have been given.

    A leg that learnt no weight gets 1 when it stands alone.
    """
    weights = {leg: weight for leg, weight in learnt_weights().items() if leg in legs}
    if not any(weights.values()):
        weights = dict.fromkeys(legs, 1.0)
    asked = replace(retriever, weights=weights, rerank=retriever.rerank if rerank else no_reranker)
    hits = asked.search(query, k=4 * _DEPTH)
    used = [hit for hit in hits if any(leg in weights for leg, _ in hit.reasons)]
    return [hit.passage_id for hit in used[:_DEPTH]]


def table_of(table: RetrievalTable, part: Part) -> list[list[str]]:
    """Cells under a head: a line a variant, each measure with its 95 % interval."""
    lines = [["Variant", *SHOWN.values()]]
    for score in table.scores:
        if score.part == part:
            found = (score.measures[name] for name in SHOWN)
            lines.append([score.title, *(f"{decimal(m.mean, 3)} ({decimal(m.low)}–{decimal(m.high)})" for m in found)])
    return lines


def _score(
    name: str, title: str, part: Part, held: Sequence[Question], scores: Mapping[str, Mapping[str, float]]
) -> VariantScore:
    means = {m: interval([scores[q.question_id][m] for q in held]) for m in NAMES}
    styles = sorted({q.style for q in held})
    by_style = {s: interval([scores[q.question_id]["recall@5"] for q in held if q.style == s]) for s in styles}
    return VariantScore(
        name,
        title,
        part,
        {m: i for m, i in means.items() if i is not None},
        {s: i for s, i in by_style.items() if i is not None},
    )


def _gain(held: Sequence[Question], scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Difference | None:
    lexical, fused = ([scores[v][q.question_id]["recall@5"] for q in held] for v in ("lexical", "fused"))
    return difference(lexical, fused)
