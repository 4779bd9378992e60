"""An English question in Danish words, so that Danish sentences can be found and weighed for it.

Word for word from a glossary of our own, and where that has nothing from one made of the embedder's thesaurus
(`service.train_glossary`): what neither knows, names above all, is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from service.question import language_in
from service.words import is_content

GLOSSARY = Path(__file__).parent / "data" / "english.tsv"
LEARNT = Path(__file__).parent / "data" / "english_words.tsv"
LONGEST = 4
"""A phrase has at most so many words."""
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ENDINGS = (
    *(("'s", ""), ("’s", ""), ("ies", "y"), ("es", ""), ("s", "")),
    *(("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
)
_HEADS = frozenset(["projekt", "projekter", "kampagne", "kampagner", "guide", "plan", "planer", "kit", "møde"])
"""What makes a compound of the word before it: "madspild-projekt"."""


def in_danish(question: str, holds: Callable[[str], bool] = lambda word: False) -> str:
    """The question with the words that the glossaries know in Danish; a question that is not English as it is.

    holds: whether the material has a word; the learnt glossary leaves what it has as it stands, for it may be English.
    """
    if language_in(question) != "en":
        return question
    found = _WORD.findall(question)
    said: list[str] = []
    at, noun = 0, False
    while at < len(found):
        taken, danish = _read(found, at, holds)
        if danish in _HEADS and noun:
            said[-1] += f"-{danish}"
        elif danish:
            said.append(danish)
        noun = danish.islower() and " " not in danish and is_content(danish)
        at += taken
    return f"{' '.join(said)}?"


def _read(found: Sequence[str], at: int, holds: Callable[[str], bool]) -> tuple[int, str]:
    """(words that are taken, their Danish)."""
    first = found[at].lower()
    if first == "which":
        return 1, "hvilke" if any(word.lower().endswith("s") for word in found[at + 1 : at + 3]) else "hvilken"
    if first in ("do", "does", "did") and at == 0:
        return 1, "har"
    for count in range(min(LONGEST, len(found) - at), 0, -1):
        named = any(word[:1].isupper() for word in found[max(at, 1) : at + count])
        danish = _known(" ".join(found[at : at + count]).lower(), (lambda word: True) if named else holds)
        if danish is not None:
            return count, danish
    return 1, found[at]


def _known(phrase: str, holds: Callable[[str], bool]) -> str | None:
    """The Danish of a phrase, or of its base form; None when neither glossary has one, or it is the material's."""
    bases = [phrase.removesuffix(ending) + base for ending, base in _ENDINGS if phrase.endswith(ending)]
    learnt = {} if all(map(holds, phrase.split())) else _glossary(LEARNT)
    held = (_glossary(GLOSSARY), learnt)
    return next((one[form] for one in held for form in (phrase, *bases) if form in one), None)


@lru_cache(maxsize=2)
def _glossary(path: Path) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {english: danish for english, _, danish in rows}
