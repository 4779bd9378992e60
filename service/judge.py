"""Judges whether what was found answers a question, and whether it is on the question's subject at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Source
from index.embed import Embedder
from service.elsewhere import Elsewhere
from service.question import Question
from service.refuse import Refusal, is_beside, is_elsewhere, probability, refusal_features
from service.score import Scored
from service.score_words import Vocabulary
from service.views import Views


@dataclass(frozen=True, slots=True)
class Judgement:
    """sure: calibrated probability 0–1 that the sources answer. elsewhere: whether they are on another subject."""

    sure: float
    elsewhere: bool


class Judge:
    """Judges by learnt weights."""

    def __init__(self, refusal: Refusal, embedder: Embedder, vocabulary: Vocabulary, views: Views) -> None:
        self._refusal = refusal
        self._vocabulary = vocabulary
        self._elsewhere = Elsewhere(embedder, views)

    def features(self, asked: Question, scored: Sequence[Scored], sources: Sequence[Source]) -> dict[str, float]:
        """What the probability of an answer comes from; {} when nothing was found. scored: spans of the sources."""
        nearness = self._elsewhere.nearness(asked, sources)
        return refusal_features(asked, scored, vocabulary=self._vocabulary, elsewhere=nearness)

    def __call__(self, asked: Question, scored: Sequence[Scored], sources: Sequence[Source]) -> Judgement:
        features = self.features(asked, scored, sources)
        return Judgement(
            probability(features, self._refusal), bool(features) and (is_beside(features) or is_elsewhere(features))
        )
