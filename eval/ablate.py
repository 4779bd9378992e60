"""What each part is worth: the whole set with one part of the search taken away, or another model put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.answers import Answer, Message, Source
from corpus.types import Filters
from eval.evidence import EvidenceIndex
from eval.measures import MEASURES
from eval.questions import Question
from eval.rows import Row
from eval.run import Progress, Subject, ask
from eval.runs import Conditions
from eval.stats import Difference, difference
from eval.summary import means
from index.embed import open_embedder
from index.fuse import learnt_weights
from index.generation import build_generation, open_generation
from index.retrieve import Retriever
from service.answer import Answerer
from service.assistant import LocalAssistant, open_assistant
from service.events import NO_FILTERS, Answered, Event
from service.settings import Settings

WITHOUT: Mapping[str, tuple[str, ...]] = {
    "uden vektorer": ("vector", "sentence", "late"),
    "uden ordvektorer": ("late",),
    "uden sætningsvektorer": ("sentence",),
    "uden ord": ("words", "parts"),
    "uden bogstavfølger": ("grams",),
    "uden overskrifter": ("context",),
}
_SHOWN = ("correct", "facts", "cited_evidence", "recall@5", "refusal_recall", "false_refusals")


@dataclass(frozen=True, slots=True)
class Variant:
    """means: measure → mean. change: measure → difference from the whole."""

    name: str
    means: Mapping[str, float]
    change: Mapping[str, Difference]


@dataclass(frozen=True, slots=True)
class Single:
    """An assistant over one answerer, without the checks and the switching of the service."""

    answerer: Answerer

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """The last event of `stream`."""
        last = list(self.stream(question, history=history, filters=filters))[-1]
        assert isinstance(last, Answered)
        return last.answer

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Iterator[Event]:
        """As the answerer's."""
        return self.answerer.stream(question, history=history, filters=filters)

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        """As the answerer's sources."""
        return self.answerer.sources(query, k=k, filters=filters)


def ablations(
    questions: Sequence[Question], settings: Settings, *, embedders: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> list[Variant]:  # fmt: skip
    """The whole first, then each part taken away, then each other model (embedded into a temporary index)."""
    assistant = open_assistant(settings)
    retriever = assistant.generation().retriever
    total = len(questions) * (1 + len(WITHOUT) + len(embedders))
    rows: dict[str, list[Row]] = {}

    def measured(name: str, changed: Retriever) -> None:
        subject = _subject(assistant, changed, settings)
        evidence = EvidenceIndex(subject.store)
        rows[name] = []
        for number, question in enumerate(questions, start=1):
            rows[name].append(ask(question, subject, evidence=evidence))
            progress((len(rows) - 1) * len(questions) + number, total)

    measured("det hele", retriever)
    for name, legs in WITHOUT.items():
        kept = {leg: weight for leg, weight in learnt_weights().items() if leg not in legs}
        measured(name, replace(retriever, weights=kept))
    for model in embedders:
        with TemporaryDirectory(dir=settings.data) as folder:
            build_generation(assistant.store, open_embedder(model), Path(folder))
            measured(f"model {model}", open_generation(Path(folder), embedder_for=open_embedder).retriever)
    return [_variant(name, held, rows["det hele"]) for name, held in rows.items()]


def table(variants: Sequence[Variant]) -> list[list[str]]:
    """Cells under a head: a line a variant, the mean and in brackets the difference; * where it is beyond noise."""
    lines = [["Variant", *_SHOWN]]
    for variant in variants:
        lines.append([variant.name, *(_cell(variant, name) for name in _SHOWN)])
    return lines


def _cell(variant: Variant, name: str) -> str:
    if name not in variant.means:
        return "–"
    change = variant.change.get(name)
    if change is None or change.delta == 0:
        return f"{variant.means[name]:.3f}"
    return f"{variant.means[name]:.3f} ({change.delta:+.3f}{'*' if change.beyond_noise else ''})"


def _subject(assistant: LocalAssistant, retriever: Retriever, settings: Settings) -> Subject:
    answerer = Answerer(
        assistant.store, retriever, retriever.embedder, assistant.catalogue, threshold=settings.refusal_threshold
    )
    return Subject(Single(answerer), assistant.store, Conditions("", "", "", ""))


def _variant(name: str, rows: list[Row], whole: list[Row]) -> Variant:
    changes = (
        (m.name, difference([r.scores.get(m.name) for r in whole], [r.scores.get(m.name) for r in rows]))
        for m in MEASURES
    )
    found = {measure: interval.mean for measure, interval in means(rows).items()}
    return Variant(name, found, {measure: change for measure, change in changes if change is not None})
