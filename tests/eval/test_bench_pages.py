"""What is measured in the browser: every figure is there, and says what it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from eval.bench_pages import Pages, bench_pages, pages_table
from eval.questions import Question
from service.settings import Settings


def test_the_table_names_every_figure() -> None:
    found = Pages(11, 52_000, (100.0, 120.0, 180.0), (300.0,), (), (), 1.5, 2.0)
    rows = pages_table(found)
    assert [row[0] for row in rows[1:]] == [
        "Første side", "Første side, kald", "Første sætning efter Enter", "Side med ramme, første gang",
        "Maskinens belastning", "Ren regning tog",
    ]  # fmt: skip
    assert rows[1][1:] == ["100 kB", "52,0 kB", "", "", "", "ja"]
    assert (rows[2][2], rows[2][-1]) == ("11", "nej")
    assert rows[3][1:4] == ["150 ms", "100 ms", "120 ms"]
    assert (rows[3][-1], rows[4][-1]) == ("2 af 3", "1 af 1")
    assert rows[-1][2] == "2,0 ×"
    assert {len(row) for row in rows} == {7}


@pytest.mark.browser
@pytest.mark.slow
def test_a_real_browser_is_timed(shipped: Settings) -> None:
    asked = [Question("plan", "Hvor mange kommuner har en godkendt klimaplan?")]
    # In a thread of its own: this one may hold the event loop of the other browser tests.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(bench_pages, asked, shipped).result()
    assert 1 <= found.first_requests <= 10
    assert 1_000 < found.first_bytes <= 100_000
    assert len(found.sentence_ms) == len(found.image_cold_ms) == len(found.image_again_ms) == 1
    assert len(found.image_next_ms) == 1
    assert found.stretch >= 1
    assert min(found.sentence_ms + found.image_cold_ms + found.image_next_ms + found.image_again_ms) > 0
