from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.marked import squash
from eval.matching import Statement, anchor_in, fact_in, markers_in, statements


@pytest.mark.parametrize(
    ("answer", "alternatives", "expected"),
    [
        ("27 af de 29 kommuner [1]", ["27"], True),
        ("127 kommuner", ["27"], False),
        ("2,27 procent", ["27"], False),
        ("27.000 tons", ["27"], False),
        ("i alt 27.", ["27"], True),
        ("Svar [27].", ["27"], False),
        ("**Gate 21** hjalp", ["gate 21"], True),
        ("Argonaut", ["arg"], False),
        ("ARG, Vest", ["arg"], True),
        ("klimaplanerne", ["klimaplan"], True),
        ("Hvorfor ikk’ følges", ["ikk' følges"], True),
        ("noget andet", ["a b", "andet"], True),
        ("50 %", ["50 %"], True),
        ("50% af dem", ["50 %"], True),
        ("50\u202f% af dem", ["50%"], True),
        ("150 % af dem", ["50%"], False),
    ],
)
def test_a_fact_is_found_as_a_whole_number_a_short_word_or_a_part(
    answer: str, alternatives: list[str], expected: bool
) -> None:
    assert fact_in(answer, alternatives) is expected


@pytest.mark.parametrize("cut", ["klima-\nplan i for­året", "Klimaplan  i foråret", "KLIMA PLAN, i forå­ret"])
def test_an_anchor_is_found_however_the_text_was_cut(cut: str) -> None:
    assert anchor_in(f"Vores {cut} 2031", "klimaplan i foråret")
    assert not anchor_in(cut, "klimaplan i efteråret")


@given(st.text(), st.text(), st.text())
def test_an_anchor_stands_in_every_text_that_contains_it(before: str, anchor: str, after: str) -> None:
    assert squash(anchor) in squash(before) + squash(anchor) + squash(after)
    assert anchor_in(before + " " + anchor + " " + after, anchor)


def test_statements_end_at_their_markers() -> None:
    answer = "Ifølge kilden:\n- Første ting [1].\n- Anden ting [2][3] og mere [4, 5]\n\nUden kilde."
    assert statements(answer) == (
        Statement("Første ting", (1,)),
        Statement("Anden ting", (2, 3)),
        Statement("og mere", (4, 5)),
        Statement("Uden kilde.", ()),
    )
    assert markers_in(answer) == (1, 2, 3, 4, 5)


def test_a_remark_set_apart_from_the_quotes_claims_nothing() -> None:
    answer = "Første ting [1] *(kilden er fra 2031)* Anden ting (i parentes) [2] *(ældre kilde)*"
    assert statements(answer) == (Statement("Første ting", (1,)), Statement("Anden ting (i parentes)", (2,)))


def test_a_table_is_read_row_by_row_without_its_head() -> None:
    answer = "| Projekt | Tal |\n| --- | --- |\n| Havn | 14 [1] |\n| Skov | 62 [2] |"
    assert statements(answer) == (Statement("Havn 14", (1,)), Statement("Skov 62", (2,)))


def test_an_empty_answer_claims_nothing() -> None:
    assert statements("") == ()
    assert statements("## Overskrift\n\n.") == ()
