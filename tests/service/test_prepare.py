"""What is worked out with the index is what would be worked out when it is asked for, and is never used when stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.answers import Answer, Source
from corpus.sqlstore import SqlStore
from corpus.store import joined
from index.generation import build_generation, live_name, open_generation
from service.alike import AlikeWords
from service.answer import Answerer
from service.names import NameBook
from service.prepare import _CODE, FOLDER, MADE_BY, Prepared, open_prepared, prepare
from service.score_types import counted_stems, type_fit
from service.score_view import shape_of
from service.score_words import Vocabulary, stems_of
from service.span_table import KINDS
from service.views import Views
from service.word_table import count_words
from service.words import alike, content_stems
from tests.fakes import HashEmbedder
from tests.service.havne import CATALOGUE, content

TITLES = CATALOGUE.titles()
QUESTIONS = ("Hvem deltager i Tanghaver?", "Hvor mange pæle fik blæretang?", "Hvad viste forsøget i Skagen?", "Broer?")


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    store.put(content())
    return store


def built(store: SqlStore, folder: Path, embedder: HashEmbedder) -> Prepared | None:
    build_generation(store, embedder, folder, beside=partial(prepare, store, TITLES, embedder))
    return reopened(folder, embedder)


def reopened(folder: Path, embedder: HashEmbedder, titles: dict[str, str] = TITLES) -> Prepared | None:
    home = folder / live_name(folder)
    keys = open_generation(folder, embedder_for=lambda _: embedder).retriever.keys
    return open_prepared(home, titles, embedder, keys)


def sources_of(store: SqlStore) -> list[Source]:
    rows = joined(store, store.iter_passages())
    return [Source(rank, 1.0, *row) for rank, row in enumerate(rows, 1)]


def views(store: SqlStore, embedder: HashEmbedder, prepared: Prepared | None) -> tuple[Views, Vocabulary]:
    table = prepared.words if prepared else count_words(store.iter_passages())
    vocabulary = Vocabulary(table, embedder, vectors=prepared.vectors if prepared else None)
    return Views(embedder, vocabulary, NameBook(store, CATALOGUE, table), prepared), vocabulary


def spelt(vocabulary: Vocabulary, sources: Sequence[Source]) -> dict[int, str]:
    """Number → stem, of every word of the sources and of the names of where they stand."""
    texts = [f"{s.section.heading} {s.document.title} {s.passage.text}" for s in sources]
    every = " ".join([*TITLES.values(), *texts])
    stems = sorted(stems_of(every) | counted_stems(every))
    return dict(zip(vocabulary.ids(stems).tolist(), stems, strict=True))


def asked(store: SqlStore, folder: Path, prepared: Prepared | None) -> list[Answer]:
    retriever = open_generation(folder, embedder_for=lambda _: HashEmbedder()).retriever
    answerer = Answerer(store, retriever, HashEmbedder(), CATALOGUE, threshold=0.0, prepared=prepared)
    events = [list(answerer.stream(question))[-1] for question in QUESTIONS]
    return [event.answer for event in events]  # type: ignore[union-attr]


def told(answers: Sequence[Answer]) -> list[tuple[object, ...]]:
    return [(a.text, a.citations, a.status, a.suggestions, [s.passage for s in a.sources]) for a in answers]


def test_a_prepared_view_is_the_one_that_would_be_made(filled: SqlStore, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    prepared = built(filled, tmp_path / "index", embedder)
    assert prepared is not None
    sources = sources_of(filled)
    (ahead, numbers), (made, others) = views(filled, embedder, prepared), views(filled, embedder, None)
    mine_spelt, theirs_spelt = spelt(numbers, sources), spelt(others, sources)
    embedder.embedded.clear()
    kept = ahead.of(sources)
    assert embedder.embedded == []
    for source, one, other in zip(sources, kept, made.of(sources), strict=True):
        assert one.candidates(source) == other.candidates(source)
        assert np.abs(one.vectors - other.vectors).max() < 1e-3
        assert np.abs(one.with_context - other.with_context).max() < 1e-3
        assert np.abs(one.whole - other.whole).max() < 1e-3
        assert (one.static == other.static).all()
        assert (one.share == other.share).all()
        for kind in KINDS:
            assert one.types(kind).tolist() == [type_fit(kind, c) for c in one.candidates(source)]
        for mine, theirs in ((one.stems, other.stems), (one.counted, other.counted), (one.heading, other.heading)):
            assert mine.counts.tolist() == theirs.counts.tolist()
            assert [mine_spelt[n] for n in mine.flat] == [theirs_spelt[n] for n in theirs.flat]


def test_answers_are_the_same_with_and_without(filled: SqlStore, tmp_path: Path) -> None:
    prepared = built(filled, tmp_path / "index", HashEmbedder())
    assert prepared is not None
    assert told(asked(filled, tmp_path / "index", prepared)) == told(asked(filled, tmp_path / "index", None))


def test_a_changed_library_embeds_only_what_is_new(filled: SqlStore, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    built(filled, tmp_path / "index", embedder)
    filled.put(copied(content(), "havne", "kaj"))
    prepared = built(filled, tmp_path / "index", embedder)
    assert prepared is not None
    sources = sources_of(filled)
    assert len(sources) == 18
    embedder.embedded.clear()
    kept = views(filled, embedder, prepared)[0].of(sources)
    assert embedder.embedded == []
    assert [len(view.spans) for view in kept] == [len(source.passage.sentences) for source in sources]
    filled.remove("kaj")
    prepared = built(filled, tmp_path / "index", embedder)
    assert embedder.embedded == []
    assert prepared is not None
    assert prepared.words.passages == 9
    assert told(asked(filled, tmp_path / "index", prepared)) == told(asked(filled, tmp_path / "index", None))


def copied(made, old: str, new: str):  # type: ignore[no-untyped-def]
    """The same document under another id."""

    def moved(value):  # type: ignore[no-untyped-def]
        ids = ("document_id", "section_id", "passage_id", "mention_id")
        return replace(value, **{f: getattr(value, f).replace(old, new, 1) for f in ids if hasattr(value, f)})

    groups = {f: tuple(map(moved, getattr(made, f))) for f in ("pages", "sections", "passages", "mentions")}
    return replace(made, document=moved(made.document), **groups)


def test_other_code_or_other_titles_leave_it_unread(filled: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    built(filled, folder, HashEmbedder())
    assert reopened(folder, HashEmbedder(), {**TITLES, "tang": "Blæretang"}) is None
    path = folder / live_name(folder) / FOLDER / MADE_BY
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "code": "0" * 64}), "utf-8")
    assert reopened(folder, HashEmbedder()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("KINDS", (*KINDS, "colour")), ("KINDS", KINDS[::-1]), ("ANALYSER_VERSION", "0"), ("_CODE", ("words",))],
)
def test_other_types_of_question_or_another_reading_of_words_leave_it_unread(
    filled: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    assert built(filled, tmp_path / "index", HashEmbedder()) is not None
    monkeypatch.setattr(f"service.prepare.{name}", value)
    assert reopened(tmp_path / "index", HashEmbedder()) is None


def test_every_module_that_shapes_a_row_is_part_of_what_it_was_made_by() -> None:
    assert {module_of(made) for made in (shape_of, stems_of, counted_stems, content_stems, count_words)} <= set(_CODE)


def module_of(made: Callable[..., object]) -> str:
    return made.__module__.rpartition(".")[2]


def test_a_passage_that_has_changed_since_gets_a_view_of_its_own(filled: SqlStore, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    prepared = built(filled, tmp_path / "index", embedder)
    source = sources_of(filled)[0]
    changed = replace(
        source, passage=replace(source.passage, text="I 2029 satte de et andet forsøg i gang.", sentences=())
    )
    shelf, _ = views(filled, embedder, prepared)
    assert len(shelf.of([source])[0].spans) == 2
    assert len(shelf.of([changed])[0].spans) == 1


@given(
    st.lists(st.text("abeklmstæå", min_size=1, max_size=9), min_size=1, max_size=30, unique=True), st.integers(0, 29)
)
def test_alike_words_are_those_that_one_by_one_would_find(stems: list[str], at: int) -> None:
    word = stems[at % len(stems)]
    others = stems[: at % len(stems)] + stems[at % len(stems) + 1 :]
    found, likes = AlikeWords(others, [()] * len(others)).find(word, {word: 1.0})
    shared = {o: len(_grams(o) & _grams(word)) for o in others}
    one_by_one = {o: alike(word, o) for o in others if shared[o] >= 2}
    assert {others[n]: pytest.approx(like) for n, like in zip(found, likes, strict=True)} == {
        o: like for o, like in one_by_one.items() if like > 0
    }


def _grams(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[i : i + 3] for i in range(len(marked) - 2)}
