"""What tells an answerable question from one that only looks like it: the features of `service.refuse`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.asked_contents import names_the_whole
from service.candidates import Candidate
from service.deeds import lacks_deed
from service.elsewhere import Nearness
from service.names import NameBook
from service.office import lacks_office
from service.question import Question, QuestionKind
from service.score import Scored, asked_words
from service.score_words import Asked, Vocabulary
from service.silent import speaker_unmet
from service.unnamed import name_unmet, places_unmet, so_many_unmet
from service.wanted import lacks_unit

CORE = 4
TOLD = 12
"""A deed is told of where one of so many spans, best first, tells of it."""
CLOSE = 2.0
"""Judged by the best four candidates that come so close to the best: a longer answer would cover anything."""
READ_SCALE = 5.0
HALF = 0.7
NEAR = 0.35
"""A word of the question that nothing meets better than this is missing."""
KNOWN = 0.8
"""A name that something meets so well is known."""

_FIRST_PERSON = re.compile(r"\b(jeg|mig|min|mit|mine|i dag|i morgen|i går)\b", re.IGNORECASE)
_ASKS: tuple[QuestionKind, ...] = ("number", "who", "when", "why", "how", "list")
_APART: tuple[QuestionKind, ...] = ("number", "who", "list", "what")
_HAS_NUMBER = re.compile(r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|halvdelen|\w+djedel)\b", re.IGNORECASE)


def refusal_features(
    question: Question, scored: Sequence[Scored], *, vocabulary: Vocabulary, names: NameBook, elsewhere: Nearness
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
        "places_unmet": places_unmet(question, picked, names),
        "so_many_unmet": so_many_unmet(question, picked, names),
        "name_unmet": name_unmet(question, picked),
        "deed_unmet": float(lacks_deed(question.own, _spans(picked), _spans(scored[:TOLD]))),
        "elsewhere": elsewhere.other,
        "apart": elsewhere.apart,
    }


def _spans(scored: Sequence[Scored]) -> list[Candidate]:
    return [s.candidate for s in scored]


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


@dataclass(frozen=True, slots=True)
class _Words:
    """The question's words, and by their places: the share of the weight of all that each has, and how it is met.

    own, carried: places of those that it has itself, and of those that it leans on. here: how much of its share the
    chosen spans meet. met, far: how well they, and all that was found, do, 0–1. strange: places of unknown words.
    foreign: whether it is asked in another language.
    """

    asked: Sequence[Asked]
    shares: Sequence[float]
    own: Sequence[int]
    carried: Sequence[int]
    here: Sequence[float]
    met: Sequence[float]
    far: Sequence[float]
    strange: Sequence[int]
    foreign: bool

    @property
    def unheard(self) -> Sequence[int]:
        """Those that the material has not heard of, which says nothing where it is asked in another language."""
        return [] if self.foreign else self.strange


def _word_features(
    question: Question, scored: Sequence[Scored], picked: Sequence[Scored], vocabulary: Vocabulary
) -> dict[str, float]:
    """How the question's words are met by the chosen spans, and by all that was found."""
    told = _words(question, scored, picked, vocabulary)
    surfaces = [a.word.surface for a in told.asked]
    return {
        **_met_features(question, told),
        **_unheard_features(question, told),
        **_carried_features(told),
        "words": min(len(told.own), 12) / 12,
        "speaker_unmet": speaker_unmet(question, scored, list(zip(surfaces, told.shares, strict=True))),
    }


def _words(question: Question, scored: Sequence[Scored], picked: Sequence[Scored], vocabulary: Vocabulary) -> _Words:
    asked = asked_words(question)
    weights = [a.weight * vocabulary.rarity(a.word.stem, a.word.surface.lower()) for a in asked]
    total = sum(weights) or 1.0
    shares, places = [w / total for w in weights], range(len(asked))
    here = [max((s.covers[i] for s in picked), default=0.0) for i in places]
    anywhere = [max((s.covers[i] for s in scored), default=0.0) for i in places]
    return _Words(
        asked,
        shares,
        own=[i for i in places if asked[i].weight == 1.0] or list(places),
        carried=[i for i in places if asked[i].weight < 1.0],
        here=here,
        met=[min(1.0, here[i] / shares[i]) if shares[i] else 0.0 for i in places],
        far=[min(1.0, anywhere[i] / shares[i]) if shares[i] else 0.0 for i in places],
        strange=[i for i, a in enumerate(asked) if not (vocabulary.knows(a.word) or names_the_whole(a.word.surface))],
        foreign=question.language != "da",
    )


def _met_features(question: Question, told: _Words) -> dict[str, float]:
    """How the words are met, and how many are not."""
    shares, own, met, far = told.shares, told.own, told.met, told.far
    rarest = max(own, key=lambda i: shares[i], default=-1)
    focus = next((met[i] for i in own if told.asked[i].word.stem == question.focus), 0.5)
    return {
        "covered": sum(told.here),
        "weakest": min((met[i] for i in own), default=0.0),
        "weakest_rare": met[rarest] if rarest >= 0 else 0.0,
        "focus": focus,
        "noun_unmet": float(bool(question.focus)) * (1.0 - focus),
        "missing": sum(shares[i] for i in own if met[i] < NEAR),
        "half_met": sum(shares[i] for i in own if met[i] < HALF),
        "absent": sum(shares[i] for i in own if far[i] < NEAR),
    }


def _unheard_features(question: Question, told: _Words) -> dict[str, float]:
    """How much of what it says itself the material has not heard of."""
    named = (i for i in told.own if _is_name(told.asked[i], question))
    return {
        "unheard": sum(told.shares[i] for i in told.own if i in told.unheard),
        "foreign_unheard": sum(told.shares[i] for i in told.own if told.foreign and i in told.strange),
        "unknown_name": float(not told.foreign and any(told.far[i] < KNOWN for i in named)),
    }


def _carried_features(told: _Words) -> dict[str, float]:
    """How much of what it leans on nothing meets, or the material has not heard of."""
    leant_on = sum(told.shares[i] for i in told.carried) or 1.0
    return {
        "carried_missing": sum(told.shares[i] for i in told.carried if told.far[i] < NEAR) / leant_on,
        "carried_unheard": sum(told.shares[i] for i in told.carried if i in told.unheard) / leant_on,
    }


def _form_features(question: Question, picked: Sequence[Scored], text: str) -> dict[str, float]:
    """Whether what is asked for is of a kind that the chosen text holds."""
    names = [e.value.lower() for e in question.entities if e.kind in ("person", "municipality", "organisation")]
    together = max(s.feature("entity_passage") * s.feature("soft") for s in picked)
    times = (*question.years, *question.months)
    unmet = sum(not re.search(rf"\b{t}\b", text, re.IGNORECASE) for t in times)
    return {
        "number_unmet": float(question.kind == "number" and not _HAS_NUMBER.search(text)),
        "date_unmet": float(question.kind == "when" and not any(s.feature("type") for s in picked)),
        "unit_unmet": float(lacks_unit(question.own, text)),
        "office_unmet": float(lacks_office(question.own, [s.candidate for s in picked])),
        "year_unmet": unmet / len(times) if times else 0.0,
        "names": sum(n in text.lower() for n in names) / len(names) if names else 1.0,
        "names_together": together if names else 0.5,
        "named": float(any(e.kind not in ("municipality", "region") for e in question.entities) or unmet < len(times)),
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
