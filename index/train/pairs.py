"""Pairs of Danish texts that mean the same or belong together, one list a signal, in file order.

File order matters: neighbours come from the same law, speech or page, and make hard negatives for each other.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.train.asked import question_pairs
from index.train.noise import ask, mistype
from index.train.reading import Provision, TrainingData, sentences_of
from index.train.thesaurus import meaning_pairs, read_thesaurus

Pair = tuple[str, str]
LONGEST = 700
DEFINES = "forstås"
TERM = re.compile(r"(?:^|\s)\d+\)\s*([A-ZÆØÅ][^:.;,()]{2,60}):\s+([^;]{20,400}?)(?=[.;]\s|[.;]?$)")
DEFINED = re.compile(r"\b[Vv]ed ([^.;:,()]{3,60}?),? forstås(?: i denne \w+)? ([^.;]{20,400})")


def all_pairs(data: TrainingData, *, share: float, seed: int) -> dict[str, list[Pair]]:
    """{signal: pairs} from a share (0–1] of the texts and all word pairs; the same seed gives the same pairs."""
    chance = random.Random(seed)
    # Definitions are few: all of them are kept.
    provisions = [p for p in data.provisions() if chance.random() < share or DEFINES in p.text]
    meanings = meaning_pairs(read_thesaurus(data.written / "thesaurus.tsv"))
    return {
        "title": list(_titles(provisions, chance)),
        "law": list(_laws(provisions, chance)),
        "definition": list(_definitions(provisions, chance)),
        "parliament": list(_speeches(data, share, chance)),
        "heading": list(_headings(data, share, chance)),
        "synonym": list(_synonyms(data, chance)),
        "thesaurus": [(as_typed(a, chance, asked=0.3), b) for a, b in meanings],
        "question": [(as_typed(a, chance, asked=0.0), b[:LONGEST]) for a, b in question_pairs(data)],
    }


def as_typed(text: str, chance: random.Random, *, asked: float) -> str:
    """What a user might type for the text: in a question frame with probability `asked`, now and then mistyped."""
    if chance.random() < asked:
        text = ask(text[0].lower() + text[1:] if text[1:2].islower() else text, chance)
    return mistype(text, chance) if chance.random() < 0.1 else text


def leave_one_out(text: str, window: int, chance: random.Random) -> Pair | None:
    """(a sentence, the others around it), None when the text is too short; a question is preferred."""
    sentences = sentences_of(text)
    start = chance.randrange(max(1, len(sentences) - window + 1))
    sentences = sentences[start : start + window]
    fit = [i for i, s in enumerate(sentences) if 25 < len(s) < 400]
    if len(sentences) < 2 or not fit:
        return None
    questions = [i for i in fit if sentences[i].endswith("?")]
    i = chance.choice(questions or fit)
    return sentences[i], " ".join(sentences[:i] + sentences[i + 1 :])[:LONGEST]


def _titles(provisions: Sequence[Provision], chance: random.Random) -> Iterator[Pair]:
    for provision in provisions:
        if chance.random() < 0.5 and provision.title:
            yield as_typed(provision.title[:200], chance, asked=0.2), provision.text[:LONGEST]


def _laws(provisions: Sequence[Provision], chance: random.Random) -> Iterator[Pair]:
    for provision in provisions:
        if pair := leave_one_out(provision.text, 6, chance):
            yield as_typed(pair[0], chance, asked=0.0), pair[1]


def _definitions(provisions: Sequence[Provision], chance: random.Random) -> Iterator[Pair]:
    for provision in provisions:
        if DEFINES in provision.text:
            for pattern in (TERM, DEFINED):
                for term, meaning in pattern.findall(provision.text):
                    yield as_typed(term.strip(), chance, asked=0.3), meaning.strip()


def _speeches(data: TrainingData, share: float, chance: random.Random) -> Iterator[Pair]:
    for speech in data.speeches():
        said = speech.partition("): ")[2] or speech
        for _ in range(max(1, len(said) // 700)):
            if chance.random() < share and (pair := leave_one_out(said, 5, chance)):
                yield pair


def _headings(data: TrainingData, share: float, chance: random.Random) -> Iterator[Pair]:
    for section in data.headings():
        if chance.random() < share and section.heading:
            named = f"{section.title} {section.heading}" if chance.random() < 0.4 else section.heading
            yield as_typed(named, chance, asked=0.3), section.text[:LONGEST]


def _synonyms(data: TrainingData, chance: random.Random) -> Iterator[Pair]:
    """Word pairs, now and then with a second synonym of the same word beside the word."""
    for (word, other), (next_word, next_other) in pairwise(data.synonyms()):
        joined = f"{word} {next_other}" if word == next_word and chance.random() < 0.2 else word
        yield as_typed(joined, chance, asked=0.15), other
