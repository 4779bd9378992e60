"""The probability that the material answers a question, from how it is met by what was found.

Two things must hold, each judged by a model of its own: that the material is about what is asked, and that it says what
is asked and taken for granted. A false premise is made of the material's own words, which the first takes for a good
sign; the second, learnt from such questions, wants an answer to be read the more.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import SearchIndexError
from service.elsewhere import Nearness
from service.question import Question, QuestionKind
from service.score import Scored, asked_words
from service.score_words import Asked, Vocabulary
from service.wanted import lacks_office, lacks_unit

WEIGHTS = Path(__file__).parent / "refuse_weights.json"
CORE = 4
CLOSE = 2.0
"""Judged by the best four candidates that come so close to the best: a longer answer would cover anything."""
READ_SCALE = 5.0
HALF = 0.7
APART, UNHEARD, FOREIGN, HARDLY, NOTHING = 0.25, 0.4, 0.7, 0.4, 0.9
"""Five in a thousand answerable questions come so much nearer to another subject in words of which the material has not
heard so many, or name somebody or something unheard of in fewer others (RESULTS.md)."""
LITTLE = 0.5
NEAR = 0.35
"""A word of the question that nothing meets better than this is missing."""

_FIRST_PERSON = re.compile(r"\b(jeg|mig|min|mit|mine|i dag|i morgen|i går)\b", re.IGNORECASE)
_ASKS: tuple[QuestionKind, ...] = ("number", "who", "when", "why", "how", "list")
_APART: tuple[QuestionKind, ...] = ("number", "who", "list", "what")
_HAS_NUMBER = re.compile(r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|halvdelen|\w+djedel)\b", re.IGNORECASE)

FEATURES = (
    "bias", "score", "second", "chance", "spread", "vector", "vector_context", "vector_apart", "retrieval", "covered",
    "single", "around", "passage", "exact", "weakest", "weakest_rare", "focus", "missing", "half_met", "absent",
    "unheard", "type", "noun", "noun_meaning", "noun_unmet", "number_unmet", "date_unmet", "unit_unmet", "year_unmet",
    "office_unmet", "names", "names_together", "unknown_name", "in_domain", "first_person", "words", "goes_on",
    "asks_number", "asks_who", "asks_when", "asks_why", "asks_how", "asks_list", "number_apart", "who_apart",
    "list_apart", "what_apart", "carried_missing", "carried_unheard", "read_first", "read_best", "read_mean",
    "elsewhere",
)  # fmt: skip
"""In this order in `refuse_weights.json` and in every feature row."""
BESIDE = ("apart", "foreign_unheard")
"""What is told besides, and not learnt from."""
SAID = (
    "bias", "vector", "vector_context", "retrieval", "covered", "single", "around", "passage", "exact", "weakest",
    "weakest_rare", "missing", "half_met", "absent", "unheard", "type", "noun", "noun_meaning", "noun_unmet",
    "number_unmet", "date_unmet", "unit_unmet", "year_unmet", "office_unmet", "names", "names_together", "unknown_name",
    "words", "goes_on", "number_apart", "who_apart", "list_apart", "what_apart", "read_first", "read_best", "read_mean",
)  # fmt: skip
"""Those that the second model sees: what was read, how words are met and what is unmet; not how it was ranked."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Weight by feature of both models; 0 is the operating point of each, in log-odds."""

    about: Mapping[str, float]
    said: Mapping[str, float]


def load_refusal(path: Path = WEIGHTS) -> Refusal:
    """Raises SearchIndexError when the file is missing or does not name our features."""
    try:
        held = json.loads(path.read_text("utf-8"))
        return Refusal(
            *({n: float(held[part][n]) for n in names} for part, names in (("about", FEATURES), ("said", SAID)))
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"Vægtene i {path.name} kan ikke læses. Geninstallér programmet."
        raise SearchIndexError(message, detail=repr(error)) from error


def refusal_features(
    question: Question, scored: Sequence[Scored], *, vocabulary: Vocabulary, elsewhere: Nearness
) -> dict[str, float]:
    """What tells an answerable question from one that only looks like it; {} when nothing was found.

    elsewhere: how near it comes to questions on other subjects.
    """
    if not scored:
        return {}
    picked = [s for s in scored[:CORE] if s.score >= scored[0].score - CLOSE]
    text = " ".join(s.candidate.text for s in picked)
    return {
        "bias": 1.0,
        **_ranking_features(scored, picked),
        **{
            name: max(s.feature(name) for s in picked) for name in ("vector", "vector_context", "exact", "type", "noun")
        },
        "noun_meaning": max(s.feature("noun_meaning") for s in picked),
        "single": max(s.feature("soft") for s in picked),
        "around": max(s.feature("soft_neighbours") for s in picked),
        "passage": max(s.feature("soft_passage") for s in picked),
        **_word_features(question, scored, picked, vocabulary),
        **_form_features(question, picked, text),
        **_kind_features(question, picked),
        **_read_features(scored),
        "elsewhere": elsewhere.other,
        "apart": elsewhere.apart,
    }


def _ranking_features(scored: Sequence[Scored], picked: Sequence[Scored]) -> dict[str, float]:
    """How far the best stand out from the rest. The scores are log-odds, so that a share of them is a chance."""
    scores = np.array([s.score for s in scored])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    vectors = np.array([s.feature("vector") for s in scored])
    nearest = max(s.feature("vector") for s in picked)
    return {
        "score": float(scores[0]) / 10,
        "second": float(scores[0] - scores[min(9, len(scores) - 1)]) / 10,
        "chance": float(chances[:CORE].sum()),
        "spread": float(-(chances * np.log(chances + 1e-12)).sum()) / 5,
        "vector_apart": (nearest - float(vectors.mean())) / max(float(vectors.std()), 1e-3) / 5,
        "retrieval": max(sum(r for name, r in s.candidate.source.reasons if name == "vector") for s in scored[:5]),
        "in_domain": max(s.feature("vector_passage") for s in scored),
    }


def _word_features(
    question: Question, scored: Sequence[Scored], picked: Sequence[Scored], vocabulary: Vocabulary
) -> dict[str, float]:
    """How the question's words are met by the chosen spans, and by all that was found."""
    asked = asked_words(question)
    weights = [a.weight * vocabulary.rarity(a.word.stem, a.word.surface.lower()) for a in asked]
    total = sum(weights) or 1.0
    shares = [w / total for w in weights]
    here = [max((s.covers[i] for s in picked), default=0.0) for i in range(len(asked))]
    anywhere = [max((s.covers[i] for s in scored), default=0.0) for i in range(len(asked))]
    own = [i for i, a in enumerate(asked) if a.weight == 1.0] or list(range(len(asked)))
    met = [min(1.0, here[i] / shares[i]) if shares[i] else 0.0 for i in range(len(asked))]
    far = [min(1.0, anywhere[i] / shares[i]) if shares[i] else 0.0 for i in range(len(asked))]
    foreign = question.language != "da"
    rarest = max(own, key=lambda i: shares[i], default=-1)
    carried = [i for i, a in enumerate(asked) if a.weight < 1.0]
    leant_on = sum(shares[i] for i in carried) or 1.0
    strange = [i for i in range(len(asked)) if not vocabulary.knows(asked[i].word)]
    unheard = [] if foreign else strange
    focus = next((met[i] for i in own if asked[i].word.stem == question.focus), 0.5)
    return {
        "covered": sum(here),
        "weakest": min((met[i] for i in own), default=0.0),
        "weakest_rare": met[rarest] if rarest >= 0 else 0.0,
        "focus": focus,
        "noun_unmet": float(bool(question.focus)) * (1.0 - focus),
        "missing": sum(shares[i] for i in own if met[i] < NEAR),
        "half_met": sum(shares[i] for i in own if met[i] < HALF),
        "absent": sum(shares[i] for i in own if far[i] < NEAR),
        "unheard": sum(shares[i] for i in own if i in unheard),
        "foreign_unheard": sum(shares[i] for i in own if foreign and i in strange),
        "carried_missing": sum(shares[i] for i in carried if far[i] < NEAR) / leant_on,
        "carried_unheard": sum(shares[i] for i in carried if i in unheard) / leant_on,
        "words": min(len(own), 12) / 12,
        "unknown_name": float(not foreign and any(_is_name(asked[i], question) and far[i] < 0.8 for i in own)),
    }


def _form_features(question: Question, picked: Sequence[Scored], text: str) -> dict[str, float]:
    """Whether what is asked for is of a kind that the chosen text holds."""
    names = [e.value.lower() for e in question.entities if e.kind in ("person", "municipality", "organisation")]
    together = max(s.feature("entity_passage") * s.feature("soft") for s in picked)
    times = (*question.years, *question.months)
    return {
        "number_unmet": float(question.kind == "number" and not _HAS_NUMBER.search(text)),
        "date_unmet": float(question.kind == "when" and not any(s.feature("type") for s in picked)),
        "unit_unmet": float(lacks_unit(question.own, text)),
        "office_unmet": float(lacks_office(question.own, [s.candidate for s in picked])),
        "year_unmet": sum(t not in text.lower() for t in times) / len(times) if times else 0.0,
        "names": sum(n in text.lower() for n in names) / len(names) if names else 1.0,
        "names_together": together if names else 0.5,
        "first_person": float(bool(_FIRST_PERSON.search(question.own))),
        "goes_on": float(bool(question.topic)),
    }


def _kind_features(question: Question, picked: Sequence[Scored]) -> dict[str, float]:
    """What is asked for, and how far the noun that is counted or named is from the chosen spans, by what is asked."""
    met = max(max(s.feature("noun"), s.feature("noun_meaning")) for s in picked)
    apart = 1.0 - met if question.focus else 0.0
    return {
        **{f"asks_{kind}": float(question.kind == kind) for kind in _ASKS},
        **{f"{kind}_apart": apart * (question.kind == kind) for kind in _APART},
    }


def _read_features(scored: Sequence[Scored]) -> dict[str, float]:
    """What was read in the best of them, log-odds / 5; 0 where nothing was read."""
    odds = [s.read / READ_SCALE for s in scored if s.read is not None] or [0.0]
    return {"read_first": odds[0], "read_best": max(odds), "read_mean": float(np.mean(odds))}


def _is_name(asked: Asked, question: Question) -> bool:
    """True for a capitalised word that does not begin a sentence, where not every word is in capitals."""
    before = question.own[: max(0, question.own.find(asked.word.surface))].rstrip()
    inside = asked.word.start > 0 and bool(before) and before[-1] not in ".?!:" and asked.word.surface in question.own
    return inside and asked.word.surface[:1].isupper() and not question.own.isupper()


def probability(features: Mapping[str, float], refusal: Refusal) -> float:
    """Calibrated probability 0–1 that the material answers, the lesser of both models'; 0 when nothing was found, or
    on another subject.

    Where there is no reader, nothing was read and the first decides alone.
    """
    if not features or is_elsewhere(features):
        return 0.0
    about = sum(weight * features[name] for name, weight in refusal.about.items())
    said = sum(weight * features[name] for name, weight in refusal.said.items())
    return chance(min(about, said) if features["read_mean"] else about)


def is_beside(features: Mapping[str, float]) -> bool:
    """True when a question comes much nearer to another subject than to anything found, which meets little of it."""
    return features["apart"] > APART and features["covered"] < LITTLE


def is_elsewhere(features: Mapping[str, float]) -> bool:
    """True when a question that stands alone comes much nearer to another subject than to anything found, in words that
    are not the material's, is of little but a name that is not there, or is English in words that neither
    the glossary nor the material knows.
    """
    apart = features["apart"] > APART and features["unheard"] >= UNHEARD
    named = bool(features["unknown_name"]) and features["unheard"] >= FOREIGN
    foreign = features["foreign_unheard"] >= (FOREIGN if features["covered"] < HARDLY else NOTHING)
    return (apart or named or foreign) and not features["goes_on"]


def chance(log_odds: float) -> float:
    """0–1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
