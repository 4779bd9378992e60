"""Is a sentence that a language model wrote carried by the passages it cites? No model judges.

First what must stand there as it is: the sources themselves, numbers with what they count, dates, addresses, names,
and whether something is denied. Then how far its words and its meaning stand there: a calibrated probability.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.answers import Source, Verdict
from index.embed import Embedder
from service.candidates import Candidate, spans_of
from service.meeting import Meeting
from service.names import NameBook
from service.question_guard import steers
from service.refuse import chance
from service.score_view import groups_of
from service.score_words import Asked, FloatMatrix, Vocabulary, stems_of
from service.verify_facts import addresses_of, dates_of, names_in, negated, numbers_of
from service.weights import read_weights
from service.words import words

WEIGHTS = Path(__file__).parent / "verify_weights.json"
FEATURES = ("bias", "covered", "weakest", "near", "words")
"""In this order in `verify_weights.json` and in every feature row."""
SUPPORTED = 0.5
"""The least support of a sentence that its source covers."""
PARTIAL = 2 / 3
"""The least share of its words, the rarer the more, that a sentence must have in its source to be covered in part."""
MOST_SPANS = 3
ADDS = 0.08
"""A further sentence of the source is cited when it covers this much more of the claim."""
MET = 0.5
"""A word beside a number is met by a word this near. A third of synonyms are (300 pairs of the shared thesaurus), and
seven words drawn at random hold one in at most 6 of 1000 cases; at 0.3 a half are, against 17 of 1000."""


@dataclass(frozen=True, slots=True)
class Checked:
    """verdict, with its support 0–1; cited: the spans that carry it; reasons: in Danish, what they lack."""

    verdict: Verdict
    support: float
    cited: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()


class Verifier:
    """Checks sentences against sources."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary, names: NameBook) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._names = names

    def check(self, claim: str, cites: Sequence[int], sources: Sequence[Source]) -> Checked:
        """The verdict on a sentence without its markers. cites: source numbers from 1, as the model gave them."""
        if not cites:
            return Checked("unsupported", 0.0, reasons=("uden kilde",))
        invented = [f"kilde {n} findes ikke" for n in cites if not 1 <= n <= len(sources)]
        if invented:
            return Checked("unsupported", 0.0, reasons=tuple(invented))
        spans = [s for n in cites for s in spans_of(sources[n - 1]) if not steers(s.text)]
        if not spans:
            return Checked("unsupported", 0.0, reasons=("kilden er tom",))
        chosen, features = self.measure(claim, spans)
        reasons = tuple(self.lacks(claim, chosen, spans))
        support = probability(features, load_weights())
        if reasons:
            return Checked("unsupported", 0.0, tuple(chosen), reasons)
        verdict = verdict_of(support, features)
        lacking = () if verdict == "supported" else ("ordene og meningen står der kun til dels",)
        return Checked(verdict, support, tuple(chosen), lacking)

    def measure(self, claim: str, spans: Sequence[Candidate]) -> tuple[list[Candidate], dict[str, float]]:
        """The spans that carry most of the claim, as they stand, and how well they do."""
        asked = [Asked(w) for w in words(claim) if w.content]
        texts = groups_of([sorted(stems_of(f"{s.text} {s.passage.context}")) for s in spans], self._vocabulary)
        meeting = Meeting(asked, np.unique(texts.flat), self._vocabulary)
        met = meeting.nearly(texts)
        picked = _cover(met * meeting.shares[:, None]) if asked else [0]
        best = met[:, picked].max(axis=1) if asked else np.zeros(1)
        chosen = [spans[i] for i in sorted(picked)]
        near = self._embedder.embed_passages([claim, " ".join(s.text for s in chosen), *(s.text for s in chosen)])
        features = {
            "bias": 1.0,
            "covered": float((best * meeting.shares).sum()) if asked else 0.0,
            "weakest": float(best.min()),
            "near": float((near[1:] @ near[0]).max()),
            "words": min(len(asked), 12) / 12,
        }
        return chosen, features

    def lacks(self, claim: str, chosen: Sequence[Candidate], spans: Sequence[Candidate]) -> Iterator[str]:
        """What the sentence says that its sources do not, in Danish."""
        texts = [s.text for s in spans]
        whole = " ".join((*texts, *(f"{s.passage.context} {s.source.document.published[:4]}" for s in spans)))
        there = [(n.value, n.share, stems_of(text)) for text in texts for n in numbers_of(text)]
        headed = {s.passage.context for s in spans}
        there += [(n.value, True, stems_of(h) - stems_of("%")) for h in headed for n in numbers_of(h) if n.share]
        loose = {n.value for n in numbers_of(whole)}
        for number in numbers_of(claim):
            places = [stems for value, share, stems in there if (value, share) == (number.value, number.share)]
            if not places and (number.share or number.value not in loose):
                yield f"tallet {number.value}{' %' if number.share else ''} står der ikke"
            elif places and number.beside and not any(self._together(number.beside, stems) for stems in places):
                yield f"tallet {number.value} står der om noget andet"
        yield from (f"»{date}« står der ikke" for date in sorted(dates_of(claim) - dates_of(whole)))
        yield from (f"adressen {a} står der ikke" for a in sorted(addresses_of(claim) - addresses_of(whole)))
        known = {w.stem for w in words(whole)}
        for surface, stems in names_in(claim, self._names).items():
            if not stems <= known:
                yield f"navnet {surface} står der ikke"
        if negated(claim) != any(negated(s.text) for s in chosen):
            yield "det ene benægter, det andet ikke"

    def _together(self, beside: frozenset[str], stems: frozenset[str]) -> bool:
        """True when a word next to the number in the claim is met in the sentence that the number stands in."""
        if beside & stems:
            return True
        ids = self._vocabulary.ids(sorted(stems))
        return bool(stems) and float(self._vocabulary.nearness(sorted(beside), ids).max()) >= MET


def _cover(weighted: FloatMatrix) -> list[int]:
    """Columns that together cover most of the words, the best first; each further one adds at least ADDS."""
    picked: list[int] = []
    covered = np.zeros(len(weighted), np.float32)
    while len(picked) < min(MOST_SPANS, weighted.shape[1]):
        gains = np.maximum(weighted, covered[:, None]).sum(axis=0) - covered.sum()
        best = int(gains.argmax())
        if picked and gains[best] < ADDS:
            break
        picked.append(best)
        covered = np.maximum(covered, weighted[:, best])
    return picked


@lru_cache(maxsize=4)
def load_weights(path: Path = WEIGHTS) -> tuple[float, ...]:
    """The weights in the order of FEATURES. Raises SearchIndexError when the file does not name them."""
    return read_weights(path, lambda held: tuple(float(held["weights"][name]) for name in FEATURES))


def verdict_of(support: float, features: Mapping[str, float]) -> Verdict:
    """The verdict on a sentence that no fact speaks against."""
    if support >= SUPPORTED:
        return "supported"
    return "partial" if features["covered"] >= PARTIAL else "unsupported"


def probability(features: dict[str, float], weights: Sequence[float]) -> float:
    """Calibrated probability 0–1 that the spans carry the claim."""
    return chance(sum(weight * features[name] for name, weight in zip(FEATURES, weights, strict=True)))
