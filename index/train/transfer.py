"""From English to Danish: where the rows of a transformer's Danish subwords start, and Danish glossed word for word.

A row starts at the mean input vector of the English glosses of the words that its subword stands in: WECHSEL
(Minixhofer et al. 2022), whose word pairs are our alignments, dictionaries and thesaurus.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.static import FloatMatrix
from index.train.gloss import Glosser
from index.train.reading import words_of
from index.train.thesaurus import Entry

Glosses = Mapping[str, Sequence[str]]
GLOSS_TOKENS = 6
SHORTEST_ROW = 0.8
LIKELIEST = 0.7
MOST_UNKNOWN = 0.1


@dataclass(frozen=True, slots=True)
class English:
    """An English transformer: torch's BertModel, its tokenizer, and the ids that begin, end and stand for unknown."""

    bert: Any
    subwords: Callable[[str], list[int]]
    first: int
    last: int
    unknown: int

    def rows(self) -> FloatMatrix:
        """A copy of its input vectors, float32 (vocabulary, width)."""
        return np.array(self.bert.embeddings.word_embeddings.weight.detach().numpy(), np.float32)


def read_function_words(path: Path) -> dict[str, str]:
    """{Danish word or two words: English}."""
    lines = path.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def gloss_all(glosser: Glosser, thesaurus: Sequence[Entry], words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The glosses of the words that have any, and of every word and phrase of the thesaurus."""
    told = {word: found for word in words if (found := glosser.gloss(word))}
    for entry in thesaurus:
        for danish in (entry.word, *entry.danish):
            told.setdefault(danish.lower(), entry.english)
    return told


def first_rows(
    tokenizer: Tokenizer, glosses: Glosses, *, small: Mapping[str, str], counts: Mapping[str, int], english: English
) -> FloatMatrix:
    """float32 (vocabulary + 2, width): a row for each Danish subword, then those that begin and end a text.

    A frequent word counts more, a word of many subwords less. A subword of no known word, a number or a mark starts
    where English writes it.
    """
    rows, size = english.rows(), tokenizer.get_vocab_size()

    def meaning(text: str) -> npt.NDArray[np.float32]:
        return np.asarray(rows[english.subwords(text)[:GLOSS_TOKENS] or [english.unknown]].mean(0))

    total, weight = np.zeros((size, rows.shape[1])), np.zeros(size)
    encoded = tokenizer.encode_batch(list(glosses), add_special_tokens=False)
    for (word, told), encoding in zip(glosses.items(), encoded, strict=True):
        place = np.mean([meaning(text) for text in ([small[word]] if word in small else told)], axis=0)
        share = max(1, counts.get(word, 1)) ** 0.5 / max(1, len(encoding.ids)) ** 2
        for token in encoding.ids:
            total[token] += share * place
            weight[token] += share
    for piece, token in tokenizer.get_vocab().items():
        if not weight[token] or not piece.isalpha():
            total[token], weight[token] = meaning(piece), 1.0
    placed = total / weight[:, None]
    # Means are shorter than what they are means of, and short rows would be drowned by the position vectors.
    length = np.linalg.norm(placed, axis=1, keepdims=True)
    wanted = np.maximum(length, SHORTEST_ROW * np.median(np.linalg.norm(rows, axis=1)))
    placed *= wanted / np.maximum(length, 1e-6)
    return np.asarray(np.vstack([placed, rows[[english.first, english.last]]]), np.float32)


class WordForWord:
    """Danish sentences in English words and Danish order: what the English teacher can be asked about them."""

    def __init__(self, glosser: Glosser, glosses: Glosses, small: Mapping[str, str], chance: random.Random) -> None:
        self._glosser, self._glosses, self._small, self._chance = glosser, glosses, small, chance

    def __call__(self, sentence: str) -> str | None:
        """The words' English, or None when more than a tenth of them has none."""
        words, told, unknown, at = words_of(sentence), [], 0, 0
        while at < len(words):
            taken = 2 if " ".join(words[at : at + 2]) in self._small else 1
            word = " ".join(words[at : at + taken])
            english = self._word(word)
            unknown += english is None
            told.append(english or word)
            at += taken
        return " ".join(told) if words and unknown <= MOST_UNKNOWN * len(words) else None

    def _word(self, word: str) -> str | None:
        if word in self._small:
            return self._small[word]
        found = self._glosses.get(word) or self._glosser.gloss(word)
        if not found:
            return None
        return found[0] if self._chance.random() < LIKELIEST else self._chance.choice(found)
