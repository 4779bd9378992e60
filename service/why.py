"""Why a hit was found, in Danish: which words stand where, and how much each part of the search counts."""

from __future__ import annotations

from corpus.answers import Source
from index.matches import MatchField, matches
from service.trace import decimal, leg_name, percent

FIELDS: dict[MatchField, str] = {
    "words": "Ord i teksten",
    "parts": "Ordled fælles med teksten",
    "context": "Ord i overskriften",
}


def reasons_of(source: Source) -> tuple[tuple[str, str], ...]:
    """(what, which) rows: the words that met by field, those of another form with it, and the parts of the score.

    The passage is read again for it, so it is asked for only by who wants to know. None for what no search found.
    """
    if not source.query:
        return ()
    met = matches(source.passage, source.query)
    rows = [
        (name, ", ".join(_word(m.asked, m.found) for m in met if m.field == field)) for field, name in FIELDS.items()
    ]
    if not met:
        rows.append(("Ord", "ingen til fælles; fundet på betydning og stavemåde"))
    return tuple((what, which) for what, which in (*rows, ("Andele af scoren", legs_of(source))) if which)


def legs_of(source: Source) -> str:
    """ "betydning 48 % (0,62), ord 31 % (7,10)": each part's share of the fused score and its own, most first."""
    shares = dict(source.shares)
    total = sum(shares.values())
    ordered = sorted(source.reasons, key=lambda pair: -shares.get(pair[0], 0.0))
    return ", ".join(
        f"{leg_name(leg)} {percent(shares[leg] / total)} ({decimal(score)})"
        if leg in shares
        else f"{leg_name(leg)} ({decimal(score)})"
        for leg, score in ordered
    )


def _word(asked: str, found: str) -> str:
    """The question's word, and the passage's where it is another."""
    return asked if asked == found.lower() else f"{asked} ({found})"
