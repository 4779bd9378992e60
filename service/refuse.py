"""The probability that the material answers a question, and what is said when it does not."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import SearchIndexError
from corpus.types import Source
from service.candidates import Candidate
from service.question import Blocked, Question
from service.score import Scored

WEIGHTS = Path(__file__).parent / "refuse_weights.json"


def load_refusal(path: Path = WEIGHTS) -> dict[str, float]:
    """feature → weight. Raises SearchIndexError when the file cannot be read."""
    try:
        return {str(k): float(v) for k, v in json.loads(path.read_text("utf-8"))["weights"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchIndexError(
            f"Vægtene i {path.name} kan ikke læses. Geninstallér programmet.", detail=repr(error)
        ) from error


def refusal_features(question: Question, scored: Sequence[Scored], chosen: Sequence[Candidate]) -> dict[str, float]:
    """What tells an answerable question from one that only looks like it, from the best candidates."""
    if not scored:
        return {"bias": 1.0}
    keys = {c.key for c in chosen}
    picked = [s for s in scored if s.candidate.key in keys] or list(scored[:1])
    best = scored[0]
    return {
        "bias": 1.0,
        "score": best.score,
        "vector": max(s.feature("vector") for s in scored[:5]),
        "vector_context": max(s.feature("vector_context") for s in scored[:5]),
        "soft": max(s.feature("soft") for s in picked),
        "exact": max(s.feature("exact") for s in picked),
        "soft_passage": max(s.feature("soft_passage") for s in picked),
        "type": max(s.feature("type") for s in picked),
        "weakest": max(s.feature("weakest") for s in picked),
    }


def probability(features: dict[str, float], weights: dict[str, float]) -> float:
    """Calibrated probability 0–1 that the material answers."""
    if set(features) == {"bias"}:
        return 0.0
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


PLAIN: dict[Blocked, str] = {
    "injection": "Det kan jeg ikke hjælpe med. Jeg svarer kun på spørgsmål om materialet og altid med henvisning til kilden.",
    "personal": "Jeg svarer ikke på spørgsmål om privatpersoners oplysninger eller om, hvordan enkeltpersoner kontaktes. "
    "Brug kommunens egen kontaktside.",
    "task": "Det ligger uden for, hvad jeg kan. Jeg finder svar i materialet og citerer det ordret; jeg digter, koder og oversætter ikke.",
}


def refusal_text(
    question: Question, sources: Sequence[Source], *, coordinators: Sequence[str] = (), project: str = ""
) -> str:
    """A plain "no" in Danish (English for an English question) that names the nearest sections, if any."""
    if question.language == "en":
        lines = ["The material does not answer this question."]
        nearest = "The nearest sections are:"
    else:
        lines = ["Det fremgår ikke af materialet."]
        nearest = "Det nærmeste, jeg fandt, er:"
    if sources:
        lines += ["", nearest, ""]
        lines += [f"- {_place(s)}" for s in _distinct(sources)]
    if coordinators and project:
        lines += ["", f"Spørg eventuelt {_listed(coordinators)}, der er tovholder for {project}."]
    return "\n".join(lines)


def _distinct(sources: Sequence[Source], most: int = 3) -> list[Source]:
    seen: dict[tuple[str, ...], Source] = {}
    for source in sources:
        seen.setdefault((source.document.document_id, *source.section.path), source)
    return list(seen.values())[:most]


def _place(source: Source) -> str:
    path = [source.document.title, *(h for h in source.section.path if h != source.document.title)]
    page = f", side {source.passage.page_first}" if source.passage.page_first else ""
    return f"{' › '.join(path)}{page}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
