"""The words of the material, counted once: stems with how they are written, their parts, and how often each stands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.danish import describe
from service.words import is_content

WORDS = "words.json"
FREQUENCY, FLAT, COUNTS, OFFSETS, PROJECT_OF = (
    f"words.{name}.npy" for name in ("frequency", "flat", "counts", "offsets", "project_of")
)

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class WordTable:
    """Of each stem, by its number: how it is first written (lower case), its parts, how many passages hold it.

    forms: every content word as it is written, lower case. passages: how many there are. Row r is a passage,
    its words flat[offsets[r] : offsets[r + 1]], each once; counts: how often; project_of[r]: its project's number.
    """

    stems: list[str]
    surfaces: list[str]
    parts: list[tuple[str, ...]]
    forms: set[str]
    projects: list[str]
    passages: int
    frequency: Array
    flat: Array
    counts: Array
    offsets: Array
    project_of: Array

    def by_project(self, stems: Collection[str]) -> Counter[tuple[str, str]]:
        """How often each of these stems stands in passages of each project: (stem, project) → count."""
        wanted = np.array([number for number, stem in enumerate(self.stems) if stem in stems], np.uint32)
        hits = np.flatnonzero(np.isin(self.flat, wanted))
        rows = np.searchsorted(self.offsets, hits, side="right") - 1
        found: Counter[tuple[str, str]] = Counter()
        for stem, count, project in zip(self.flat[hits], self.counts[hits], self.project_of[rows], strict=True):
            found[self.stems[stem], self.projects[project]] += int(count)
        return found

    def save(self, folder: Path) -> None:
        """Writes the table into the folder."""
        names = {"stems": self.stems, "surfaces": self.surfaces, "parts": self.parts, "projects": self.projects}
        text = json.dumps({**names, "forms": sorted(self.forms), "passages": self.passages}, ensure_ascii=False)
        (folder / WORDS).write_text(text, "utf-8")
        arrays = (self.frequency, self.flat, self.counts, self.offsets, self.project_of)
        for name, array in zip((FREQUENCY, FLAT, COUNTS, OFFSETS, PROJECT_OF), arrays, strict=True):
            np.save(folder / name, array)


def open_word_table(folder: Path) -> WordTable:
    """The table that `save` wrote, its arrays memory-mapped. Raises OSError, ValueError, KeyError."""
    held = json.loads((folder / WORDS).read_text("utf-8"))
    arrays = [
        np.asarray(np.load(folder / name, mmap_mode="r")) for name in (FREQUENCY, FLAT, COUNTS, OFFSETS, PROJECT_OF)
    ]
    parts = [tuple(each) for each in held["parts"]]
    return WordTable(
        held["stems"], held["surfaces"], parts, set(held["forms"]), held["projects"], held["passages"], *arrays
    )


class WordCounter:
    """Counts passages in the order of their rows. before: an older table, whose numbers and first writings are kept."""

    def __init__(self, before: WordTable | None = None) -> None:
        self._before = before
        self._numbers = {stem: number for number, stem in enumerate(before.stems)} if before else {}
        self._surfaces = list(before.surfaces) if before else []
        self._parts = list(before.parts) if before else []
        self._forms = set(before.forms) if before else set()
        self._projects = {project: number for number, project in enumerate(before.projects)} if before else {}
        self._flat: list[Array] = []
        self._counts: list[Array] = []
        self._offsets = [0]
        self._project_of: list[int] = []
        self._passages = 0

    def number(self, stem: str, surface: str = "", parts: tuple[str, ...] = ()) -> int:
        """The stem's number, a new one when it is new."""
        found = self._numbers.setdefault(stem, len(self._numbers))
        if found == len(self._surfaces):
            self._surfaces.append(surface or stem)
            self._parts.append(parts)
        return found

    def add(self, passage: Passage) -> None:
        """The words of its context and its text."""
        seen: Counter[int] = Counter()
        for _, word in describe(f"{passage.context} {passage.text}"):
            if is_content(word.written):
                lower = word.written.lower()
                self._forms.add(lower)
                seen[self.number(word.term, lower, tuple(word.forms.split()[1:]))] += 1
        self._passages += 1
        self._append(np.array(list(seen), np.uint32), np.array(list(seen.values()), np.uint32), passage.project)

    def keep(self, row: int) -> None:
        """A row of the table before."""
        assert self._before is not None
        held = slice(self._before.offsets[row], self._before.offsets[row + 1])
        self._passages += 1
        project = self._before.projects[self._before.project_of[row]]
        self._append(self._before.flat[held], self._before.counts[held], project)

    def skip(self) -> None:
        """A row that belongs to no passage."""
        self._append(np.zeros(0, np.uint32), np.zeros(0, np.uint32), "")

    def table(self) -> WordTable:
        """What has been counted."""
        none = np.zeros(0, np.uint32)
        flat = np.concatenate([none, *self._flat])
        return WordTable(
            stems=list(self._numbers), surfaces=self._surfaces, parts=self._parts, forms=self._forms,
            projects=list(self._projects) or [""], passages=self._passages,
            frequency=np.bincount(flat, minlength=len(self._numbers)).astype(np.uint32),
            flat=flat, counts=np.concatenate([none, *self._counts]), offsets=np.array(self._offsets, np.int64),
            project_of=np.array(self._project_of, np.uint32),
        )  # fmt: skip

    def _append(self, flat: Array, counts: Array, project: str) -> None:
        self._flat.append(flat)
        self._counts.append(counts)
        self._offsets.append(self._offsets[-1] + len(flat))
        self._project_of.append(self._projects.setdefault(project, len(self._projects)))


def count_words(passages: Iterable[Passage]) -> WordTable:
    """The table of these passages, a row each."""
    counter = WordCounter()
    for passage in passages:
        counter.add(passage)
    return counter.table()
