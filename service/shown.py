"""Which sources are shown beside an answer, and in what order: by the sentences that answer best.

A looked-up answer is not made of scored sentences: what it cites comes first. The order does not depend on whether an
answer was given, so that two runs can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from corpus.answers import Source
from service.score import Scored

SHOWN = 8
"""So many sources are shown."""


def by_best_sentence(sources: Sequence[Source], scored: Sequence[Scored]) -> list[Source]:
    """The sources in order of the best of their sentences; scored: best first.

    The search ranks passages by all that stands in them; whoever asks looks for the one that answers.
    """
    places: dict[str, int] = {}
    for each in scored:
        places.setdefault(each.candidate.passage.passage_id, len(places))
    return sorted(sources, key=lambda s: (places.get(s.passage.passage_id, len(places)), s.rank))


def shown(sources: Sequence[Source], cited: Sequence[Source]) -> tuple[Source, ...]:
    """The cited ones, then the others, at most SHOWN, ranked anew; one text is shown once, wherever else it stands."""
    held = {place.passage.passage_id: source for source in reversed(sources) for place in (*source.also, source)}
    first = [held.get(source.passage.passage_id, source) for source in cited]
    every = {source.passage.passage_id: source for source in (*first, *sources)}
    return tuple(replace(source, rank=n) for n, source in enumerate(islice(every.values(), SHOWN), start=1))
