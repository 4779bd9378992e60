"""Ranking measures through ir-measures; its only importer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG, pytrec_eval

_MEASURES = {
    "recall@1": Success @ 1,
    "recall@5": Success @ 5,
    "recall@10": Success @ 10,
    "mrr": RR,
}
_GRADED = {"ndcg@10": nDCG @ 10, "passages@10": R @ 10}
_DEPTH = 10
"""No measure looks further down a ranking."""
NAMES = (*_MEASURES, *_GRADED)


def ranking_scores(
    relevant: Mapping[str, Sequence[frozenset[str]]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """question id → measure → score in [0, 1].

    relevant: question id → groups of passage ids; every group is needed, any member is enough. recall@k is 1 when the
    first k passages meet every group (Success@k of the group met last), mrr the reciprocal rank where the last group
    is met, 0 after ten. ndcg@10 (Järvelin & Kekäläinen 2002) and passages@10 (share of all relevant passages) take the
    groups together. ranked: question id → passage ids, best first; a question without a ranking scores 0.
    """
    groups = {f"{i}\t{n}": g for i, several in relevant.items() for n, g in enumerate(several)}
    whole = {i: frozenset().union(*several) for i, several in relevant.items()}
    scores: dict[str, dict[str, float]] = {i: dict.fromkeys(NAMES, 0.0) for i in relevant}
    by_group = _calculate(_MEASURES, groups, {key: ranked.get(key.rsplit("\t", 1)[0], ()) for key in groups})
    for name in _MEASURES:
        for question_id, several in relevant.items():
            met = [by_group[f"{question_id}\t{n}"][name] for n in range(len(several))]
            scores[question_id][name] = min(met, default=0.0)
    for question_id, values in _calculate(_GRADED, whole, ranked).items():
        scores[question_id].update(values)
    return scores


def _calculate(
    measures: Mapping[str, object], relevant: Mapping[str, frozenset[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    qrels = [Qrel(key, passage_id, 1) for key, ids in relevant.items() for passage_id in sorted(ids)]
    run = [
        ScoredDoc(key, passage_id, -float(rank))
        for key in relevant
        for rank, passage_id in enumerate(list(dict.fromkeys(ranked.get(key, ())))[:_DEPTH], start=1)
    ]
    names = {measure: name for name, measure in measures.items()}
    scores: dict[str, dict[str, float]] = {key: dict.fromkeys(measures, 0.0) for key in relevant}
    if qrels and run:
        for metric in pytrec_eval.iter_calc(list(measures.values()), qrels, run):
            scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores
