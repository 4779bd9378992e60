"""The same text in several places is one hit with several sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.answers import Source
from corpus.marked import squash

START = 20
LOOKED_AT = 3
"""So many times as many hits as asked for are looked through for twins."""


def gathered(sources: Sequence[Source], k: int) -> list[Source]:
    """At most k sources, best first, each text once; its other places stand in `also` of the best one."""
    places: dict[str, list[Source]] = {}
    starts = [_start_of(source.passage.text) for source in sources]
    shared = {start for start, count in Counter(starts).items() if count > 1}
    for source, start in zip(sources, starts, strict=True):
        places.setdefault(squash(source.passage.text) if start in shared else start, []).append(source)
    first = list(places.values())[:k]
    return [replace(held[0], rank=rank, also=tuple(held[1:])) for rank, held in enumerate(first, start=1)]


def _start_of(text: str) -> str:
    """The first START characters of the squashed text: few texts begin alike, and only those are squashed whole."""
    start = squash(text[: 4 * START])
    # What the cut may change is its last character.
    return start[:START] if len(start) > START else squash(text)[:START]
