"""What is looked up: rows of our own words with what carries them, or quoted ones."""

from __future__ import annotations

from dataclasses import dataclass

from service.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a looked-up answer: our own words, or the spans that carry them."""

    said: str
    cited: tuple[Candidate, ...] = ()
    quoted: bool = False
    """True when the cited words themselves are the row, after what is said, if anything."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A looked-up answer. intro: our own words; rows: one a finding, none when nothing is said; what: of what.

    seen: what carries the intro of a refusal.
    """

    intro: str
    rows: tuple[Row, ...]
    what: str
    seen: tuple[Candidate, ...] = ()
