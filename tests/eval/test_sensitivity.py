"""Faults planted in the real assistant over the shipped library: runs tell them apart, the compare page says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from quality_site import quality_client
from safetensors.numpy import save_file

from corpus.answers import Answer, Message, Source
from corpus.types import Filters
from eval.compare import CAUSES, Cause, compare
from eval.questions import QuestionSet
from eval.run import Subject, execute
from eval.runs import Run, new_run
from eval.sets import named_set
from eval.subject import open_subject
from index.embed import BUNDLED, MODELS
from service.assistant import LocalAssistant
from service.events import NO_FILTERS, Event
from service.indexing import reindex
from service.library import remove
from service.settings import Settings

pytestmark = pytest.mark.slow
EVERY = 4
"""Every fourth question of the shipped set is asked."""
DROPPED = "kort-fortalt"


def random_projection(folder: Path) -> str:
    """A small model of its own: the bundled tokens, each a random direction in 48 dimensions."""
    shutil.copytree(MODELS / BUNDLED, folder)
    rows = np.random.default_rng(11).normal(size=(50_000, 48)).astype(np.float32)
    save_file({"embedding.weight": rows}, folder / "model.safetensors")
    return str(folder)


@dataclass(frozen=True)
class OffByOne:
    """The assistant with every cited page one too high."""

    assistant: LocalAssistant

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        answer = self.assistant.ask(question, history=history, filters=filters)
        return replace(answer, citations=tuple(replace(c, page=c.page + 1) for c in answer.citations))

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Iterator[Event]:
        return self.assistant.stream(question, history=history, filters=filters)

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        return self.assistant.search(query, k=k, filters=filters)


def off_by_one(settings: Settings) -> Subject:
    sound = open_subject(settings)
    assert isinstance(sound.assistant, LocalAssistant)
    return replace(sound, assistant=OffByOne(sound.assistant))


def dropped(settings: Settings) -> Subject:
    remove(settings, DROPPED)
    return open_subject(settings)


def swapped(settings: Settings) -> Subject:
    chosen = replace(settings, embedder=random_projection(settings.data / "tilfaeldig"))
    reindex(chosen)
    return open_subject(chosen)


def unrefusing(settings: Settings) -> Subject:
    return open_subject(replace(settings, refusal_threshold=0.0))


@pytest.fixture(scope="module")
def asked() -> QuestionSet:
    return QuestionSet("digest", named_set("digest", Path()).questions[::EVERY])


@pytest.fixture(scope="module")
def sound(shipped: Settings, asked: QuestionSet, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run without a fault."""
    return ran(tmp_path_factory.mktemp("sound"), asked, open_subject(shipped))


def ran(data: Path, asked: QuestionSet, measured: Subject) -> Run:
    run = new_run(data, asked, measured.conditions)
    assert execute(run, measured) is not None
    return run


def page_of(tmp_path: Path, before: Run, after: Run) -> str:
    """The compare page of the two runs."""
    for number, run in enumerate((before, after), start=1):
        shutil.copytree(run.folder, tmp_path / "eval" / str(number))
    client, _, _ = quality_client(tmp_path)
    return client.get("/kvalitet/sammenlign?a=1&b=2").text


@pytest.mark.parametrize(
    ("fault", "cause", "only", "changed"),
    [
        (off_by_one, "citation", True, ""),
        (dropped, "corpus", False, "Dokumenterne"),
        (swapped, "retrieval", False, "Embeddingmodellen"),
        (unrefusing, "refusal", True, "Indstillingen KLIMASVAR_REFUSAL_THRESHOLD: 0.5 → 0.0"),
    ],
    ids=["a page off by one", "a dropped document", "an embedder swapped", "refusals disabled"],
)
def test_a_planted_fault_is_told_apart_and_the_page_names_its_cause(
    shipped: Settings, asked: QuestionSet, sound: Run, tmp_path: Path, fault: Callable[[Settings], Subject],
    cause: Cause, only: bool, changed: str,
) -> None:  # fmt: skip
    settings = replace(shipped, data=tmp_path / "data")
    shutil.copytree(shipped.data, settings.data)
    after = ran(tmp_path / "runs", asked, fault(settings))
    comparison = compare(sound, after)
    assert comparison.worse >= 3
    assert next(iter(comparison.causes)) == cause
    assert not only or set(comparison.causes) == {cause}
    assert changed in " ".join(f"{what}: {a} → {b}" for what, a, b in comparison.conditions)
    page = page_of(tmp_path / "pages", sound, after)
    assert f"{CAUSES[cause]}: {comparison.causes[cause]}" in page
    assert changed in page
    assert page.count('class="quality-question"') == len(comparison.changes)


def test_a_repeat_reports_no_difference(shipped: Settings, asked: QuestionSet, sound: Run, tmp_path: Path) -> None:
    again = ran(tmp_path / "runs", asked, open_subject(shipped))
    comparison = compare(sound, again)
    assert (comparison.changes, comparison.conditions, comparison.skipped) == ((), (), ())
    assert not [name for name, found in comparison.differences.items() if found.delta]
    page = page_of(tmp_path / "pages", sound, again)
    assert "Ingen spørgsmål ændrede sig." in page
    assert "Begge kørsler er lavet på samme grundlag" in page
    assert "Årsager" not in page
