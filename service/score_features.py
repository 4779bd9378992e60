"""What speaks for a candidate by its form and place: type, names, times, project, role."""

from __future__ import annotations

import math
import re

from service.candidates import Candidate
from service.question import Question
from service.score_types import has_share, noun_fit, type_fit, wants_share
from service.score_words import stems_of

_SAYS = re.compile(
    r"\b(siger?|sagde|mener?|mente|udtale[rt]?|citere[rt]?|understreger?|påpeger?|ifølge|tror|synes|forklarer?|says?|quoted?)\b",
    re.IGNORECASE,
)


def passage_features(question: Question, first: Candidate, top: float) -> dict[str, float]:
    """What all spans of a passage share."""
    passage, projects = first.passage, question.projects()
    names = [e.value.lower() for e in question.entities if e.kind not in ("project", "network")]
    inside = f"{passage.text} {passage.context}".lower()
    return {
        "rank": 1.0 / first.source.rank,
        "retrieval": first.source.score / top,
        "project": float(passage.project in projects) if projects else 0.0,
        "other_project": float(bool(passage.project) and passage.project not in projects) if projects else 0.0,
        "entity_passage": sum(n in inside for n in names) / len(names) if names else 0.0,
        "quote": float(passage.kind == "quote"),
        "said": float(passage.kind == "quote" and bool(_SAYS.search(question.own))),
    }


def span_features(question: Question, candidate: Candidate) -> dict[str, float]:
    """What belongs to one span."""
    text = candidate.text
    lower = text.lower()
    names = [e.value.lower() for e in question.entities if e.kind not in ("project", "network")]
    return {
        "told": _told(question, text),
        "type": type_fit(question, candidate),
        "noun": noun_fit(question, text),
        "share": float(wants_share(question) and has_share(text)),
        "entity": sum(n in lower for n in names) / len(names) if names else 0.0,
        "year": sum(y in text for y in question.years) / len(question.years) if question.years else 0.0,
        "month": sum(m in lower for m in question.months) / len(question.months) if question.months else 0.0,
        "length": math.log1p(len(text)) / 6,
        "short": float(len(text) < 30),
        **{role: float(candidate.role == role) for role in ("intro", "item", "speaker", "origin", "figure")},
    }


def _told(question: Question, text: str) -> float:
    """0–1: how much of the last answer the span says again."""
    told = stems_of(question.told)
    return len(told & stems_of(text)) / len(told) if told else 0.0
