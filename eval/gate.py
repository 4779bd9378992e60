"""Conditions that a run must meet: `facts<0.9`, `citation_support<1.0`, `facts drop>noise`, `correct drop>0.02`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import InputError
from eval.compare import Comparison
from eval.measures import BY_NAME
from eval.numbers import decimal, signed
from eval.summary import Summary

_ALIASES = {"fact_recall": "facts", "refusals": "refusal_recall", "recall": "recall@5"}
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_RULE = re.compile(r"^\s*(?P<name>[\w@]+)\s*(?P<drop>\bdrop\b)?\s*(?P<sign><=|>=|<|>)\s*(?P<limit>noise|-?[\d.]+)\s*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """The run fails when the figure (or, with drop, its fall since the baseline) compares so with the limit.

    limit: None means "noise", the 95 % interval of the paired difference.
    """

    text: str
    name: str
    drop: bool
    sign: str
    limit: float | None


def parse_rule(text: str) -> Rule:
    """The rule of an expression. Raises InputError for one that does not exist."""
    match = _RULE.match(text)
    name = _ALIASES.get(match["name"], match["name"]) if match else ""
    if match is None or name not in (*BY_NAME, "latency_p50_ms", "latency_p95_ms"):
        raise InputError(
            f"Betingelsen »{text}« kan ikke forstås. Skriv fx »facts<0.9« eller »facts drop>noise«; "
            f"målene er {', '.join(BY_NAME)}."
        )
    noise = match["limit"] == "noise"
    if noise and not (match["drop"] and match["sign"].startswith(">")):
        raise InputError(f"Betingelsen »{text}« kan ikke forstås: noise bruges kun som »{name} drop>noise«.")
    return Rule(text.strip(), name, bool(match["drop"]), match["sign"], None if noise else float(match["limit"]))


def broken_rules(rules: Sequence[Rule], summary: Summary, comparison: Comparison | None) -> list[str]:
    """A Danish reason for each rule that the run breaks; empty when it passes.

    A figure that applies to no question breaks its rule. Raises InputError for a drop without a baseline.
    """
    return [reason for rule in rules if (reason := _reason(rule, summary, comparison))]


def _reason(rule: Rule, summary: Summary, comparison: Comparison | None) -> str:
    if rule.drop:
        return _drop_reason(rule, comparison)
    value = _figure(rule.name, summary)
    if value is None:
        return f"{rule.text}: målet {rule.name} gælder ingen af spørgsmålene."
    assert rule.limit is not None
    return f"{rule.text}: {rule.name} er {decimal(value, 3)}." if _COMPARE[rule.sign](value, rule.limit) else ""


def _figure(name: str, summary: Summary) -> float | None:
    if name in summary.measures:
        return summary.measures[name].mean
    latency = {"latency_p50_ms": summary.latency_p50_ms, "latency_p95_ms": summary.latency_p95_ms}
    return latency.get(name)


def _drop_reason(rule: Rule, comparison: Comparison | None) -> str:
    if comparison is None:
        raise InputError(f"Betingelsen »{rule.text}« kræver en kørsel at sammenligne med. Tilføj --baseline.")
    change = comparison.differences.get(rule.name)
    if change is None:
        return f"{rule.text}: målet {rule.name} kan ikke sammenlignes med kørsel {comparison.before}."
    sign = 1 if rule.name not in BY_NAME or BY_NAME[rule.name].higher_is_better else -1
    fall, least_fall = -sign * change.delta, -change.high if sign > 0 else change.low
    broken = least_fall > 0 if rule.limit is None else _COMPARE[rule.sign](fall, rule.limit)
    shown = f"{rule.text}: {rule.name} er {decimal(fall, 3)} dårligere end kørsel {comparison.before}"
    return f"{shown} (usikkerhed {signed(change.low)} til {signed(change.high)})." if broken else ""
