"""Long names that a question spells otherwise: "engeri besparelser i bolier" for "Energibesparelser i boliger"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

SHORTEST = 12
"""A name of fewer letters is too easily like something else."""
LIKE = 88.0
"""From this similarity on, 0–100, letters in a question are those of a name."""


def spelt_like(text: str, names: Iterable[tuple[str, str]]) -> Iterable[tuple[str, int, int, float]]:
    """(value, start, end, similarity 0–1) of each name that stands in the text but for slips and spaces.

    names: (value, name). It begins and ends with a word of the text. The similarity is that of the letters in their
    order (indel distance) over the best place.
    """
    letters, places = _squashed(text)
    for value, name in names:
        wanted = _squashed(name)[0]
        if not SHORTEST <= len(wanted) <= len(letters) + 2:
            continue
        found = fuzz.partial_ratio_alignment(wanted, letters, score_cutoff=LIKE)
        if found is None or found.dest_end <= found.dest_start:
            continue
        start, end = _whole_words(text, places[found.dest_start], places[found.dest_end - 1] + 1)
        score = fuzz.ratio(wanted, _squashed(text[start:end])[0])
        if score >= LIKE:
            yield value, start, end, score / 100


def _squashed(text: str) -> tuple[str, Sequence[int]]:
    """The letters and digits in lower case, and where each stands."""
    held = [(letter.lower(), at) for at, letter in enumerate(text) if letter.isalnum()]
    return "".join(letter for letter, _ in held), [at for _, at in held]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
