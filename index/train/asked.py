"""Questions written for passages of law and parliament. The file holds the questions and each passage's hash alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from index.train.reading import TrainingData

KEY_LENGTH = 16


def passage_key(text: str) -> str:
    """The first KEY_LENGTH hex digits of the SHA-256 of the stripped text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:KEY_LENGTH]


def question_pairs(data: TrainingData) -> Iterator[tuple[str, str]]:
    """(question, its passage) in file order; a question whose passage is not in `data` is left out."""
    rows = [
        line.split("\t")
        for line in (data.written / "questions.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    wanted = {key for _, key in rows}
    texts = {key: text.strip() for text in _passages(data) if (key := passage_key(text)) in wanted}
    yield from ((question, texts[key]) for question, key in rows if key in texts)


def _passages(data: TrainingData) -> Iterator[str]:
    for provision in data.provisions():
        yield provision.text
    yield from data.speeches()
