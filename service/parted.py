"""The questions of a message: several, or one among statements on what it is for."""

from __future__ import annotations

import re

from service.words import words

MOST = 3
"""A message of more questions is read as one."""
_ASKS = r"(?:hv(?:ad|em|or\w*|ilke\w*)|what|who|where|when|why|how|which)"
_BEHIND = re.compile(rf"(?:,\s*|\s+)(?:og|samt|and)\s+(?:så\s+)?(?={_ASKS}\b)", re.IGNORECASE)
_COMMA = re.compile(rf",\s*(?={_ASKS}\b)", re.IGNORECASE)
_END = re.compile(r"[?]+\s+(?=\w)")
_STOP = re.compile(r"(?<=[.!?])\s+(?=\w)")
_FOR_WHAT = re.compile(
    r"(?:(?:jeg|vi|min|vores|borgmester\w*|min chef|chefen|udvalget|byrådet) (?:skal|vil|har brug|ønsker|bruger)\b|"
    r"skal bruge\w*\b|vil helst\b|(?:det|den|tallet) (?:er|skal bruges|bruges|haster) (?:til|i)\b|(?:det )?haster\b|"
    r"til (?:et|en) \w+\W*$|tak\b|(?:giv|angiv) (?:tallene|tallet|begge|procent\w*)|i (?:want|need|am)\b|"
    r"we (?:want|need)\b|it is for\b|thanks\b)",
    re.IGNORECASE,
)
"""So begins what tells what an answer is for."""
_OPENS = re.compile(
    rf"^\W*(?:(?:og|and)\b|(?:(?:men|samt)\s+)?(?:(?:i|på|fra|til|for|med|af|om|ved) )?(?:{_ASKS}|er|var|har|havde|kan|"
    r"kunne|skal|vil|får|fik|blev|bliver|findes|deltager|deltog|gælder|is|are|was|were|has|have|does|did|can)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"\b{_ASKS}\b", re.IGNORECASE)
_WHOLE_WORDS = 3
"""A question before others has at least so many words ("hvilken måned og hvilket år …" is one question)."""


def parted(message: str) -> tuple[str, ...]:
    """The two or three questions of a message, each as typed with "?" behind; () for a message of one."""
    sentences = [s for s in _END.split(message.strip()) if s.strip()]
    if len(sentences) > 1 and not all(_OPENS.match(s) for s in sentences):
        return ()
    parts = [part for sentence in sentences for part in _clauses(sentence)]
    asked = tuple(f"{part[:1].upper()}{part[1:].rstrip(' ?.!,')}?" for part in parts)
    return asked if 2 <= len(asked) <= MOST else ()


def opening_question(message: str) -> str:
    """The question before statements on what it is for: "Hvem deltog? Jeg skal bruge det i en tale."; "" for others."""
    first, *others = _STOP.split(message.strip())
    told = all(_FOR_WHAT.match(part) and not part.endswith("?") for part in others)
    return first if first.endswith("?") and others and told else ""


def asked_apart(message: str) -> bool:
    """True where each question of the message is a sentence of its own."""
    return len(parted(message)) == len(_END.split(message.strip()))


def _clauses(sentence: str) -> list[str]:
    """The questions that "og" joins; the sentence itself where what stands before it is none."""
    before, *last = _BEHIND.split(sentence)
    parts = [*_COMMA.split(before), *last] if last else [sentence]
    whole = all(_OPENS.match(part) and not _asks_last(part) for part in parts[:-1])
    whole = whole and len(words(parts[0])) >= _WHOLE_WORDS
    return parts if len(parts) > 1 and whole else [sentence]


def _asks_last(part: str) -> bool:
    """True for "ved du hvor", which goes on with what follows."""
    found = list(_ASKING.finditer(part))
    return bool(found) and found[-1].end() == len(part.rstrip())
