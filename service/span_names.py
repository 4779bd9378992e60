"""The spans that stored mentions stand in: all of them, or the fewest that name everybody."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Mention
from service.candidates import Candidate, spans_of
from service.chosen import Chosen


def spans_naming(chosen: Chosen, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """The spans that the mentions stand in, each once, in order."""
    return tuple(candidate for candidate, _ in _named_in(chosen, mentions))


def fewest_spans(chosen: Chosen, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """Spans that name everybody whom the mentions name, in order: those that name most first, greedily."""
    named_in = _named_in(chosen, mentions)
    missing, taken = {m.value for m in mentions}, set[int]()
    while missing:
        best = max(range(len(named_in)), key=lambda i: len(named_in[i][1] & missing), default=-1)
        if best < 0 or not named_in[best][1] & missing:
            break
        taken.add(best)
        missing -= named_in[best][1]
    return tuple(named_in[i][0] for i in sorted(taken))


def _named_in(chosen: Chosen, mentions: Sequence[Mention]) -> list[tuple[Candidate, set[str]]]:
    """The spans that the mentions stand in, each once, in order, with the values of those in it."""
    spans: dict[tuple[str, int], tuple[Candidate, set[str]]] = {}
    for source in chosen.holding(mentions):
        passage = source.passage
        for candidate in spans_of(source):
            start, end = passage.char_start + candidate.start, passage.char_start + candidate.end
            here = {m.value for m in mentions if m.passage_id == passage.passage_id and start <= m.char_start < end}
            if here:
                spans.setdefault(candidate.key, (candidate, set()))[1].update(here)
    return list(spans.values())
