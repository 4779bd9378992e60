"""The probability that the material answers a question, from how it is met by what was found.

Two things must hold, each judged by a model of its own: that the material is about what is asked, and that it says what
is asked and taken for granted. A false premise is made of the material's own words, which the first takes for a good
sign; the second, learnt from such questions, wants an answer to be read the more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from service.weights import read_weights

WEIGHTS = Path(__file__).parent / "refuse_weights.json"
APART, UNHEARD, FOREIGN, HARDLY, NOTHING = 0.25, 0.4, 0.7, 0.4, 0.9
"""Five in a thousand answerable questions come so much nearer to another subject in words of which the material has not
heard so many, or name somebody or something unheard of in fewer others (RESULTS.md)."""
LITTLE = 0.5
ONE_WORD, TWO_WORDS = 1 / 12, 2 / 12
SILENT = 0.8
"""Five answerable questions for what somebody says about a thing leave .55 unmet at most, nine of eleven unanswerable
ones .84 or more (RESULTS.md)."""
Outright = Literal["", "elsewhere", "unknown", "foreign", "unsaid", "untold"]

FEATURES = (
    "bias", "score", "second", "chance", "spread", "vector", "vector_context", "vector_apart", "retrieval", "covered",
    "single", "around", "passage", "exact", "weakest", "weakest_rare", "focus", "missing", "half_met", "absent",
    "unheard", "type", "noun", "noun_meaning", "noun_unmet", "number_unmet", "date_unmet", "unit_unmet", "year_unmet",
    "office_unmet", "places_unmet", "name_unmet", "deed_unmet", "names", "names_together", "unknown_name", "in_domain",
    "first_person", "words", "goes_on", "asks_number", "asks_who", "asks_when", "asks_why", "asks_how", "asks_list",
    "number_apart", "who_apart", "list_apart", "what_apart", "carried_missing", "carried_unheard", "read_first",
    "read_best", "read_mean", "elsewhere",
)  # fmt: skip
"""In this order in `refuse_weights.json` and in every feature row."""
BESIDE = ("apart", "foreign_unheard", "named", "speaker_unmet", "so_many_unmet")
"""What is told besides, and not learnt from."""
SAID = (
    "bias", "vector", "vector_context", "retrieval", "covered", "single", "around", "passage", "exact", "weakest",
    "weakest_rare", "missing", "half_met", "absent", "unheard", "type", "noun", "noun_meaning", "noun_unmet",
    "number_unmet", "date_unmet", "unit_unmet", "year_unmet", "office_unmet", "places_unmet", "name_unmet",
    "deed_unmet", "names", "names_together", "unknown_name", "words", "goes_on", "number_apart", "who_apart",
    "list_apart", "what_apart", "read_first", "read_best", "read_mean",
)  # fmt: skip
"""Those that the second model sees: what was read, how words are met and what is unmet; not how it was ranked."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Weight by feature of both models; 0 is the operating point of each, in log-odds."""

    about: Mapping[str, float]
    said: Mapping[str, float]


def load_refusal(path: Path = WEIGHTS) -> Refusal:
    """Raises SearchIndexError when the file is missing or does not name our features."""
    return read_weights(
        path,
        lambda held: Refusal({n: float(held["about"][n]) for n in FEATURES}, {n: float(held["said"][n]) for n in SAID}),
    )


def probability(features: Mapping[str, float], refusal: Refusal) -> float:
    """Calibrated probability 0–1 that the material answers, the lesser of both models'; 0 when nothing was found, or
    where it is refused outright.

    Where there is no reader, nothing was read and the first decides alone.
    """
    if not features or outright(features):
        return 0.0
    about = sum(weight * features[name] for name, weight in refusal.about.items())
    said = sum(weight * features[name] for name, weight in refusal.said.items())
    return chance(min(about, said) if features["read_mean"] else about)


def outright(features: Mapping[str, float]) -> Outright:
    """Why a question is refused whatever the models say; "" when it is left to them.

    Of those that stand alone: one that names nothing of the material's but places and comes much nearer to another
    subject than to anything found, in words that are not the material's; one of little but a name, or of a single word,
    that is not there, or of a year that is not and one word more; an English one in words that neither the glossary nor
    the material knows. Of all: what somebody says about a thing that they are not told to speak of, which so many
    places, where none is named, and a deed that nothing found tells of (`service.deeds`).
    """
    alone = not features["goes_on"]
    if alone and not features["named"] and features["apart"] > APART and features["unheard"] >= UNHEARD:
        return "elsewhere"
    one_word = features["words"] <= ONE_WORD
    if alone and features["unheard"] >= (NOTHING if one_word else FOREIGN) and (one_word or features["unknown_name"]):
        return "unknown"
    if features["year_unmet"] >= 1 and features["words"] <= TWO_WORDS:
        return "unknown"
    if alone and features["foreign_unheard"] >= (FOREIGN if features["covered"] < HARDLY else NOTHING):
        return "foreign"
    if features["speaker_unmet"] >= SILENT:
        return "unsaid"
    return "untold" if features["deed_unmet"] or features["so_many_unmet"] else ""


def is_beside(features: Mapping[str, float]) -> bool:
    """True when a question comes much nearer to another subject than to anything found, which meets little of it."""
    return features["apart"] > APART and features["covered"] < LITTLE


def chance(log_odds: float) -> float:
    """0–1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
