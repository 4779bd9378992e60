"""What was written to train the reader: whole documents with questions, and questions for passages of the law.

A language model invented the documents of reading.jsonl.xz (MIT), each with questions that it answers and questions
that it only seems to answer. It was given rules of writing alone, nothing of the report or of any question set. For
most of the latter questions it then wrote the sentence that would answer them: the document with and without that
sentence are all but the same text. In a paired document every question it answers stands beside one that looks alike
and is not answered.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.train.reading import TrainingData

DOCUMENTS = "reading.jsonl.xz"
LAW_QUESTIONS = "near.tsv"
PART_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ0-9•])|\n")
SHORTEST = 9
BEGINNING = 5
"""So many letters tell a word, whatever its ending."""


@dataclass(frozen=True, slots=True)
class Near:
    """A question that the text does not answer, what it lacks for that, and a sentence that would tell it, or ""."""

    question: str
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class Document:
    """An invented document; `asked` holds (question, the part of the text that answers it).

    When it is paired, `near` holds in the same order the questions that look like them.
    """

    key: str
    title: str
    heading: str
    text: str
    asked: tuple[tuple[str, str], ...]
    near: tuple[Near, ...]
    paired: bool = False

    @property
    def words_a_sentence(self) -> float:
        """The mean."""
        parts = parts_of(self.text)
        return sum(len(part.split()) for part in parts) / max(1, len(parts))

    def is_named_in(self, question: str) -> bool:
        """True when a long word of the question begins as one of the title or the heading."""
        ours = {word[:BEGINNING] for word in _long_words(f"{self.title} {self.heading}")}
        return any(word[:BEGINNING] in ours for word in _long_words(question))

    def under_heading(self, part: str) -> str:
        """The part as it is read: its title and heading first."""
        return f"{self.title} › {self.heading}: {part}"


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """A question for the passage with that `index.train.asked.passage_key`, and whether the passage answers it."""

    passage: str
    answered: bool
    question: str


def read_documents(data: TrainingData) -> Iterator[Document]:
    """The documents in file order."""
    with lzma.open(data.written / DOCUMENTS, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            asked = tuple((question, part) for question, part in row["asked"])
            near = tuple(Near(question, kind, answer) for question, kind, answer in row["near"])
            yield Document(row["id"], row["title"], row["heading"], row["text"], asked, near, "paired" in row)


def read_law_questions(data: TrainingData) -> Iterator[LawQuestion]:
    """The questions in file order. Raises ValueError for a line that is not of four columns."""
    for line in (data.written / LAW_QUESTIONS).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            passage, answered, _, question = line.split("\t")
            yield LawQuestion(passage, answered == "asked", question)


def parts_of(text: str) -> list[str]:
    """The sentences and lines of a text, those of a few letters left out."""
    return [part.strip() for part in PART_END.split(text) if len(part.strip()) >= SHORTEST]


def _long_words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) >= BEGINNING]
