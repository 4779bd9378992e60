"""What speaks for a candidate by what it names and where it stands: names, times, project, heading, rank."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpus.answers import Source
from service.aspect import asked_aspect, headed_aspect
from service.candidates import Candidate
from service.question import Question
from service.score_view import Column
from service.score_words import Ids

_SAYS = re.compile(
    r"\b(siger?|sagde|mener?|mente|udtale[rt]?|citere[rt]?|understreger?|påpeger?|ifølge|tror|synes|forklarer?|says?|quoted?)\b",
    re.IGNORECASE,
)


_ASKS_UNFINISHED = re.compile(
    r"\b(?:endnu ikke|ikke\b.{0,60}\bendnu|mangler?\b|stadig\b|ikke (?:kommet|nået|fået|færdig\w*|i mål|klar\w*)|"
    r"not yet|still|missing|on (?:their|its) way|på vej|i gang)\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"\b(?:ikke|endnu|mangle[rt]?\w*|stadig(?:væk)? (?:i gang|på vej)|i gang|på vej|i proces|undervejs|afvent\w*|"
    r"udestå\w*|not|yet|still|missing|pending|under way)\b",
    re.IGNORECASE,
)
"""What is not done is told by what is under way, and the reverse."""


def passage_columns(question: Question, sources: Sequence[Source], counts: Ids) -> dict[str, Column]:
    """What all spans of a passage share, one entry a span. counts: spans a source."""
    top = max(s.score for s in sources) or 1.0
    rows = [_passage_features(question, s, top) for s in sources]
    return {name: np.repeat(np.array([row[name] for row in rows]), counts) for name in rows[0]}


def span_columns(question: Question, candidates: Sequence[Candidate]) -> dict[str, Column]:
    """What is asked for by name or time and stands in a span; one entry a span."""
    names = _names(question)
    wanted = {"entity": names, "year": list(question.years), "month": list(question.months)}
    unfinished = bool(_ASKS_UNFINISHED.search(question.own))
    held = [float(unfinished and bool(_UNFINISHED.search(c.text))) for c in candidates]
    named = {name: _shares_held(texts, candidates) for name, texts in wanted.items()}
    return {**named, "unfinished": np.array(held)}


def _names(question: Question) -> list[str]:
    return [e.value.lower() for e in question.entities if e.kind not in ("project", "network")]


def _shares_held(wanted: Sequence[str], candidates: Sequence[Candidate]) -> Column:
    if not wanted:
        return np.zeros(len(candidates))
    lower = [c.text.lower() for c in candidates]
    return np.array([sum(w in text for w in wanted) / len(wanted) for text in lower])


def _passage_features(question: Question, source: Source, top: float) -> dict[str, float]:
    passage, projects, names = source.passage, question.projects(), _names(question)
    inside = f"{passage.text} {passage.context}".lower() if names else ""
    asked, told = asked_aspect(question.own), headed_aspect(source.section.path)
    return {
        "rank": 1.0 / source.rank,
        "retrieval": source.score / top,
        "project": float(passage.project in projects) if projects else 0.0,
        "other_project": float(bool(passage.project) and passage.project not in projects) if projects else 0.0,
        "entity_passage": sum(n in inside for n in names) / len(names) if names else 0.0,
        "quote": float(passage.kind == "quote"),
        "said": float(passage.kind == "quote" and bool(_SAYS.search(question.own))),
        "aspect": float(bool(asked) and asked == told),
        "other_aspect": float(bool(asked) and bool(told) and asked != told),
        "opening": float(asked == "about" and passage.kind == "text") / (1 + source.section.ordinal),
    }
