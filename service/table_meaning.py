"""Which words of a question a table says, and where: that tells what its rows are, and which column is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.extreme_asked import Extreme, root
from service.score_words import Vocabulary
from service.table_rows import ReadTable
from service.words import Word, words

SAME = 0.75
"""So near in meaning a word of the question is said by a word of a header: "indbyggere" by "Population"."""
LEAST_ROOT = 3
_GENERIC = re.compile(r"navn|name|betegnelse|titel", re.IGNORECASE)
"""Such a header does not say what the rows are: what stands over the table does."""
_TURNS = frozenset(["ikke", "uden", "ingen", "før", "efter", "without", "before", "after", "not"])
"""What turns what is asked about stands in the header as well, or the column is another one."""
_BY = frozenset(["efter", "after"])
"""Says as often by what things are ordered: "det største land efter areal"."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_AT_FIGURES, _OVER_TABLE, _ELSEWHERE = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """headed: the stems that each header says. over: those that the caption or the nearest heading says.

    fit: the more, the nearer the words of the question stand to the figures.
    """

    headed: tuple[frozenset[str], ...]
    over: frozenset[str]
    fit: int

    def column(self, asked: Extreme, table: ReadTable, columns: Sequence[int]) -> int | None:
        """The one of the columns that is meant; None where that is not clear.

        By its header; else the only one, if what is asked about stands over the table or a kind of figures is meant.
        """
        for held, text in ((asked.own, asked.own_text), (asked.before, asked.before_text)):
            told = {w.stem for w in held} - self._named(asked)
            if any(told & stems for stems in self.headed[1:]):
                return self._headed(told, text, table, columns)
        like = [n for n in columns if _begins_with(root(asked.superlative), table.headers[n])]
        told = {w.stem for w in (*asked.own, *asked.before)} - self._named(asked)
        only = columns if asked.by != "figure" or told & self.over else []
        chosen = like or only
        return chosen[0] if len(chosen) == 1 and _turned_alike(asked.own_text, table.headers[chosen[0]]) else None

    def _named(self, asked: Extreme) -> frozenset[str]:
        """What says which rows are asked for: the word after "hvilken" alone where there is one."""
        return frozenset([asked.noun.stem]) if asked.noun else self.headed[0]

    def _headed(self, told: Collection[str], text: str, table: ReadTable, columns: Sequence[int]) -> int | None:
        counts = {n: len(self.headed[n].intersection(told)) for n in range(1, len(table.headers))}
        most = [n for n in counts if counts[n] == max(counts.values())]
        if len(most) > 1:
            whole = [n for n in most if _plain(table.headers[n]) in _plain(text)]
            most = whole or [n for n in most if _pairs(table.headers[n], told) & _pairs(text, told)]
        clear = len(most) == 1 and most[0] in columns and _turned_alike(text, table.headers[most[0]])
        return most[0] if clear else None


def meaning(asked: Extreme, table: ReadTable, vocabulary: Vocabulary) -> Meaning | None:
    """What the table says of the question; None unless it says every word, and that its rows are what is asked for."""
    wanted = {w.stem: w for w in (*asked.own, *asked.before)}
    named_by = table.caption if _GENERIC.fullmatch(table.headers[0]) else table.headers[0]
    names = _said_by(named_by, wanted.values(), vocabulary)
    if not (asked.noun.stem in names if asked.noun else names):
        return None
    headed = (names, *(_said_by(header, wanted.values(), vocabulary) for header in table.headers[1:]))
    caption = _said_by(table.caption, wanted.values(), vocabulary)
    source = table.source
    over = caption | _written_in(source.section.heading, wanted)
    about = " ".join((*source.section.path, source.document.title, source.passage.context))
    places = ((frozenset[str]().union(*headed, caption), _AT_FIGURES), (over, _OVER_TABLE))
    near = {stem: next((fit for held, fit in places if stem in held), 0) for stem in wanted}
    elsewhere = _written_in(about, [stem for stem in near if not near[stem]])
    if any(not fit and stem not in elsewhere for stem, fit in near.items()):
        return None
    return Meaning(headed, over, sum(fit or _ELSEWHERE for fit in near.values()))


def _said_by(text: str, wanted: Collection[Word], vocabulary: Vocabulary) -> frozenset[str]:
    """The stems of those that the text says, in another word or language too."""
    held = [w for w in words(text) if w.content]
    if not held or not wanted:
        return frozenset()
    near = vocabulary.nearness([w.surface.lower() for w in wanted], vocabulary.ids([w.stem for w in held]))
    meant = (w.stem for w, row in zip(wanted, near, strict=True) if float(row.max()) >= SAME)
    return frozenset(meant) | _written_in(text, [w.stem for w in wanted])


def _written_in(text: str, stems: Iterable[str]) -> frozenset[str]:
    """Those of the stems that are words of the text, or parts of one."""
    held = {part for w in words(text) if w.content for part in (w.stem, *w.parts)}
    return frozenset(held.intersection(stems))


def _begins_with(start: str, header: str) -> bool:
    return len(start) >= LEAST_ROOT and any(w.surface.lower().startswith(start) for w in words(header))


def _plain(text: str) -> str:
    """Its words between single spaces, units in brackets left out."""
    return f" {' '.join(w.surface.lower() for w in words(_BRACKETED.sub(' ', text)))} "


def _pairs(text: str, told: Collection[str]) -> set[tuple[str, str]]:
    """The told words with the word before each: "med tank" is another thing than "uden tank"."""
    held = words(text)
    return {(first.surface.lower(), word.stem) for first, word in pairwise(held) if word.stem in told}


def _turned_alike(text: str, header: str) -> bool:
    asked, held = ({w.surface.lower() for w in words(t)} & _TURNS for t in (text, header))
    return asked - _BY <= held <= asked
