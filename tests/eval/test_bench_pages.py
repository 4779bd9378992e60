"""What is measured in the browser: every figure is there, and says what it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from eval.bench_pages import Pages, bench_pages, pages_table
from eval.questions import Question
from service.settings import Settings


def test_the_table_names_every_figure() -> None:
    found = Pages(9, 52_000, (100.0, 120.0, 140.0), (300.0,), (), 1.5)
    rows = pages_table(found)
    assert [row[0] for row in rows[1:]] == [
        "Første side", "Første sætning efter Enter", "Side med ramme, første gang", "Maskinens belastning",
    ]  # fmt: skip
    assert rows[1][1:] == ["52,0 kB", "", "", "9 kald"]
    assert rows[2][1:3] == ["100 ms", "120 ms"]
    assert {len(row) for row in rows} == {5}


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
    assert min(found.sentence_ms + found.image_cold_ms + found.image_again_ms) > 0
