"""What the English teacher says of Danish texts, kept in a folder: texts and the vectors they should have."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from index.static import FloatMatrix
from index.train.asked import question_pairs
from index.train.contrast import TeacherSignal
from index.train.gloss import make_glosser
from index.train.reading import TrainingData, sentences_of, words_of
from index.train.texts import load_texts, save_texts, tokenise
from index.train.thesaurus import read_thesaurus
from index.train.transfer import English, Glosses, WordForWord, first_rows, gloss_all, read_function_words
from index.train.vocabulary import count_words

# Shares of the steps, beside those of the pairs.
WEIGHTS = {"parallel": 0.34, "glossed": 0.16, "meaning": 0.09, "english": 0.03}
LONGEST_SEGMENT = 48
SENTENCE_WORDS = range(5, 29)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of each kind of text the teacher is asked about."""

    words: int = 60_000
    segments: int = 190_000
    provisions: int = 40_000
    speeches: int = 20_000
    english: int = 30_000


class Teacher(Protocol):
    """See `index.train.teacher.CachedTeacher`."""

    def embed(self, texts: Sequence[str], *, name: str) -> FloatMatrix: ...


def prepare(
    data: TrainingData, tokenizer: Tokenizer, english: English, teacher: Teacher, amounts: Amounts, folder: Path
) -> None:
    """Writes first rows and signals to `folder`, unless a run before has."""
    if (folder / "taught.done").is_file():
        return
    chance, counts = random.Random(0), count_words(data)
    thesaurus = read_thesaurus(data.written / "thesaurus.tsv")
    small, glosser = read_function_words(data.written / "function_words.tsv"), make_glosser(data, thesaurus)
    glosses = gloss_all(glosser, thesaurus, [word for word, _ in counts.most_common(amounts.words)])
    rows = first_rows(tokenizer, glosses, small=small, counts=counts, english=english)
    np.save(folder / "rows.npy", rows)
    translate = WordForWord(glosser, glosses, small, chance)
    told = [(text, other) for text in _sentences(data, amounts, chance) if (other := translate(text))]
    segments = [pair for pair in data.parallel() if 1 <= len(words_of(pair[0])) <= LONGEST_SEGMENT]
    chance.shuffle(segments)
    segments = segments[: amounts.segments]
    said = teacher.embed([source for source, _ in segments], name="parallel")
    few = chance.sample(range(len(segments)), min(amounts.english, len(segments)))
    _keep(folder, "parallel", tokenizer, [danish for _, danish in segments], said)
    _keep(folder, "english", tokenizer, [segments[i][0] for i in few], said[few])
    glossed = teacher.embed([other for _, other in told], name="glossed")
    _keep(folder, "glossed", tokenizer, [text for text, _ in told], glossed)
    _keep(folder, "meaning", tokenizer, list(glosses), _meanings(glosses, teacher))
    (folder / "taught.done").touch()


def taught_signals(folder: Path) -> dict[str, TeacherSignal]:
    """{name: signal} of what `prepare` wrote."""
    return {
        name: TeacherSignal(
            load_texts(folder / f"{name}.npz"), np.load(folder / f"{name}.targets.npy").astype(np.float32), weight
        )
        for name, weight in WEIGHTS.items()
    }


def _keep(folder: Path, name: str, tokenizer: Tokenizer, texts: Sequence[str], targets: FloatMatrix) -> None:
    save_texts(folder / f"{name}.npz", tokenise(tokenizer, texts))
    np.save(folder / f"{name}.targets.npy", targets.astype(np.float16))


def _meanings(glosses: Glosses, teacher: Teacher) -> FloatMatrix:
    texts = list(dict.fromkeys(text for told in glosses.values() for text in told))
    place: Mapping[str, FloatMatrix] = dict(zip(texts, teacher.embed(texts, name="glosses"), strict=True))
    means = np.array([np.mean([place[text] for text in told], axis=0) for told in glosses.values()])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


def _sentences(data: TrainingData, amounts: Amounts, chance: random.Random) -> list[str]:
    """Questions, a sentence of each of some provisions, and two of each of some speeches."""
    found = [question for question, _ in question_pairs(data)]
    provisions, speeches = [provision.text for provision in data.provisions()], list(data.speeches())
    for texts, count, most in ((provisions, amounts.provisions, 1), (speeches, amounts.speeches, 2)):
        for text in chance.sample(texts, min(count, len(texts))):
            fit = [sentence for sentence in sentences_of(text) if len(words_of(sentence)) in SENTENCE_WORDS]
            found += chance.sample(fit, min(most, len(fit)))
    return found
