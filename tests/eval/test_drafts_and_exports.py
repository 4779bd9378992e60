"""Drafts of a language model are held to their passage; a run is read by ragas's names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from eval_fakes import subject

from corpus.errors import GeneratorUnavailable
from corpus.sqlstore import SqlStore
from eval.draft_model import draft_with
from eval.questions import QuestionSet
from eval.ragas import write_ragas
from eval.run import execute
from eval.runs import new_run
from service.generate import Prompt


class Scripted:
    """Completes with the texts it was given, in turn, and is down when they are used up."""

    model_id = "scripted"

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[str] = []

    def complete(self, prompts: Sequence[Prompt], *, until: float) -> str:
        self.asked.append(prompts[-1].content)
        if not self.texts:
            raise GeneratorUnavailable("Sprogmodellen kan ikke nås.")
        return self.texts.pop(0)


def written(question: str, answer: str, quote: str) -> str:
    return "Her: " + json.dumps({"spørgsmål": question, "svar": answer, "citat": quote}, ensure_ascii=False)


def test_only_drafts_that_the_passage_carries_are_kept(small_store: SqlStore) -> None:
    model = Scripted(
        written("Hvor mange nye broer fik havnen?", "Havnen fik 14 nye broer", "fik 14 nye broer i 2031"),
        written("Hvem passer slusen?", "Havnefoged Mette Lund", "citatet er fundet på af modellen"),
        written("Hvor mange kasser landes?", "Fiskerne lander 900 kasser", "lander 300 kasser makrel"),
    )
    (question,) = draft_with(model, small_store, "havnen", timeout_s=60)  # type: ignore[arg-type]
    assert (question.text, question.evidence) == ("Hvor mange nye broer fik havnen?", (("fik 14 nye broer i 2031",),))
    assert (question.sources[0].document, question.sources[0].page) == ("Havnen", 1)
    assert len(model.asked) == 3


def test_what_came_before_the_model_went_down_is_kept(small_store: SqlStore) -> None:
    good = written("Hvor mange nye broer fik havnen?", "14 nye broer", "fik 14 nye broer i 2031")
    assert len(draft_with(Scripted(good), small_store, "havnen", timeout_s=60)) == 1  # type: ignore[arg-type]
    with pytest.raises(GeneratorUnavailable):
        draft_with(Scripted(), small_store, "havnen", timeout_s=60)  # type: ignore[arg-type]


def test_a_run_is_exported_by_the_names_of_ragas(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    run = new_run(tmp_path, small_set, subject(small_store).conditions)
    execute(run, subject(small_store))
    write_ragas(tmp_path / "r.jsonl", run, small_store)
    samples = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(samples) == 13
    first = samples[0]
    assert set(first) == {"user_input", "response", "retrieved_contexts", "reference", "reference_contexts"}
    assert first["response"].strip() == "Havnen fik 14 nye broer i 2031."
    assert first["retrieved_contexts"][0].startswith("Havnen fik 14 nye broer i 2031. Broerne")
    assert (first["reference"], first["reference_contexts"]) == ("14", ["fik 14 nye broer"])
    assert samples[8]["user_input"].startswith("Hvem passer slusen?\n")
