"""Figures as Danes write them: decimal comma, a space before the percent sign, a real minus."""

from __future__ import annotations

from math import isfinite

from eval.measures import BY_NAME
from eval.stats import Difference, Interval


def decimal(value: float, digits: int = 2) -> str:
    """0.934 → "0,93"; negative numbers with a minus sign."""
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def signed(value: float, digits: int = 3) -> str:
    """A difference with its sign: 0.0213 → "+0,021"."""
    return f"{'' if value < 0 else '+'}{decimal(value, digits)}"


def percent(value: float) -> str:
    """0.934 → "93 %"; one decimal where rounding would hide that it is not all or nothing."""
    rounded = round(value * 100)
    digits = 1 if rounded in (0, 100) and value not in (0.0, 1.0) else 0
    return f"{decimal(value * 100, digits)} %"


def milliseconds(value: float) -> str:
    """14.2 → "14 ms", 4210 → "4,2 s"."""
    return f"{decimal(value / 1000, 1)} s" if value >= 1000 else f"{decimal(value, 0 if value >= 10 else 1)} ms"


def figure(name: str, interval: Interval) -> str:
    """The mean as the measure is read: shares in percent, other scores as decimals."""
    return decimal(interval.mean, _PLAIN[name]) if name in _PLAIN else percent(interval.mean)


def spread(name: str, interval: Interval) -> str:
    """The 95 % interval, such as "88–97 %"."""
    if name in _PLAIN:
        return f"{decimal(interval.low, _PLAIN[name])} til {decimal(interval.high, _PLAIN[name])}"
    return f"{decimal(interval.low * 100, 0)}–{decimal(interval.high * 100, 0)} %"


def change(name: str, delta: Difference) -> str:
    """The difference with its sign, shares in percentage points."""
    value, unit = (delta.delta, "") if name in _PLAIN else (delta.delta * 100, " pp.")
    text = decimal(value, _PLAIN.get(name, 1))
    return f"{'' if value < 0 or text.strip('0,') == '' else '+'}{text}{unit}"


def change_spread(name: str, delta: Difference) -> str:
    """The 95 % interval of the difference, in the unit of `change`: "−0,9 til 5,5"."""
    scale, digits = (1, max(_PLAIN[name], 1)) if name in _PLAIN else (100, 1)
    return f"{decimal(delta.low * scale, digits)} til {decimal(delta.high * scale, digits)}"


def title(name: str) -> str:
    """The measure's Danish title."""
    return BY_NAME[name].title


def bound(value: float) -> str:
    """The end of a measure's range."""
    return decimal(value, 0) if isfinite(value) else "uendelig"


_PLAIN = {"crag": 2, "mrr": 2, "ndcg@10": 2, "tokens": 0}
"""Scores that are no shares, with their decimals."""
