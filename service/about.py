"""Which candidates are about a word: they, the sentence before them or what they stand under hold its like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.score import Scored
from service.score_words import FloatMatrix, Ids, Vocabulary
from service.words import Word, alike, words

MET = 0.35
"""A sentence that meets less than this of the words is not about them."""
SAME = 0.9
"""Words of a heading written this much alike are the same."""


def about(text: str, scored: Sequence[Scored], vocabulary: Vocabulary) -> set[tuple[str, int]]:
    """The keys of those of the scored that are about the content words of the text; of all when it has none."""
    asked = [w for w in words(text) if w.content]
    if not asked or not scored:
        return {s.candidate.key for s in scored}
    present = np.array(sorted(frozenset[int]().union(*(s.words for s in scored))), np.intp)
    columns = {number: column for column, number in enumerate(present.tolist())}
    like = _like(asked, present, vocabulary)
    weights = np.array([vocabulary.rarity(w.stem, w.surface.lower()) for w in asked])
    shares = weights / weights.sum()
    best = {s.candidate.key: like[:, [columns[n] for n in s.words]].max(axis=1, initial=0.0) for s in scored}
    met = {key: float(shares @ row) for key, row in best.items()}
    return {s.candidate.key for s in scored if _meets(s, met) or _stands_under(s, asked)}


def _like(asked: Sequence[Word], present: Ids, vocabulary: Vocabulary) -> FloatMatrix:
    """float32 (asked, present): how near each is in meaning, or how alike as written where meaning does not forbid.

    "værktøj" is written like "tøj" and has nothing to do with it.
    """
    like = vocabulary.nearness([w.surface.lower() for w in asked], present)
    for row, word in enumerate(asked):
        ids, likes = vocabulary.written_like(word)
        at = np.minimum(np.searchsorted(present, ids), max(len(present) - 1, 0))
        fits = (present[at] == ids) & ((likes == 1.0) | (like[row, at] > 0)) if len(present) else np.zeros(0, bool)
        like[row, at[fits]] = np.maximum(like[row, at[fits]], likes[fits])
    return like


def _meets(scored: Scored, met: dict[tuple[str, int], float]) -> bool:
    passage, number = scored.candidate.key
    return max(met[passage, number], met.get((passage, number - 1), 0.0)) >= MET


def _stands_under(scored: Scored, asked: Sequence[Word]) -> bool:
    source = scored.candidate.source
    held = words(f"{source.section.heading} {source.document.title}")
    return any(alike(one.stem, word.stem) >= SAME for one in held for word in asked)
