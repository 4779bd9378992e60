from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.stats import difference, interval, mcnemar, quantile

shares = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=40)


@given(shares)
def test_an_interval_holds_its_mean_and_stays_in_range(values: list[float | None]) -> None:
    found = interval(values)
    known = [v for v in values if v is not None]
    if not known:
        assert found is None
        return
    assert found is not None
    assert found.count == len(known)
    assert found.mean == pytest.approx(sum(known) / len(known))
    assert 0 <= found.low <= found.mean <= found.high <= 1
    if min(known) < max(known):
        assert min(known) - 1e-9 <= found.low
        assert found.high <= max(known) + 1e-9


def test_the_interval_agrees_with_the_normal_approximation() -> None:
    found = interval([1.0] * 80 + [0.0] * 20)
    assert found is not None
    margin = 1.96 * (0.8 * 0.2 / 100) ** 0.5
    assert found.low == pytest.approx(0.8 - margin, abs=0.015)
    assert found.high == pytest.approx(0.8 + margin, abs=0.015)


@pytest.mark.parametrize(("value", "low", "high"), [(1.0, 0.8389, 1.0), (0.0, 0.0, 0.1611)])
def test_twenty_of_twenty_is_not_certainty(value: float, low: float, high: float) -> None:
    """Wilson for 20 of 20, worked by hand: 20 / (20 + 1.96²)."""
    found = interval([value] * 20)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_a_run_against_itself_differs_in_nothing() -> None:
    values = [1.0, 0.0, None, 1.0, 0.5]
    found = difference(values, values)
    assert found is not None
    assert (found.delta, found.low, found.high) == (0.0, 0.0, 0.0)
    assert not found.beyond_noise
    assert found.p == 1.0


def test_a_clear_fall_is_beyond_noise_and_a_single_one_is_not() -> None:
    before = [1.0] * 40
    clear = difference(before, [0.0] * 12 + [1.0] * 28)
    single = difference(before, [0.0] + [1.0] * 39)
    assert clear is not None
    assert single is not None
    assert clear.beyond_noise
    assert clear.delta == pytest.approx(-0.3)
    assert clear.p < 0.01
    assert not single.beyond_noise


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=30))
def test_a_difference_turns_with_its_sides(pairs: list[tuple[float, float]]) -> None:
    forth = difference([a for a, _ in pairs], [b for _, b in pairs])
    back = difference([b for _, b in pairs], [a for a, _ in pairs])
    assert forth is not None
    assert back is not None
    assert forth.delta == pytest.approx(-back.delta, abs=1e-12)
    assert forth.low == pytest.approx(-back.high, abs=1e-9)
    assert forth.low <= forth.delta <= forth.high


@pytest.mark.parametrize(("lost", "won"), [(0, 0), (0, 6), (3, 9), (5, 5), (1, 0)])
def test_mcnemar_is_the_two_sided_binomial(lost: int, won: int) -> None:
    before = [True] * lost + [False] * won + [True] * 7
    after = [False] * lost + [True] * won + [True] * 7
    n = lost + won
    exact = sum(comb(n, k) for k in range(n + 1) if comb(n, k) <= comb(n, lost)) / 2**n
    assert mcnemar(before, after) == pytest.approx(min(1.0, exact))


def test_quantiles_are_nearest_rank() -> None:
    values = [float(v) for v in range(1, 21)]
    assert quantile(values, 0.5) == 10.0
    assert quantile(values, 0.95) == 19.0
    assert quantile(values[::-1], 0.95) == 19.0
    assert quantile([], 0.5) == 0.0
