"""How the words of a question are met by the spans at hand: as written and in meaning, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.score_view import Column, Groups
from service.score_words import ALIKE, NEAR, Asked, FloatMatrix, FloatVector, Ids, Vocabulary

SOFT = 0.85
"""What another word for the same thing counts, beside the word itself."""
WRITTEN = 0.6
"""Words written less alike than this are different words."""
FARTHEST, NEAREST = -0.2, 1.1
"""Between these, in units of a word that means the same, does any nearness count, however slight."""


class Meeting:
    """How well each word of a question is met by each word of the passages at hand."""

    def __init__(self, asked: Sequence[Asked], present: Ids, vocabulary: Vocabulary) -> None:
        """present: the distinct word ids at hand, ascending."""
        self.stems = tuple(a.word.stem for a in asked)
        weights = [a.weight * vocabulary.rarity(a.word.stem, a.word.surface.lower()) for a in asked]
        self.shares: FloatVector = np.array(weights, np.float32) / (sum(weights) or 1.0)
        whole = max((a.weight for a in asked), default=0.0)
        own = np.array([w if a.weight == whole else 0.0 for a, w in zip(asked, weights, strict=True)], np.float32)
        self.own: FloatVector = own / (float(own.sum()) or 1.0)
        self._present = present
        self.exact = np.zeros((len(self.stems), len(present)), np.float32)
        self.soft = np.zeros_like(self.exact)
        self.slight = np.zeros_like(self.exact)
        if not self.stems or not len(present):
            return
        away = vocabulary.away([a.word.surface.lower() for a in asked], present)
        self.soft = np.clip((away - NEAR) / (ALIKE - NEAR), 0, 1) * SOFT
        self.slight = np.clip(away / ALIKE, FARTHEST, NEAREST)
        for row, each in enumerate(asked):
            ids, likes = vocabulary.written_like(each.word)
            at = np.minimum(np.searchsorted(present, ids), len(present) - 1)
            here = present[at] == ids
            self.exact[row, at[here]] = np.where(likes[here] > WRITTEN, likes[here], 0.0)
            for matrix in (self.soft, self.slight):
                matrix[row, at[here]] = np.maximum(matrix[row, at[here]], likes[here])

    def exactly(self, groups: Groups) -> FloatMatrix:
        """float32 (words asked, groups): the best any word of the group does for each, as written."""
        return self._best(self.exact, groups)

    def nearly(self, groups: Groups) -> FloatMatrix:
        """float32 (words asked, groups): the best any word of the group does for each, in meaning."""
        return self._best(self.soft, groups)

    def slightly(self, groups: Groups) -> FloatMatrix:
        """float32 (words asked, groups): as `nearly`, on a scale that tells a little nearer from not at all."""
        return self._best(self.slight, groups)

    def relevance(self, groups: Groups) -> FloatVector:
        """float32 (groups,): the mean over a group's words of how well each is asked for."""
        found = np.zeros(len(groups.counts), np.float32)
        filled = groups.counts > 0
        if self.stems and filled.any():
            asked = self.soft.max(axis=0)[np.searchsorted(self._present, groups.flat)]
            found[filled] = np.add.reduceat(asked, _starts(groups)) / groups.counts[filled]
        return found

    def row(self, stem: str, matrix: FloatMatrix) -> Column:
        """The row of one word in what the above give; zeros when it is not asked."""
        asked = self.stems.index(stem) if stem in self.stems else -1
        return np.asarray(matrix[asked] if asked >= 0 else np.zeros(matrix.shape[1]), np.float64)

    def _best(self, matrix: FloatMatrix, groups: Groups) -> FloatMatrix:
        best = np.zeros((len(self.stems), len(groups.counts)), np.float32)
        filled = groups.counts > 0
        if self.stems and filled.any():
            columns = np.searchsorted(self._present, groups.flat)
            best[:, filled] = np.maximum.reduceat(matrix[:, columns], _starts(groups), axis=1)
        return best


def _starts(groups: Groups) -> Ids:
    counts = groups.counts[groups.counts > 0]
    return np.concatenate([np.zeros(1, np.intp), np.cumsum(counts)[:-1]])


@dataclass(frozen=True, slots=True)
class Met:
    """columns: feature → float (spans,), shares of the question's weight. covers: float32 (words asked, spans)."""

    columns: dict[str, Column]
    covers: FloatMatrix


def meet(meeting: Meeting, spans: Groups, headings: Groups, counts: Ids) -> Met:
    """How each span meets the question, with its neighbours, its passage and its heading.

    counts: how many spans each passage has; the spans follow each other in that order, and so do the headings.
    """
    soft, heading = meeting.nearly(spans), meeting.nearly(headings)
    places = np.repeat(np.arange(len(counts)), counts)
    around = np.maximum(soft, heading[:, places])
    together = places[1:] == places[:-1]
    around[:, :-1][:, together] = np.maximum(around[:, :-1], soft[:, 1:])[:, together]
    around[:, 1:][:, together] = np.maximum(around[:, 1:], soft[:, :-1])[:, together]
    starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(counts)[:-1]])
    whole = np.maximum(np.maximum.reduceat(soft, starts, axis=1), heading) if len(soft) else heading
    shares, slight, own = meeting.shares, meeting.slightly(spans), meeting.own > 0
    columns = {
        "exact": shares @ meeting.exactly(spans), "soft": shares @ soft, "soft_neighbours": shares @ around,
        "soft_passage": (shares @ whole)[places], "heading": (shares @ heading)[places],
        "weakest": soft.min(axis=0) if len(soft) else np.zeros(len(places)), "relevance": meeting.relevance(spans),
        "slight": meeting.own @ slight,
        "weakest_slight": slight[own].min(axis=0) if len(soft) else np.zeros(len(places)),
    }  # fmt: skip
    return Met({name: np.asarray(c, np.float64) for name, c in columns.items()}, soft * shares[:, None])
