"""A project summed up: answered from all that stands on it, with something of every side that is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.aspect import Aspect, asked_aspect, headed_aspect
from service.chosen import Chosen
from service.question import Question
from service.score import Scored
from service.score_words import stems_of
from service.words import words

SIDES: tuple[Aspect, ...] = ("about", "gained", "ahead")
_ASKS = re.compile(
    r"(opsumm\w+|resum\w+|sammenfat\w*|kort\w*|fortæl\w*|beskriv\w*|overblik\w*|hovedpunkt\w*|hovedtræk\w*|version\w*|\w*projekt\w*|"
    r"indsats\w*|giv|lav|skriv|træk|summar\w+|tell|brief\w*)$",
    re.IGNORECASE,
)


def summed_up(question: Question, chosen: Chosen) -> list[Source]:
    """All that stands on the one project that is to be summed up as a whole, in order; [] for another question.

    A further word that the project's texts hold asks for a part of it; what they do not hold ("for min chef") is no
    part of what is asked.
    """
    projects = question.projects()
    if question.kind != "summary" or len(projects) != 1 or asked_aspect(question.own):
        return []
    sources = chosen.of_project(projects[0])
    named = {w.stem for e in question.entities for w in words(e.surface)}
    rest = {w.stem for w in words(question.own) if w.content and not _ASKS.match(w.surface)} - named
    held = frozenset[str]().union(*(stems_of(s.passage.text) for s in sources))
    return [] if rest & held else sources


def sides(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The best of each side of the subject that is told, best side first; the best alone where none is asked for."""
    if question.kind != "summary" or asked_aspect(question.own):
        return list(scored[:1])
    firsts = {headed_aspect(s.candidate.source.section.path): s for s in reversed(scored)}
    kept = [firsts[side] for side in SIDES if side in firsts]
    return sorted(kept, key=lambda s: -s.score) or list(scored[:1])
