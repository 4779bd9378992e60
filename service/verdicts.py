"""Verdicts in words, and their place in the answer's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.answers import Citation, SentenceVerdict, Verdict

LABELS: dict[Verdict, str] = {"supported": "dækket", "partial": "delvist dækket", "unsupported": "ikke dækket"}


def word_for_word(text: str, citations: Sequence[Citation]) -> tuple[SentenceVerdict, ...]:
    """A verdict for each quote that stands in the text with its marker behind it, in order of place."""
    found = []
    for citation in citations:
        shown = f"{' '.join(citation.quote.split())} [{citation.marker}]"
        start = text.find(shown)
        while start >= 0:
            found.append(SentenceVerdict(start, start + len(shown), "supported", 1.0, (citation.marker,)))
            start = text.find(shown, start + len(shown))
    return tuple(sorted(found, key=lambda v: v.start))


def with_marks(text: str, marks: Iterable[tuple[int, str]]) -> str:
    """The text with each mark put in at its place, given as (place in `text`, mark)."""
    for place, mark in sorted(marks, reverse=True):
        text = f"{text[:place]}{mark}{text[place:]}"
    return text
