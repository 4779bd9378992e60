"""python -m index.train: træner den medfølgende danske model, eller måler en model."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embed import BUNDLED, MODELS, open_embedder
from index.onnx import TOKENIZER
from index.static import folder_fingerprint
from index.train.measure import (
    GramIndex,
    claims_recall,
    read_passages,
    read_questions,
    recall,
    same_intent,
    vector_scores,
    zscore,
)
from index.train.reading import TrainingData


def main() -> int:
    """The exit code: 0, or 1 when the work folder belongs to another recipe."""
    arguments = _parser().parse_args()
    return int(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    commands = parser.add_subparsers(required=True)
    fit = commands.add_parser("fit", help="træn modellen; en afbrudt træning fortsætter")
    fit.add_argument("--data", type=Path, required=True, help="mappen med træningsdata")
    fit.add_argument("--work", type=Path, required=True, help="mappe til mellemresultater")
    fit.add_argument("--out", type=Path, default=MODELS / BUNDLED, help="modellens mappe")
    fit.add_argument("--vocabulary", type=int, default=32_000, help="antal ordstykker")
    fit.add_argument("--dimension", type=int, default=256, help="vektorens længde")
    fit.add_argument("--steps", type=int, default=2500, help="antal træningsskridt")
    fit.add_argument("--share", type=float, default=0.4, help="andel af teksterne, 0–1")
    fit.add_argument("--segments", type=int, default=98_304, help="parallelle tekststykker til læreren")
    fit.add_argument("--seed", type=int, default=0, help="tilfældighedens frø")
    fit.set_defaults(run=_fit)
    reader = commands.add_parser("reader", help="træn læsemodellen; en afbrudt træning fortsætter")
    reader.add_argument("--data", type=Path, required=True, help="mappen med træningsdata")
    reader.add_argument("--work", type=Path, required=True, help="mappe til mellemresultater")
    reader.add_argument("--out", type=Path, default=MODELS / "dansk-laeser", help="modellens mappe")
    reader.add_argument("--carry-steps", type=int, default=2000, help="træningsskridt for den danske transformer")
    reader.add_argument("--steps", type=int, default=1200, help="træningsskridt for læsningen")
    reader.add_argument("--onward", type=Path, help="fortsæt fra den færdige læsemodel i denne mappe")
    reader.add_argument("--seed", type=int, default=0, help="tilfældighedens frø")
    reader.set_defaults(run=_reader)
    mean = commands.add_parser("mean", help="gennemsnittet af færdige læsemodeller, trænet videre fra hinanden")
    mean.add_argument("readers", type=Path, nargs="+", help="læsemodellernes mapper")
    mean.add_argument("--out", type=Path, required=True, help="den nye models mappe")
    mean.set_defaults(run=_mean)
    measure = commands.add_parser("measure", help="mål en model på spørgsmål og sammenligningssæt")
    measure.add_argument("model", help="navn eller mappe")
    measure.add_argument("--questions", type=Path, required=True, help="spørgsmål som JSON Lines")
    measure.add_argument("--passages", type=Path, required=True, help="afsnit som JSON-liste: context, text")
    measure.add_argument("--benchmarks", type=Path, help="mappen med fever_da og corona")
    measure.set_defaults(run=_measure)
    return parser


def _fit(arguments: argparse.Namespace) -> int:
    # Training needs torch and the teacher; measuring does not.
    from index.train.export import export
    from index.train.recipe import Recipe, WorkFolderTaken, train
    from index.train.teacher import CachedTeacher

    recipe = Recipe(
        vocabulary=arguments.vocabulary,
        dimension=arguments.dimension,
        share=arguments.share,
        segments=arguments.segments,
        steps=arguments.steps,
        seed=arguments.seed,
    )
    try:
        trained = train(
            TrainingData(arguments.data), recipe, CachedTeacher(arguments.work), work=arguments.work, report=_say
        )
    except WorkFolderTaken as error:
        return _taken(error)
    export(arguments.out, trained.tokenizer, trained.rows)
    _say(f"Modellen er skrevet til {arguments.out}")
    return 0


def _reader(arguments: argparse.Namespace) -> int:
    # As for `_fit`.
    from index.train.export_reader import export_reader
    from index.train.reader import ReaderRecipe, make_reader
    from index.train.recipe import WorkFolderTaken
    from index.train.reopen import reopened
    from index.train.teacher import CachedTeacher, open_english

    tokenizer = Tokenizer.from_file(str(MODELS / BUNDLED / TOKENIZER))
    english, teacher = open_english(), CachedTeacher(arguments.work)
    begun = reopened(english, tokenizer, arguments.onward) if arguments.onward else None
    recipe = ReaderRecipe(
        carry_steps=arguments.carry_steps, steps=arguments.steps, seed=arguments.seed,
        onward=folder_fingerprint(arguments.onward) if arguments.onward else "",
    )  # fmt: skip
    try:
        reader = make_reader(
            TrainingData(arguments.data), recipe, english, teacher, tokenizer, open_embedder(),
            work=arguments.work, report=_say, begun=begun,
        )  # fmt: skip
    except WorkFolderTaken as error:
        return _taken(error)
    export_reader(reader, tokenizer, arguments.out)
    _say(f"Modellen er skrevet til {arguments.out}")
    return 0


def _mean(arguments: argparse.Namespace) -> int:
    # As for `_fit`.
    from index.train.export_reader import export_reader
    from index.train.reopen import averaged, reopened
    from index.train.teacher import open_english

    tokenizer, english = Tokenizer.from_file(str(MODELS / BUNDLED / TOKENIZER)), open_english()
    reader = averaged([reopened(english, tokenizer, folder) for folder in arguments.readers])
    export_reader(reader, tokenizer, arguments.out)
    _say(f"Modellen er skrevet til {arguments.out}")
    return 0


def _taken(error: Exception) -> int:
    _say(f"Arbejdsmappen er brugt til en anden opskrift; vælg en anden mappe. ({error})")
    return 1


def _measure(arguments: argparse.Namespace) -> int:
    model = open_embedder(arguments.model)
    passages, questions = read_passages(arguments.passages), read_questions(arguments.questions)
    texts = [question.text for question in questions]
    gram_index = GramIndex([f"{context}. {text}" for context, text in passages])
    grams = zscore(np.array([gram_index.scores(text) for text in texts]))
    vectors = zscore(vector_scores(model, texts, passages))
    for name, scores in (("4-gram", grams), ("model", vectors), ("sum", grams + vectors)):
        for half, first in (("ulige", 0), ("lige", 1)):
            found = recall(scores[first::2], questions[first::2], passages)
            print(f"{name:8} {half:6} {found}")
    if arguments.benchmarks:
        print(f"corona P@1 {same_intent(model, arguments.benchmarks / 'corona_questions_da.csv'):.3f}")
        print(f"fever R@10 {claims_recall(model, arguments.benchmarks):.3f}")
    return 0


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
