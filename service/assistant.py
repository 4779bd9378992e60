"""The one place where the parts are wired together: settings in, an assistant out."""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from corpus.answers import Answer, Message, Source
from corpus.catalogue import CATALOGUE, Catalogue, load_catalogue
from corpus.database import open_database
from corpus.errors import EmbedderUnavailable, EmptyQuestion, IndexMissing, InvalidSetting, QuestionTooLong
from corpus.sqlstore import SqlStore
from corpus.types import Filters
from index.cross_encoder import NAME as BUNDLED_READER
from index.cross_encoder import bundled_cross_encoder
from index.danish import highlight
from index.embed import BACKENDS, BUNDLED, Embedder, light_embedder, open_embedder
from index.generation import Generation, live_name, open_generation
from index.rerank import CrossEncoderReranker, ReadingReranker, Reranker, no_reranker
from index.source import passage_text
from service.answer import Answerer
from service.events import NO_FILTERS, Event, answer_of
from service.generate import open_model
from service.prepare import open_prepared
from service.settings import Settings
from service.several import in_turn

DATABASE = "klimasvar.db"
INDEX = "index"
NEAR = 0.25
"""A passage without any of the query's words is a hit from this fused score on (0–1)."""


@dataclass(frozen=True, slots=True)
class _Live:
    """One generation, ready to answer from."""

    name: str
    generation: Generation
    answerer: Answerer


class LocalAssistant:
    """A `service.events.Assistant` on this machine's own store and index. Safe to share between threads.

    Each question is answered from the generation that is live when it is asked; a switch is noticed by itself.
    """

    def __init__(self, store: SqlStore, catalogue: Catalogue, settings: Settings) -> None:
        self.store = store
        self.catalogue = catalogue
        self._settings = settings
        self._folder = settings.data / INDEX
        self._lock = threading.Lock()
        self._live: _Live | None = None
        self.model = open_model(settings)

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """The answer of `stream`. Raises EmptyQuestion, QuestionTooLong, IndexMissing."""
        return answer_of(self.stream(question, history=history, filters=filters))

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        """The events of one answer. A bad question is refused before the first of them."""
        asked = self._checked(question)
        turns = tuple(history)[-self._settings.max_history_turns :]
        single = partial(self._open().answerer.stream, filters=filters)
        # A language model reads all that a message asks; by rule its questions are answered one by one.
        return single(asked, history=turns) if self.model else in_turn(asked, turns, single)

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        """At most k sources, best first: those that share a word with the query or come near it in meaning.

        In the order of a reranker where one is set, else the best of them by their sentences, unless the embedder would
        have to embed these first. Raises EmptyQuestion, QuestionTooLong, IndexMissing, EmbedderUnavailable.
        """
        asked, live = self._checked(query), self._open()
        embedder = live.generation.retriever.embedder
        ahead = light_embedder(embedder) is embedder and not self._settings.reranker
        found = (live.answerer.search if ahead else live.answerer.sources)(asked, k=k, filters=filters)
        return [s for s in found if s.score >= NEAR or highlight(s.passage.text, asked)]

    def warm_up(self) -> None:
        """Opens what the first question would wait for, the model that reads beside the index, and asks once.

        Raises IndexMissing, IndexCorrupt, IndexMismatch, EmbedderUnavailable.
        """
        threading.Thread(target=_open_reader, daemon=True).start()
        self.generation()
        for document in self.store.documents()[:1]:
            self.ask(document.title)

    def generation(self) -> Generation:
        """The live generation. Raises IndexMissing, IndexCorrupt, IndexMismatch, EmbedderUnavailable."""
        return self._open().generation

    def _checked(self, question: str) -> str:
        asked = question.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()
        if not any(character.isalnum() for character in asked):
            raise EmptyQuestion("Spørgsmålet er tomt. Skriv, hvad du vil vide.")
        longest = self._settings.max_question_chars
        if len(asked) > longest:
            shown, long = (f"{n:,}".replace(",", ".") for n in (longest, len(asked)))
            raise QuestionTooLong(f"Spørgsmålet må højst være på {shown} tegn, men er på {long}. Gør det kortere.")
        return asked

    def _open(self) -> _Live:
        name = live_name(self._folder)
        live = self._live
        if live is not None and live.name == name:
            return live
        with self._lock:
            if self._live is None or self._live.name != name:
                self._live = self._load(name)
            return self._live

    def _load(self, name: str) -> _Live:
        if not name:
            raise IndexMissing(
                "Der er intet indeks at søge i endnu. Tilføj dokumenter under Dokumenter eller med »klimasvar ingest«."
            )
        generation = open_generation(
            self._folder,
            embedder_for=lambda name: embedder_named(name, self._settings),
            reranker=reranker_of(self._settings, self.store),
        )
        retriever = generation.retriever
        threshold = self._settings.refusal_threshold
        titles = self.catalogue.titles()
        answerer = Answerer(
            self.store, retriever, retriever.embedder, self.catalogue, threshold=threshold, model=self.model,
            prepared=open_prepared(self._folder / name, titles, retriever.embedder, retriever.keys),
            name=self._settings.name,
        )  # fmt: skip
        # A generation stays: looking through all of it for garbage would halt an answer for 90 ms now and then.
        gc.unfreeze()
        gc.freeze()
        return _Live(name, generation, answerer)


def _open_reader() -> None:
    """What is wrong with it is said by the first question that needs it."""
    with suppress(EmbedderUnavailable):
        bundled_cross_encoder().open()


def open_engine(settings: Settings) -> Engine:
    """The database of the data folder, which is made when missing. Raises StoreError."""
    url = str(settings.database_url)
    if not url:
        settings.data.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{settings.data / DATABASE}"
    return open_database(url)


def open_catalogue(settings: Settings) -> Catalogue:
    """The catalogue that the settings name. Raises InvalidSetting."""
    return load_catalogue(Path(settings.catalogue) if settings.catalogue else CATALOGUE)


def embedder_of(settings: Settings) -> Embedder:
    """The embedder for new generations. Raises EmbedderUnavailable."""
    return embedder_named(settings.embedder or BUNDLED, settings)


def embedder_named(name: str, settings: Settings) -> Embedder:
    """That model, run as the settings say. Raises EmbedderUnavailable, InvalidSetting."""
    backend = next((one for one in BACKENDS if one == settings.embedder_backend), None)
    if backend is None:
        shown = f"{', '.join(BACKENDS[:-1])} eller {BACKENDS[-1]}"
        raise InvalidSetting(f"KLIMASVAR_EMBEDDER_BACKEND skal være {shown}, men er »{settings.embedder_backend}«.")
    return open_embedder(name, backend=backend, api_key=str(settings.embedder_key))


def reranker_of(settings: Settings, store: SqlStore) -> Reranker:
    """The reranker that the settings name, none by default. Raises EmbedderUnavailable."""
    if not settings.reranker:
        return no_reranker
    if settings.reranker == BUNDLED_READER:
        return ReadingReranker(bundled_cross_encoder(), passages=store.passages_there, embedder=open_embedder())

    def texts(passage_ids: Sequence[str]) -> dict[str, str]:
        return {i: passage_text(passage) for i, passage in store.passages_there(passage_ids).items()}

    return CrossEncoderReranker(settings.reranker, texts=texts)


def open_assistant(settings: Settings, *, engine: Engine | None = None) -> LocalAssistant:
    """An assistant over the data folder; without an index yet, its questions raise IndexMissing.

    Raises StoreError, InvalidSetting.
    """
    store = SqlStore(engine or open_engine(settings))
    return LocalAssistant(store, open_catalogue(settings), settings)
