""" "Hvad med X?": which word of the question before X takes the place of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from service.words import Word, words

Near = Callable[[str, str], float]
"""How much nearer in meaning two words are than any two, in standard deviations."""
CLEARLY = 3.2
"""A word this near is of the same sort; words that have nothing to do with each other stay below 3."""
_IT = re.compile(
    r"\b(?:projektet|the project|"
    r"(?:det|den|dem|disse|(?-i:it)|them)(?=\s*(?:[?.,]|$)|\s+(?:om|for|med|i|på|til|af|ud|fra)\b))",
    re.IGNORECASE,
)
"""What was spoken of; before a noun such a word is an article ("det største problem")."""
_PLACES = frozenset(["i", "på", "hos", "til", "om", "for", "fra", "af", "ved", "med"])
_LEAD = re.compile(rf"^(?:{'|'.join(sorted(_PLACES))}|in|projektet)\s+", re.IGNORECASE)


def exchanged(before: str, new: str, *, near: Near) -> tuple[str, str]:
    """(the question with `new` in place of the word that it takes the place of, the question without that word).

    That is a number for a number, the word behind the same preposition, else the one that is clearly nearest in
    meaning; for one without a preposition else the last one, when one stands right before it. ("", "") when there is
    none.
    """
    said = words(new)
    lead = said[0].surface.lower() if len(said) > 1 and said[0].surface.lower() in _PLACES else ""
    old = _number(before, said) or _behind(before, lead) or _nearest(before, [w for w in said if w.content], near)
    old = old or (None if lead else _last(before))
    if old is None:
        return "", ""
    head, tail = before[: old.start], before[old.end :]
    tail = tail.removeprefix("%") if "%" in new else tail
    return f"{head}{without_lead(new)}{tail}", " ".join(f"{head}{tail}".split())


def asked_of(question: str, new: str, between: str) -> str:
    """The question with `new` in place of the first word that points at what was spoken of, else behind it."""
    own = question.strip().rstrip("?. ")
    whole, found = _IT.subn(lambda _: new, own, count=1)
    return f"{whole if found else own + between + new}?"


def without_lead(new: str) -> str:
    """The words without the preposition that they begin with."""
    return _LEAD.sub("", new)


def _number(before: str, said: Sequence[Word]) -> Word | None:
    """The last number, where a number is asked about instead."""
    found = [w for w in words(before) if w.surface[:1].isdigit()]
    return found[-1] if found and said and said[0].surface[:1].isdigit() else None


def _behind(before: str, lead: str) -> Word | None:
    found = [w for left, w in _pairs(before) if lead and left.surface.lower() == lead and w.content]
    return found[-1] if found else None


def _nearest(before: str, new: list[Word], near: Near) -> Word | None:
    held = [w for w in words(before) if w.content and w.surface[:1].isalnum()]
    rated = [(max(near(n.surface.lower(), w.surface.lower()) for n in new), w.start, w) for w in held] if new else []
    best = max(rated, default=None, key=lambda each: each[:2])
    return best[2] if best and best[0] >= CLEARLY else None


def _last(before: str) -> Word | None:
    pairs = _pairs(before)
    left, last = pairs[-1] if pairs else (None, None)
    return last if left and last and last.content and left.surface.lower() in _PLACES else None


def _pairs(text: str) -> list[tuple[Word, Word]]:
    return list(pairwise(words(text)))
