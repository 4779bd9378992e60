"""The words of the material, asked for by several threads at once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice, product

import numpy as np
import pytest

from service import score_words
from service.score_words import Vocabulary
from service.word_table import WordTable, count_words
from service.words import Word
from tests.service.fakes import HashEmbedder, make_content

MANY = 3_000
ASKED = 5_000


@pytest.fixture(scope="module")
def table() -> WordTable:
    return table_of(" ".join(map("".join, islice(product("bdfklmnprst", "aeiouyæøå", repeat=3), 1, MANY + 1))))


def table_of(text: str) -> WordTable:
    passage = make_content("a", "A", [(("A",), "", "text", (text,))]).passages[0]
    return count_words([replace(passage, context="")])


@pytest.fixture
def changing_often() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("changing_often")
def test_nearness_is_told_while_others_add_words(table: WordTable) -> None:
    ids = np.arange(3)
    usual = Vocabulary(table, HashEmbedder()).away(["tang"], ids)
    vocabulary, begun, told = Vocabulary(table, HashEmbedder()), threading.Event(), threading.Event()

    def add() -> int:
        added = 0
        while not told.is_set():
            added += len(vocabulary.ids([f"ny{added}"]))
            begun.set()
        return added

    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(add)
        begun.wait()
        try:
            assert np.allclose(vocabulary.away(["tang"], ids), usual)
        finally:
            told.set()
    first, added = len(table.stems), adding.result()
    assert vocabulary.known(f"ny{n}" for n in range(added)) == {*range(first, first + added)}


@pytest.mark.usefixtures("changing_often")
def test_words_written_alike_are_told_while_others_make_them_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_words, "KEPT", 0)
    vocabulary = Vocabulary(table_of("tang"), HashEmbedder())
    asked = [Word("tang", "tang", 0, 4, content=True, parts=(f"t{n}",)) for n in range(2)]

    def own(_: int) -> bool:
        return all(vocabulary.written_like(asked[n // 9 % 2])[0].tolist() == [0] for n in range(ASKED))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(own, range(4)))
