"""What each part is worth: the whole set with one part of the search taken away, or another model or passage size."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.answers import Answer, Message, Source
from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.errors import StoreError
from corpus.sqlstore import SqlStore
from corpus.store import Store
from corpus.types import Filters, Passage
from eval.evidence import EvidenceIndex
from eval.measures import MEASURES
from eval.numbers import decimal, signed
from eval.questions import Question
from eval.rows import Row
from eval.run import Progress, Subject, ask
from eval.runs import Conditions
from eval.stats import Difference, difference
from eval.summary import means
from index.embed import Embedder, open_embedder
from index.fuse import learnt_weights
from index.generation import build_generation, open_generation
from index.retrieve import Retriever
from index.source import PassageSource
from ingest.passages import Size
from ingest.pipeline import ingest_paths
from service.answer import Answerer
from service.assistant import DATABASE, LocalAssistant, open_assistant
from service.events import NO_FILTERS, Event, answer_of
from service.library import limits_of
from service.settings import Settings
from service.upkeep import copy_of_original

WITHOUT: Mapping[str, tuple[str, ...]] = {
    "uden vektorer": ("vector", "sentence", "late"),
    "uden ordvektorer": ("late",),
    "uden sætningsvektorer": ("sentence",),
    "uden overskrifter": ("context",),
    "uden bogstavfølger": ("grams",),
}
_SHOWN = ("correct", "facts", "cited_evidence", "recall@5", "refusal_recall", "false_refusals")


@dataclass(frozen=True, slots=True)
class Variant:
    """means: measure → mean. change: measure → difference from the whole."""

    name: str
    means: Mapping[str, float]
    change: Mapping[str, Difference]


@dataclass(frozen=True, slots=True)
class Bare:
    """A store's passages without the line that says where each stands, as an index is built from them."""

    store: Store

    def digest(self) -> str:
        """The store's."""
        return self.store.digest()

    def passage_digests(self) -> dict[str, str]:
        """The store's."""
        return self.store.passage_digests()

    def iter_passages(self) -> Iterator[Passage]:
        """Every passage, streamed."""
        return (replace(passage, context="") for passage in self.store.iter_passages())

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """The passages in the order asked for."""
        return [replace(passage, context="") for passage in self.store.passages(passage_ids)]


@dataclass(frozen=True, slots=True)
class Single:
    """An assistant over one answerer, without the checks and the switching of the service."""

    answerer: Answerer

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """The answer of `stream`."""
        return answer_of(self.stream(question, history=history, filters=filters))

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        """As the answerer's."""
        return self.answerer.stream(question, history=history, filters=filters)

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        """As the answerer's sources."""
        return self.answerer.sources(query, k=k, filters=filters)


def ablations(
    questions: Sequence[Question], settings: Settings, *, embedders: Sequence[str] = (), sizes: Sequence[int] = (),
    progress: Progress = lambda done, total: None,
) -> list[Variant]:  # fmt: skip
    """The whole first, then each part taken away, each other model, and passages of at most each other size in words.

    A model embeds into a temporary index; for a size every original is read again into a temporary library.
    Raises FileMissing for an original that is gone, EmbedderUnavailable.
    """
    assistant = open_assistant(settings)
    retriever = assistant.generation().retriever
    total = len(questions) * (2 + len(WITHOUT) + len(embedders) + len(sizes))
    rows: dict[str, list[Row]] = {}

    def measured(name: str, changed: Retriever, store: Store = assistant.store) -> None:
        subject = _subject(store, changed, assistant.catalogue, settings)
        evidence = EvidenceIndex(store)
        rows[name] = []
        for number, question in enumerate(questions, start=1):
            rows[name].append(ask(question, subject, evidence=evidence))
            progress((len(rows) - 1) * len(questions) + number, total)

    measured("det hele", retriever)
    for name, legs in WITHOUT.items():
        kept = {leg: weight for leg, weight in learnt_weights().items() if leg not in legs}
        measured(name, replace(retriever, weights=kept))
    with temporary_index(Bare(assistant.store), retriever.embedder, settings) as changed:
        measured("uden kontekstlinjer", changed)
    for model in embedders:
        with temporary_index(assistant.store, open_embedder(model), settings) as changed:
            measured(f"model {model}", changed)
    for most in sizes:
        with _cut_anew(assistant, settings, most) as (store, changed):
            measured(f"stykker på {most} ord", changed, store)
    return [_variant(name, held, rows["det hele"]) for name, held in rows.items()]


@contextmanager
def temporary_index(source: PassageSource, embedder: Embedder, settings: Settings) -> Iterator[Retriever]:
    """A retriever over a temporary index with that embedder."""
    with TemporaryDirectory(dir=settings.data) as folder:
        build_generation(source, embedder, Path(folder))
        yield open_generation(Path(folder), embedder_for=lambda _: embedder).retriever


@contextmanager
def _cut_anew(assistant: LocalAssistant, settings: Settings, most: int) -> Iterator[tuple[Store, Retriever]]:
    """The same documents in passages of `most` words at most, and a search in them with the same model."""
    embedder = assistant.generation().retriever.embedder
    with TemporaryDirectory(dir=settings.data) as made:
        folder, paths = Path(made), []
        for document in assistant.store.documents():
            home = folder / document.document_id
            home.mkdir()
            paths.append(copy_of_original(settings.data, document, home))
        engine = open_database(f"sqlite:///{folder / DATABASE}")
        store = SqlStore(engine)
        read = ingest_paths(
            paths, store=store, catalogue=assistant.catalogue, data=folder / "data", limits=limits_of(settings),
            size=Size(max(1, most // 3), most),
        )  # fmt: skip
        for report in read:
            if report.failed:
                raise StoreError(f"{report.filename} kunne ikke læses igen: {report.error}")
        with temporary_index(store, embedder, settings) as retriever:
            yield store, retriever
        engine.dispose()


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
        return decimal(variant.means[name], 3)
    return f"{decimal(variant.means[name], 3)} ({signed(change.delta)}{'*' if change.beyond_noise else ''})"


def _subject(store: Store, retriever: Retriever, catalogue: Catalogue, settings: Settings) -> Subject:
    answerer = Answerer(store, retriever, retriever.embedder, catalogue, threshold=settings.refusal_threshold)
    return Subject(Single(answerer), store, Conditions("", "", "", ""))


def _variant(name: str, rows: list[Row], whole: list[Row]) -> Variant:
    changes = (
        (m.name, difference([r.scores.get(m.name) for r in whole], [r.scores.get(m.name) for r in rows]))
        for m in MEASURES
    )
    found = {measure: interval.mean for measure, interval in means(rows).items()}
    return Variant(name, found, {measure: change for measure, change in changes if change is not None})
