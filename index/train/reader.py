"""The recipe of the bundled reader (index/models/dansk-laeser), run by `python -m index.train reader`.

The layers of all-MiniLM-L6-v2 are carried to Danish, then fine-tuned to say whether a text answers a question. The
bundled file came from experiments before this recipe was put in order, and by the clock instead of by steps: 1,800
steps or 11.4 million tokens of carrying over (2,400 of a 47-minute schedule's 2,820 seconds), then four runs on two
shared cores: 5 minutes on whole documents cut at 150 subwords, 10 on whole documents with the sentences that would
answer, 18 on windows of neighbouring sentences, 18 more at half the rates. What the third of these left was taught on
with `--onward` more than once; the mean of three of these readers is bundled now. See RESULTS.md.
"""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.embed import Embedder
from index.train.contrast import Signal
from index.train.cross_encoder import Packer, Reader, ReadingSchedule, told_apart, train_reader
from index.train.groups import Group, document_groups, law_groups, mined_groups, spelt_alike_groups
from index.train.reading import TrainingData
from index.train.recipe import claim, pair_signals
from index.train.reports import read_reports, report_groups
from index.train.taught import Amounts, Teacher, prepare, taught_signals
from index.train.transfer import English
from index.train.transformer import CarrySchedule, carry, under_rows
from index.train.written import read_documents

# Shares of the carrying over's steps, beside those of the teacher's signals.
PAIR_WEIGHTS = {
    "title": 0.03, "law": 0.05, "definition": 0.01, "parliament": 0.03, "heading": 0.04, "synonym": 0.03,
    "thesaurus": 0.07, "question": 0.14,
}  # fmt: skip

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """What decides the result, besides the data."""

    amounts: Amounts = field(default_factory=Amounts)
    share: float = 0.25
    """Of the law, the speeches and the documentation, 0–1; word pairs are taken whole."""
    pool: int = 30_000
    """Passages beside the questions' own that hard negatives are found among."""
    carry_steps: int = 2000
    carry_tokens: int = 7000
    steps: int = 1200
    groups: int = 24
    """Questions a step, each with one to four texts."""
    seed: int = 0
    onward: str = ""
    """The fingerprint of the finished reader that the reading goes on from, or "" when the layers are carried."""


def make_reader(
    data: TrainingData,
    recipe: ReaderRecipe,
    english: English,
    teacher: Teacher,
    tokenizer: Tokenizer,
    embedder: Embedder,
    *,
    work: Path,
    report: Report,
    begun: Reader | None = None,
) -> Reader:
    """The trained reader. Stages already in `work` are taken from there, so a stopped run goes on.

    A reader that is `begun` is taught on, in place. The embedder finds the texts that only seem to answer. Raises
    WorkFolderTaken when `work` was begun with another recipe.
    """
    claim(work, dataclasses.asdict(recipe))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    carried = None if begun else _carried(data, recipe, english, teacher, tokenizer, work, report)
    reader = begun or Reader(carried, seed=recipe.seed)
    report("groups")
    learnt, held = _groups(data, recipe, embedder, work)
    report(f"reading: {len(learnt)} groups")
    packer, schedule = Packer(tokenizer), ReadingSchedule(steps=recipe.steps, groups=recipe.groups, seed=recipe.seed)
    train_reader(reader, packer, learnt, schedule, checkpoint=work / "reader.pt", report=report)
    report(
        f"{len(held)} groups held out; with and without the answer told apart: {told_apart(reader, packer, held):.3f}"
    )
    return reader


def _carried(
    data: TrainingData,
    recipe: ReaderRecipe,
    english: English,
    teacher: Teacher,
    tokenizer: Tokenizer,
    work: Path,
    report: Report,
) -> torch.nn.Module:
    report("teacher and first rows")
    prepare(data, tokenizer, english, teacher, recipe.amounts, work)
    signals: dict[str, Signal] = {
        **taught_signals(work),
        **pair_signals(data, tokenizer, work, weights=PAIR_WEIGHTS, share=recipe.share, seed=recipe.seed),
    }
    for name, signal in signals.items():
        report(f"{name}: {len(signal)}")
    schedule = CarrySchedule(steps=recipe.carry_steps, tokens=recipe.carry_tokens, seed=recipe.seed)
    bert = under_rows(english.bert, np.load(work / "rows.npy"))
    return carry(bert, signals, schedule, checkpoint=work / "carried.pt", report=report)


def _groups(
    data: TrainingData, recipe: ReaderRecipe, embedder: Embedder, work: Path
) -> tuple[Sequence[Group], Sequence[Group]]:
    """(to learn from, held out)."""
    path = work / "groups.json"
    if not path.is_file():
        chance = random.Random(recipe.seed)
        documents = list(read_documents(data))
        learnt, held = document_groups(documents, embedder, chance)
        learnt += spelt_alike_groups(documents)
        learnt += report_groups(list(read_reports(data)), embedder)
        learnt += law_groups(data, embedder)
        learnt += mined_groups(data, embedder, pool=recipe.pool, chance=chance)
        rows = [[dataclasses.asdict(group) for group in groups] for groups in (learnt, held)]
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        draft.replace(path)
    kept = json.loads(path.read_text("utf-8"))
    learnt, held = ([_group(row) for row in rows] for rows in kept)
    return learnt, held


def _group(row: dict[str, object]) -> Group:
    return Group(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})  # type: ignore[arg-type]
