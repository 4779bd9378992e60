"""English glosses of Danish words, from word alignments and a dictionary.

IBM model 1 (Brown et al. 1993) in both directions over the parallel segments; a word that never stood in them
is glossed through its stem or through the parts of the compound. The idea of starting Danish token vectors from
English ones is WECHSEL's (Minixhofer et al. 2022).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer

from index.train.reading import TrainingData, words_of
from index.train.thesaurus import Entry

ROUNDS = 5
MAX_WORDS = 30
SURE = 0.30
VERY_SURE = 0.50
MOST = 3
MIN_COUNT = 2
LINKS = ("", "s", "e")

IntVector = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The likeliest English word of a Danish one; score 0–1 is sqrt(p(en|da) * p(da|en))."""

    english: str
    score: float
    count: int


@dataclass(slots=True)
class _Pairs:
    """Every (source, target) word pair of the segments, with the source token (group) that it belongs to."""

    source: list[IntVector] = field(default_factory=list)
    target: list[IntVector] = field(default_factory=list)
    group: list[IntVector] = field(default_factory=list)
    groups: int = 0

    def add(self, source: IntVector, target: IntVector) -> None:
        self.source.append(np.repeat(source, len(target)))
        self.target.append(np.tile(target, len(source)))
        self.group.append(np.repeat(np.arange(self.groups, self.groups + len(source)), len(target)))
        self.groups += len(source)


def align(segments: Iterable[tuple[str, str]]) -> dict[str, Alignment]:
    """The best English word for each Danish word of the (English, Danish) segments."""
    index_da: dict[str, int] = {}
    index_en: dict[str, int] = {}
    forward, backward, seen = _Pairs(), _Pairs(), Counter[int]()
    for english, danish in segments:
        da = _numbers(words_of(danish)[:MAX_WORDS], index_da)
        en = _numbers(words_of(english)[:MAX_WORDS], index_en)
        seen.update(da.tolist())
        forward.add(da, en)
        backward.add(en, da)
    width = len(index_en)
    keys_f, p_en = _translate(forward, width)
    keys_b, p_da = _translate(backward, len(index_da))
    # Both directions speak of the same pairs: bring the backward keys (en, da) to (da, en).
    turned = (keys_b % len(index_da)) * width + keys_b // len(index_da)
    order = np.argsort(turned)
    both = np.sqrt(p_en * p_da[order][np.searchsorted(turned[order], keys_f)])
    return _best(keys_f, both, list(index_da), list(index_en), seen)


def _numbers(words: Sequence[str], index: dict[str, int]) -> IntVector:
    return np.array([index.setdefault(word, len(index)) for word in words], np.int64)


def _translate(pairs: _Pairs, width: int) -> tuple[IntVector, npt.NDArray[np.float64]]:
    """(sorted keys source * width + target, p(target | source)) after EM."""
    groups_of = np.concatenate(pairs.group)
    joined = np.concatenate(pairs.source) * width + np.concatenate(pairs.target)
    keys, inverse = np.unique(joined, return_inverse=True)
    to, of = keys % width, keys // width
    table: npt.NDArray[np.float64] = np.ones(len(keys))
    count: npt.NDArray[Any] = table
    for _ in range(ROUNDS):
        mass = table[inverse]
        share = mass / np.bincount(groups_of, mass, minlength=pairs.groups)[groups_of]
        count = np.bincount(inverse, share, minlength=len(keys))
        table = count / np.bincount(to, count)[to]
    return keys, count / np.bincount(of, count)[of]


def _best(
    keys: IntVector, scores: npt.NDArray[np.float64], danish: list[str], english: list[str], seen: Counter[int]
) -> dict[str, Alignment]:
    of, to = keys // len(english), keys % len(english)
    best: dict[str, Alignment] = {}
    for k in np.lexsort((-scores, of)):
        word = danish[of[k]]
        if word not in best:
            best[word] = Alignment(english[to[k]], float(scores[k]), seen[int(of[k])])
    return best


class Glosser:
    """English glosses of a Danish word: from the alignments and the dictionary, its stem, or a compound's parts."""

    def __init__(
        self,
        alignments: dict[str, Alignment],
        dictionary: dict[str, tuple[str, ...]],
        *,
        trusted: dict[str, tuple[str, ...]],
        freq: Counter[str],
    ) -> None:
        self._alignments, self._dictionary = alignments, dictionary
        self._trusted, self._freq = trusted, freq
        self._stem = Stemmer.Stemmer("danish").stemWord
        self._stems: dict[str, tuple[float, tuple[str, ...]]] = {}
        for word in sorted({*alignments, *dictionary, *trusted}):
            if found := self._direct(word):
                aligned = alignments.get(word)
                weight = 1e6 if word in trusted else max(1.0, aligned.score * aligned.count if aligned else 1.0)
                stem = self._stem(word)
                self._stems[stem] = max(self._stems.get(stem, (0.0, ())), (weight, found))

    def gloss(self, word: str) -> tuple[str, ...]:
        """Up to MOST alternatives, the likeliest first; () when there is none."""
        return (word,) if word.isdigit() else self._whole(word) or self._compound(word)

    def _direct(self, word: str) -> tuple[str, ...]:
        aligned, known = self._alignments.get(word), self._dictionary.get(word, ())
        if word in self._trusted:
            return self._trusted[word][:MOST]
        sure = aligned and aligned.score > SURE and aligned.count >= MIN_COUNT
        if aligned and sure and (not known or (aligned.score > VERY_SURE and aligned.count > 4 * MIN_COUNT)):
            return tuple(dict.fromkeys((aligned.english, *known)))[:MOST]
        return known[:MOST]

    def _whole(self, word: str) -> tuple[str, ...]:
        return self._direct(word) or (self._stems.get(self._stem(word), (0.0, ()))[1] if len(word) > 3 else ())

    def _compound(self, word: str) -> tuple[str, ...]:
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(3, len(word) - 2):
            head = word[:cut]
            for link in LINKS:
                tail = word[cut + len(link) :]
                if word.startswith(link, cut) and len(tail) > 2:
                    weight = min(self._freq[head], self._freq[tail])
                    if weight > max(5, best[0]) and (a := self._whole(head)) and (b := self._whole(tail)):
                        best = (weight, tuple(f"{x} {y}" for x, y in zip(a, b, strict=False)))
        return best[1][:2]


def make_glosser(data: TrainingData, thesaurus: Sequence[Entry]) -> Glosser:
    """The glosser of a training folder and a thesaurus, which is believed first (about a minute of one core)."""
    segments = list(data.parallel())
    freq, common = data.frequencies(), Counter[str]()
    for english, danish in segments:
        freq.update(words_of(danish))
        common.update(words_of(english))
    meanings: dict[str, set[str]] = {}
    for danish, english, kind in data.dictionary():
        if kind == "word" and " " not in danish:
            meanings.setdefault(danish.lower(), set()).add(english.lower())
            segments.append((english, danish))

    def rarity(meaning: str) -> tuple[int, int, str]:
        # A common English word says more to the teacher than a rare one of the same meaning.
        words = words_of(meaning)
        return len(words), -min((common[w] for w in words), default=0), meaning

    trusted = {entry.word.lower(): entry.english for entry in thesaurus}
    dictionary = {danish: tuple(sorted(found, key=rarity)) for danish, found in meanings.items()}
    return Glosser(align(segments), dictionary, trusted=trusted, freq=freq)
