"""The same text in several places is one hit with several sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.answers import Source
from corpus.marked import squash

LOOKED_AT = 3
"""So many times as many hits as asked for are looked through for twins."""


def gathered(sources: Sequence[Source], k: int) -> list[Source]:
    """At most k sources, best first, each text once; its other places stand in `also` of the best one."""
    places: dict[str, list[Source]] = {}
    for source in sources:
        places.setdefault(squash(source.passage.text), []).append(source)
    first = list(places.values())[:k]
    return [replace(held[0], rank=rank, also=tuple(held[1:])) for rank, held in enumerate(first, start=1)]
