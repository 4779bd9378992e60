"""Does a why-question take for granted the opposite of what is quoted: "ikke" where the source has none, or none where
the source has one?

Told only where one clause of the source says the same in the same words, with nothing that denies or limits it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.candidates import Candidate, spans_of
from service.question import Question
from service.verify_facts import negated
from service.words import words

_WHY = re.compile(r"^\W*hvorfor\s+([^,;:]+?)\W*$", re.IGNORECASE)
_PLAIN = re.compile(
    r"\bikke\b(?!\s+(?:kun|bare|blot|alene|mindst|al|alle|alt|hele|helt|altid|længere|mere|endnu|så|nok|særligt?|"
    r"ret|meget|mange|flere|engang|også|samme|selv|rigtigt?)\b)",
    re.IGNORECASE,
)
"""A negation of all that is said, not of how much."""
_PARTS = re.compile(r"[,;:()–]|\b(?:og|eller|men|fordi|da|så|mens|hvis|når|selvom|skønt|som|at|om|grundet|end)\b", re.I)
_END = re.compile(r"[,.!–]|\b(?:fordi|grundet|på grund af|men)\b", re.IGNORECASE)
_REASON = re.compile(r"[.!]?\s*$|[,–]?\s*(?:fordi|grundet|på grund af|men)\b", re.IGNORECASE)
_FREE = frozenset(
    ["der", "det", "en", "et", "den", "de", "dog", "heller", "jo", "nu", "mon", "egentlig", "ellers", "så"]
)
"""Words that may stand on one side alone: they change nothing of what is said."""
FEWEST = 2
"""So many words with a topic a question has at least; of fewer it is not known what it denies."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """stems: of everything that it says. telling: of its words with a topic. denied: whether it says so with "ikke"."""

    stems: frozenset[str]
    telling: frozenset[str]
    denied: bool


def opposed(question: Question, best: Sequence[Candidate], chosen: Sequence[Candidate]) -> bool:
    """True when a quote says the opposite of what the question asks why of, and nothing near it says the same.

    best: what is quoted of the best passage; chosen: everything that is quoted.
    """
    claim = _claim_of(question.own)
    if claim is None or not best:
        return False
    around = [c.text for c in (*spans_of(best[0].source), *chosen) if _stems(c.text) & claim.telling]
    if claim.denied:
        return not any(map(negated, around)) and any(_affirms(c.text, claim) for c in best)
    return not any(_affirms(text, claim) for text in around) and any(_denies(c.text, claim) for c in best)


def _claim_of(question: str) -> _Claim | None:
    """What the question asks why of; None for another question, or one that denies in other ways than plainly."""
    match = _WHY.match(question)
    if match is None or len(_PLAIN.findall(match[1])) > 1:
        return None
    bare = _PLAIN.sub(" ", match[1])
    telling = frozenset(w.stem for w in words(bare) if w.content)
    return None if negated(bare) or len(telling) < FEWEST else _Claim(_stems(bare), telling, bare != match[1])


def _affirms(text: str, claim: _Claim) -> bool:
    return not negated(text) and any(claim.stems <= _stems(part) for part in _PARTS.split(text))


def _denies(text: str, claim: _Claim) -> bool:
    """Its first clause denies that and no more: what is denied of a part is not denied of the whole."""
    end = next((m.start() for m in _END.finditer(text)), len(text))
    bare, times = _PLAIN.subn(" ", text[:end])
    return times == 1 and not negated(bare) and claim.stems == _stems(bare) and bool(_REASON.match(text[end:]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(w.stem for w in words(text) if w.surface.lower() not in _FREE)
