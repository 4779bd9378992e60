"""How near a question comes to one of many on other subjects, which the material is not about.

How near it comes to the material means little by itself, for short questions in common words are near to much. It is
set against a cohort, as scores are in recognising speakers (Auckenthaler, Carey and Lloyd-Thomas 2000, "Score
normalization for text-independent speaker verification systems"): elsewhere.txt, written by a language model over the
widest spread of subjects (MIT). A question of the cohort that the material found is about does not count.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from index.embed import Embedder, light_embedder
from service.question import Question
from service.score import question_vector
from service.views import Views

QUESTIONS = Path(__file__).parent / "data" / "elsewhere.txt"
ABOUT_IT = 0.35
"""A question of the cohort that comes so near to a passage found may be answered there."""
LOOKED_AT = 60
"""So many of those nearest to the question are compared with what was found."""

FloatMatrix = npt.NDArray[np.float32]

_embedded: dict[str, FloatMatrix] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines: to another subject, and to what was found; 0.0 for neither."""

    other: float = 0.0
    own: float = 0.0

    @property
    def apart(self) -> float:
        """How much nearer the question comes to another subject."""
        return self.other - self.own


class Elsewhere:
    """The cohort by the vectors of the light embedder beside `embedder`. Safe to share between threads."""

    def __init__(self, embedder: Embedder, views: Views) -> None:
        self._light = light_embedder(embedder)
        self._views = views if self._light is embedder else None

    def nearness(self, question: Question, sources: Sequence[Source]) -> Nearness:
        """To the nearest question of the cohort that no source is about, and to the nearest source."""
        if not sources:
            return Nearness()
        cohort, vector, found = _cohort(self._light), question_vector(question, self._light), self._vectors(sources)
        near = cohort @ vector
        best = np.argpartition(-near, LOOKED_AT)[:LOOKED_AT] if len(near) > LOOKED_AT else np.arange(len(near))
        apart = (cohort[best] @ found.T).max(axis=1) < ABOUT_IT
        return Nearness(float(near[best][apart].max(initial=0.0)), float((found @ vector).max()))

    def _vectors(self, sources: Sequence[Source]) -> FloatMatrix:
        """float32 (sources, dimension): those that are held already, else made anew."""
        if self._views is None:
            return self._light.embed_passages([source.passage.text for source in sources])
        return np.array([view.whole for view in self._views.of(sources)])


def read_cohort() -> list[str]:
    """The questions, in file order."""
    return QUESTIONS.read_text("utf-8").splitlines()


def _cohort(embedder: Embedder) -> FloatMatrix:
    """float32 (questions, dimension), embedded when an embedder is first met: every generation with it shares them."""
    with _lock:
        if embedder.fingerprint not in _embedded:
            _embedded[embedder.fingerprint] = embedder.embed_queries(read_cohort())
        return _embedded[embedder.fingerprint]
