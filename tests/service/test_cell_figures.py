"""Cells as figures and dates that can be set in order."""

from __future__ import annotations

import pytest

from service.cell_figures import Figure, dates, figure_of, figures, is_price


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("1.234,5", 1234.5, ""),
        ("8 %", 8, "%"),
        ("8 pct.", 8, "%"),
        ("ca. 40", 40, ""),
        ("~700 kr/md", 700, "kr/md"),
        ("kr. 12,50", 12.5, "kr"),
        ("−12,0", -12, ""),
        ("+18,5 GWh", 18.5, "gwh"),
        ("6,00 MW (samlet)", 6, "mw"),
        ("3 af 4", 75, "%"),
    ],
)
def test_a_cell_says_one_number(cell: str, value: float, unit: str) -> None:
    figure = figure_of(cell)
    assert figure is not None
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "cell", ["", "—", "~", "5-8", "275–350 kr", "over 11", "mindst 13", "±3%", "2 MW / 3 MW", "21.01.2020", "3 af 0"]
)
def test_another_cell_says_none(cell: str) -> None:
    assert figure_of(cell) is None


def test_every_cell_must_be_a_figure_of_one_unit() -> None:
    assert [f.value for f in figures(["2 kr", "3 kr."])] == [2, 3]
    assert figures(["2 kr", "3 mio. kr."]) == []
    assert figures(["2 kr", "ukendt"]) == []


def test_english_numbers_are_told_by_the_cells_beside_them() -> None:
    cells = ["1,250", "987"]
    assert [f.value for f in figures(cells, beside=["8.9"])] == [1250, 987]
    assert [f.value for f in figures(cells, beside=["8,25"])] == [1.25, 987]
    assert figures(cells) == []
    assert [f.value for f in figures(["1.250", "987"])] == [1250, 987]


def test_dates_are_of_one_kind() -> None:
    assert dates(["21.01.2020", "3.2.2020"]) == [20200121, 20200203]
    assert dates(["2020-01-21"]) == [20200121]
    assert dates(["1999", "2031"]) == [1999, 2031]
    assert dates(["1999", "21.01.2020"]) == []
    assert dates(["2020", "snart"]) == []


@pytest.mark.parametrize("header", ["Pris", "Årlig driftsomkostning", "Enhedspris", "mio. kr.", "Udgift (kr.)"])
def test_a_price_is_told_by_its_header(header: str) -> None:
    assert is_price(header)


@pytest.mark.parametrize("header", ["Værdi (mio. kr.)", "Indtægt i kr.", "Enterprise", "Antal"])
def test_what_something_is_worth_is_no_price(header: str) -> None:
    assert not is_price(header)


def test_a_cell_of_many_blanks_is_read_at_once() -> None:
    assert figure_of("ca. " + 3000 * " " + "x") is None
    assert figure_of("ca.   4   km") == Figure(4.0, "km")
