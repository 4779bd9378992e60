"""Passages in a language that the question is not in: filler in Latin is like any word that Danish does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.answers import Source
from index.lexicon import frequencies

ENOUGH = 40
"""Of so many long words a language can be told."""
SHARE = 1 / 8
"""Danish knows fewer of the words of Latin than this share, of those of English a quarter."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def understood(query: str, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources without those in a foreign language, in order; all of them where there are no others.

    One that holds a word of the query that Danish does not know is meant by it, and kept.
    """
    foreign = {s.passage.passage_id for s in sources if s.passage.kind == "text" and _is_foreign(s.passage.text)}
    if not foreign:
        return sources
    unknown = [word for word in _LONG_WORD.findall(query.lower()) if word not in frequencies()]
    meant = (s for s in sources if any(word in _text(s).lower() for word in unknown))
    foreign -= {s.passage.passage_id for s in meant}
    return [s for s in sources if s.passage.passage_id not in foreign] or sources


def _text(source: Source) -> str:
    return f"{source.passage.context} {source.passage.text}"


@lru_cache(maxsize=4096)
def _is_foreign(text: str) -> bool:
    found = _LONG_WORD.findall(text.lower())
    return len(found) >= ENOUGH and sum(word in frequencies() for word in found) < SHARE * len(found)
