"""Judges whether what was found answers a question, and whether it is on the question's subject at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Source
from index.embed import Embedder
from service.elsewhere import Elsewhere
from service.names import NameBook
from service.question import Question
from service.refuse import Outright, Refusal, is_beside, outright, probability
from service.refuse_features import refusal_features
from service.score import Scored
from service.score_words import Vocabulary
from service.views import Views


@dataclass(frozen=True, slots=True)
class Judgement:
    """sure: calibrated probability 0–1 that the sources answer. why: for what the question is refused outright.

    elsewhere: whether the sources are on another subject.
    """

    sure: float
    why: Outright
    elsewhere: bool


class Judge:
    """Judges by learnt weights."""

    def __init__(
        self, refusal: Refusal, embedder: Embedder, vocabulary: Vocabulary, views: Views, names: NameBook
    ) -> None:
        self._refusal = refusal
        self._names = names
        self._vocabulary = vocabulary
        self._elsewhere = Elsewhere(embedder, views)

    def features(self, asked: Question, scored: Sequence[Scored], sources: Sequence[Source]) -> dict[str, float]:
        """What the probability of an answer comes from; {} when nothing was found. scored: spans of the sources."""
        nearness = self._elsewhere.nearness(asked, sources)
        return refusal_features(asked, scored, vocabulary=self._vocabulary, names=self._names, elsewhere=nearness)

    def __call__(self, asked: Question, scored: Sequence[Scored], sources: Sequence[Source]) -> Judgement:
        features = self.features(asked, scored, sources)
        if not features:
            return Judgement(0.0, "", elsewhere=False)
        why = outright(features)
        elsewhere = is_beside(features) or why in ("elsewhere", "unknown", "foreign")
        return Judgement(probability(features, self._refusal), why, elsewhere)
