"""What people do to words: typing errors, and question words around what they look for."""

from __future__ import annotations

import random

KEYBOARD = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
SHORTEST = 4

# General frames; {} is what is looked for. They teach the model that question words carry no topic.
FRAMES = (
    "hvad er {}?", "hvad betyder {}?", "hvad siger reglerne om {}?", "hvordan foregår {}?", "hvordan med {}?",
    "hvordan fungerer {}?", "hvor kan jeg læse om {}?", "hvor finder jeg noget om {}?", "hvem har ansvaret for {}?",
    "hvem står for {}?", "hvilke krav er der til {}?", "hvilke regler gælder for {}?", "hvilken rolle spiller {}?",
    "hvorfor {}?", "hvornår {}?", "hvor mange {}?", "hvor meget {}?", "hvad gør man ved {}?",
    "hvad ved vi om {}?", "kan du fortælle om {}?", "kan du forklare {}?", "kan man {}?", "skal vi {}?",
    "er der noget om {}?", "jeg leder efter noget om {}", "fortæl mig om {}", "giv mig et overblik over {}",
    "har I oplysninger om {}?", "hvad står der om {}?", "findes der {}?", "hvad koster {}?", "hvad blev der af {}?",
    "hvad er erfaringerne med {}?", "hvilke {} er der?", "må man {}?", "hvad handler {} om?", "info om {}",
)  # fmt: skip


def ask(text: str, chance: random.Random) -> str:
    """The text inside one of the question frames."""
    return chance.choice(FRAMES).format(text)


def mistype(text: str, chance: random.Random) -> str:
    """The text with one typing error: a letter left out, doubled, swapped, hit beside, or a word split."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= SHORTEST]
    if not long:
        return text
    i = chance.choice(long)
    words[i] = _error(words[i], chance)
    return " ".join(words)


def _error(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    kind = chance.randrange(6)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + letter * 2 + after
    if kind == 2:
        return before + after[0] + letter + after[1:]
    if kind == 3:
        return before + _neighbour(letter, chance) + after
    if kind == 4:
        return before + " " + letter + after
    return word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _neighbour(letter: str, chance: random.Random) -> str:
    for row in KEYBOARD:
        at = row.find(letter.lower())
        if at >= 0:
            return row[max(0, min(len(row) - 1, at + chance.choice((-1, 1))))]
    return letter
