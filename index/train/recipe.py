"""The recipe of the bundled model: from the training folder to trained rows, each stage kept in a work folder."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from index.static import FloatMatrix
from index.train.contrast import PairSignal, Schedule, Signal, StaticTrainer, TeacherSignal
from index.train.finish import draw_together, even_lengths, turn_axes
from index.train.gloss import make_glosser
from index.train.initial import Projection, initial_rows
from index.train.pairs import Pair, all_pairs
from index.train.reading import TrainingData
from index.train.texts import Texts, load_texts, save_texts, tokenise
from index.train.thesaurus import Entry, read_thesaurus
from index.train.vocabulary import count_words, train_tokenizer

GLOSSED_WORDS = 40_000
TAUGHT_WORDS = 30_000
# Share of the steps. Weights that lean on law and parliament fit those ever better and questions no better.
PAIR_WEIGHTS = {
    "title": 0.08, "law": 0.12, "definition": 0.04, "parliament": 0.08, "heading": 0.10, "synonym": 0.08,
    "thesaurus": 0.25, "question": 0.10,
}  # fmt: skip
# The second round, without the teacher, whose English says nothing of what Danes say instead of a word.
SECOND_WEIGHTS = {**{name: weight / 2 for name, weight in PAIR_WEIGHTS.items()}, "thesaurus": 0.4, "question": 0.2}
SECOND_RATE = 1e-3
TEACHER_WEIGHTS = {"parallel": 0.25, "english": 0.03, "meaning": 0.20}
GROUPED = {"law", "parliament", "heading"}

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the result, besides the data."""

    vocabulary: int = 32_000
    dimension: int = 256
    share: float = 0.4
    """Of the law, the speeches and the documentation, 0–1; word pairs are taken whole."""
    segments: int = 98_304
    """Parallel segments that the teacher embeds, in its own random order."""
    steps: int = 2500
    second_steps: int = 900
    """After the first round, on Danish pairs alone."""
    seed: int = 0


class Teacher(Protocol):
    """English texts to unit vectors: float32 (n, width), in their order; `name` tells two lists apart in a cache."""

    def embed(self, texts: Sequence[str], *, name: str) -> FloatMatrix: ...


@dataclass(frozen=True, slots=True)
class Trained:
    tokenizer: Tokenizer
    rows: FloatMatrix


class WorkFolderTaken(Exception):
    """The work folder holds stages of another recipe."""


def train(data: TrainingData, recipe: Recipe, teacher: Teacher, *, work: Path, report: Report) -> Trained:
    """The trained model. Stages already in `work` are taken from there, so a stopped run goes on.

    Raises WorkFolderTaken when `work` was begun with another recipe.
    """
    claim(work, dataclasses.asdict(recipe))
    report("tokenizer")
    tokenizer, counts = _tokenizer(data, recipe, work), count_words(data)
    report("teacher: parallel segments")
    segments = _sample(list(data.parallel()), recipe.segments)
    english = teacher.embed([english for english, _ in segments], name="teacher")
    project = Projection(english, recipe.dimension)
    report(f"projection keeps {project.kept:.3f} of the variance; teacher: meanings")
    thesaurus = read_thesaurus(data.written / "thesaurus.tsv")
    words, meanings = _meanings(_glosses(data, thesaurus, counts, work), thesaurus, teacher, project)
    report(f"{len(words)} words and phrases with a meaning; pairs")
    pairs = pair_signals(data, tokenizer, work, weights=PAIR_WEIGHTS, share=recipe.share, seed=recipe.seed)
    signals: dict[str, Signal] = {
        **_teacher_signals(tokenizer, segments, project(english)),
        "meaning": TeacherSignal(tokenise(tokenizer, words), meanings, TEACHER_WEIGHTS["meaning"]),
        **pairs,
    }
    for name, signal in signals.items():
        report(f"{name}: {len(signal)}")
    rows = initial_rows(tokenizer, words, meanings, counts=counts, seed=recipe.seed)
    schedule = Schedule(steps=recipe.steps, seed=recipe.seed)
    rows = StaticTrainer(rows, signals, schedule, work).run(report)
    return Trained(tokenizer, _second_round(even_lengths(rows), pairs, recipe, work, report))


def _second_round(
    rows: FloatMatrix, pairs: Mapping[str, PairSignal], recipe: Recipe, work: Path, report: Report
) -> FloatMatrix:
    """The rows after `second_steps` on the pairs alone, drawn together and on their principal axes."""
    folder = work / "second"
    folder.mkdir(exist_ok=True)
    weighted = {name: replace(signal, weight=SECOND_WEIGHTS[name]) for name, signal in pairs.items()}
    schedule = Schedule(steps=recipe.second_steps, learning_rate=SECOND_RATE, seed=recipe.seed + 1)
    # The rate is meant for rows of about unit length.
    rows = np.asarray(rows / np.median(np.linalg.norm(rows, axis=1)), np.float32)
    return turn_axes(draw_together(StaticTrainer(rows, weighted, schedule, folder).run(report)))


def _sample(segments: Sequence[Pair], count: int) -> list[Pair]:
    """The first `count` in a random order that is always the same, so that a longer run keeps a shorter one's cache."""
    return [segments[i] for i in np.random.default_rng(0).permutation(len(segments))[:count]]


def _teacher_signals(tokenizer: Tokenizer, segments: Sequence[Pair], targets: FloatMatrix) -> dict[str, Signal]:
    danish, english = (tokenise(tokenizer, [pair[side] for pair in segments]) for side in (1, 0))
    return {
        "parallel": TeacherSignal(danish, targets, TEACHER_WEIGHTS["parallel"]),
        "english": TeacherSignal(english, targets, TEACHER_WEIGHTS["english"]),
    }


def claim(work: Path, recipe: Mapping[str, object]) -> None:
    """Marks the folder as the recipe's own. Raises WorkFolderTaken when it was begun with another."""
    work.mkdir(parents=True, exist_ok=True)
    mark, wanted = work / "recipe.json", json.dumps(recipe, indent=2)
    if mark.is_file() and mark.read_text("utf-8") != wanted:
        raise WorkFolderTaken(f"{work} was begun with another recipe: {mark.read_text('utf-8')}")
    mark.write_text(wanted, "utf-8")


def _tokenizer(data: TrainingData, recipe: Recipe, work: Path) -> Tokenizer:
    path = work / "tokenizer.json"
    if not path.is_file():
        train_tokenizer(data, size=recipe.vocabulary).save(str(path))
    return Tokenizer.from_file(str(path))


def _meanings(
    glosses: Mapping[str, Sequence[str]], thesaurus: Sequence[Entry], teacher: Teacher, project: Projection
) -> tuple[list[str], FloatMatrix]:
    """Danish words and phrases, and for each the mean of its glosses' places in the model's space."""
    told = dict(glosses)
    for entry in thesaurus:
        told |= {phrase: entry.english for phrase in entry.danish if phrase not in told}
    asked = [text for gloss in list(glosses.values())[:TAUGHT_WORDS] for text in gloss]
    texts = list(dict.fromkeys(asked + [text for entry in thesaurus for text in entry.english]))
    place = dict(zip(texts, project(teacher.embed(texts, name="meanings")), strict=True))
    words, means = [], []
    for danish, gloss in told.items():
        # A gloss that the teacher did not see ("energy check") lies between its words, where it saw those.
        parts = [place[w] for text in gloss for w in ((text,) if text in place else text.split()) if w in place]
        if parts:
            words.append(danish)
            means.append(np.mean(parts, axis=0))
    matrix = np.array(means, np.float32)
    return words, np.asarray(matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9), np.float32)


def _glosses(
    data: TrainingData, thesaurus: Sequence[Entry], counts: Counter[str], work: Path
) -> dict[str, tuple[str, ...]]:
    """{Danish word: its English glosses} for the most frequent words that have any."""
    path = work / "glosses.json"
    if not path.is_file():
        glosser = make_glosser(data, thesaurus)
        found = {word: glosser.gloss(word) for word, _ in counts.most_common(GLOSSED_WORDS)}
        path.write_text(json.dumps({word: gloss for word, gloss in found.items() if gloss}), "utf-8")
    return {word: tuple(gloss) for word, gloss in json.loads(path.read_text("utf-8")).items()}


def pair_signals(
    data: TrainingData, tokenizer: Tokenizer, work: Path, *, weights: Mapping[str, float], share: float, seed: int
) -> dict[str, PairSignal]:
    """Every pair signal with its share of the steps, tokenised once and kept in `work`."""
    if not (work / "pairs.done").is_file():
        for name, rows in all_pairs(data, share=share, seed=seed).items():
            left, right = _sides(tokenizer, rows)
            save_texts(work / f"{name}.left.npz", left)
            save_texts(work / f"{name}.right.npz", right)
        (work / "pairs.done").touch()
    return {
        name: PairSignal(
            load_texts(work / f"{name}.left.npz"), load_texts(work / f"{name}.right.npz"), weight, name in GROUPED
        )
        for name, weight in weights.items()
    }


def _sides(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> tuple[Texts, Texts]:
    return tokenise(tokenizer, [left for left, _ in pairs]), tokenise(tokenizer, [right for _, right in pairs])
