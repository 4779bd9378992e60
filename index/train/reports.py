"""Invented reports on several projects at once, and groups to learn from them: what is asked of one, beside the others.

The projects of a report are told of in parallel, under the same headings and with the same kinds of facts, so that
sentences on the others look like an answer. A language model invented the reports of reports.jsonl.xz (MIT), given
rules of writing alone, nothing of the report or of any question set.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embed import Embedder
from index.train.groups import HELD_OUT, Group
from index.train.measure import GramIndex
from index.train.reading import TrainingData
from index.train.written import parts_of

REPORTS = "reports.jsonl.xz"
NEAREST, SPELT_ALIKE = 6, 3
"""So many sentences of the report that come nearest to the question, and that share most letters with it."""
DRAWN = 3
OFTENER = 15.0
"""A group of these is read so much oftener: there are few beside those of the documents."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report; `title` is that of the project, or of the report."""

    title: str
    heading: str
    text: str

    def headed(self, part: str) -> str:
        """The part as it is read."""
        return f"{self.title} › {self.heading}: {part}"


@dataclass(frozen=True, slots=True)
class Report:
    """`asked` holds (question, place of its section, the part that answers); `near` questions that nothing answers."""

    key: str
    sections: tuple[Section, ...]
    asked: tuple[tuple[str, int, str], ...]
    near: tuple[str, ...]

    @property
    def is_held_out(self) -> bool:
        """True for one that is measured with rather than learnt from."""
        return int("".join(filter(str.isdigit, self.key))) % HELD_OUT == 0

    def parts(self) -> list[str]:
        """Every sentence of every section as it is read, each once, in order."""
        return list(dict.fromkeys(s.headed(part) for s in self.sections for part in parts_of(s.text)))

    def answer_of(self, place: int, answer: str) -> str:
        """The part that answers as it is read."""
        return self.sections[place].headed(answer)


def read_reports(data: TrainingData) -> Iterator[Report]:
    """The reports in file order."""
    with lzma.open(data.written / REPORTS, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            sections = tuple(Section(s["title"], s["heading"], s["text"]) for s in row["sections"])
            asked = tuple((question, place, part) for question, place, part in row["asked"])
            yield Report(row["id"], sections, asked, tuple(question for question, _ in row["near"]))


def report_groups(reports: Sequence[Report], embedder: Embedder) -> Iterator[Group]:
    """A group for each question of the reports that are not held out."""
    for report in (r for r in reports if not r.is_held_out):
        parts = report.parts()
        nearest = _Nearest(parts, embedder)
        for question, place, answer in report.asked:
            right = report.answer_of(place, answer)
            others = [part for part in nearest(question) if not (part in right or right in part)]
            yield Group("beside asked", question, (right,), (), tuple(others), DRAWN, weight=OFTENER)
        for question in report.near:
            found = nearest(question)
            yield Group("beside near", question, (), tuple(found[:1]), tuple(found[1:]), DRAWN - 1, weight=OFTENER)


class _Nearest:
    """What a search would find of a report's parts: nearest in meaning first, then those that share letters."""

    def __init__(self, parts: Sequence[str], embedder: Embedder) -> None:
        self._parts, self._embedder = parts, embedder
        self._rows, self._grams = embedder.embed_passages(parts), GramIndex(list(parts))

    def __call__(self, question: str) -> list[str]:
        near = np.argsort(-(self._rows @ self._embedder.embed_queries([question])[0]), kind="stable")[:NEAREST]
        alike = np.argsort(-self._grams.scores(question), kind="stable")[:SPELT_ALIKE]
        return [self._parts[i] for i in dict.fromkeys([*near.tolist(), *alike.tolist()])]
