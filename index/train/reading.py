"""The training folder: open Danish texts and pairs, one file a kind, packed with xz."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÆØÅ§0-9])")
WORD = re.compile(r"[^\W\d_]+|\d+")
HEADINGS = ("msdocs_heading_section.jsonl.xz", "libreoffice_heading_section.jsonl.xz")


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of a law: the law's title and the provision's text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of documentation: its page's title (may be ""), its heading and its text."""

    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Readers over one folder; every call reads the file anew, in file order."""

    folder: Path
    written: Path = Path(__file__).parent / "data"
    """Our own thesaurus.tsv and questions.tsv."""

    def provisions(self) -> Iterator[Provision]:
        """322,256 provisions of Danish law."""
        for line in self._lines("law.jsonl.xz"):
            row = json.loads(line)
            yield Provision(row["title"], row["text"])

    def speeches(self) -> Iterator[str]:
        """41,683 speeches in parliament, the speaker's name first."""
        return self._lines("folketinget.txt.xz")

    def headings(self) -> Iterator[Heading]:
        """73,125 sections of software documentation."""
        for name in HEADINGS:
            for line in self._lines(name):
                row = json.loads(line)
                yield Heading(row["title"], row["heading"], row["text"])

    def parallel(self) -> Iterator[tuple[str, str]]:
        """191,005 (English, Danish) segments of software texts."""
        for line in self._lines("parallel_en_da.tsv.xz"):
            english, danish = line.split("\t")[:2]
            yield english, danish

    def synonyms(self) -> Iterator[tuple[str, str]]:
        """232,765 (word, synonym or narrower or broader word) pairs."""
        for line in self._lines("synonyms.tsv.xz"):
            word, other = line.split("\t")[:2]
            yield word, other

    def dictionary(self) -> Iterator[tuple[str, str, str]]:
        """(Danish word, English word or definition, "word" or "definition")."""
        for line in self._lines("dictionary_da_en.tsv.xz"):
            danish, english, kind = line.split("\t")
            yield danish, english, kind

    def frequencies(self) -> Counter[str]:
        """Counts of 135,460 Danish word forms in law and parliament."""
        path = self.folder.parent / "lexical" / "word_frequencies.tsv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            return Counter({word: int(count) for word, count in rows})

    def _lines(self, name: str) -> Iterator[str]:
        with lzma.open(self.folder / name, "rt", encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers, in order."""
    return WORD.findall(text.lower())


def sentences_of(text: str) -> list[str]:
    """The text cut after . ! ? : ; before a capital, a number or §."""
    return SENTENCE_END.split(text)
