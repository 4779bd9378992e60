"""The rows of a table that have most or least of something, as in "Hvilken kommune har flest indbyggere?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Source
from service.cell_figures import Figure, dates, figure_of, figures, is_price
from service.chosen import Chosen
from service.extreme_asked import Extreme, extreme_in
from service.lookup_question import TAKES_PART
from service.lookup_types import Lookup, Row
from service.question import Question
from service.score_words import Vocabulary
from service.table_meaning import meaning
from service.table_rows import ReadTable, TableRow, table_of, whole_table

_SUM = re.compile(
    r"\W*(?:i alt|alt i alt|total\w*|sum\w*|samlet|tilsammen|gennemsnit\w*|gns|average|mean|alle?|all)\b", re.IGNORECASE
)
_IN_DANISH = {
    (False, True): ("har {} det højeste tal i", "har {} de højeste tal i"),
    (False, False): ("har {} det laveste tal i", "har {} de laveste tal i"),
    (True, True): ("er {} den seneste efter", "er {} de seneste efter"),
    (True, False): ("er {} den tidligste efter", "er {} de tidligste efter"),
}
_IN_ENGLISH = {
    (False, True): ("has the highest figure in", "have the highest figures in"),
    (False, False): ("has the lowest figure in", "have the lowest figures in"),
    (True, True): ("is the latest by", "are the latest by"),
    (True, False): ("is the earliest by", "are the earliest by"),
}
"""By (whether dates are gone by, whether the greatest is asked for): of one row, and of several."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows that have most or least. out_of: so many rows were compared. fit: as in `Meaning`."""

    rows: tuple[TableRow, ...]
    table: ReadTable
    header: str
    out_of: int
    fit: int

    @property
    def says(self) -> tuple[tuple[str, ...], ...]:
        """Their cells: the same table may stand in two documents."""
        return tuple(row.cells for row in self.rows)


def extreme_in_table(
    question: Question, sources: Sequence[Source], chosen: Chosen, vocabulary: Vocabulary
) -> Lookup | None:
    """The rows that have most or least of what is asked about, where one table of the sources clearly says so.

    None for another question, and where a row has no figure, or it is not clear which table or column is meant.
    """
    asked = None if TAKES_PART.search(question.own) else extreme_in(question)
    if asked is None:
        return None
    tables = [table for s in sources if s.passage.kind == "table" and (table := table_of(s))]
    found = [f for table in tables if (f := _found(asked, table, chosen, vocabulary))]
    best = [f for f in found if f.fit == max(other.fit for other in found)]
    if not best or len({f.says for f in best}) > 1:
        return None
    rows = tuple(Row("", (row.span,), quoted=True) for row in best[0].rows)
    return Lookup(_intro(asked, best[0], english=question.language == "en"), rows, "yderst i en tabel")


def _found(asked: Extreme, part: ReadTable, chosen: Chosen, vocabulary: Vocabulary) -> _Found | None:
    meant = meaning(asked, part, vocabulary)
    if meant is None:
        return None
    table = whole_table(part, chosen)
    column = meant.column(asked, table, [n for n in range(1, len(table.headers)) if _is_kind(asked, table, n)])
    rows = [row for row in table.rows if not _SUM.match(row.cells[0])]
    if column is None or len(rows) < 2:
        return None
    values, written = _values(asked, table, rows, column)
    if not values:
        return None
    ends = sorted(values, reverse=asked.greatest)[: asked.many]
    first = sorted((n for n in range(len(rows)) if values[n] in ends), key=values.__getitem__, reverse=asked.greatest)
    usual = Counter(written).most_common(1)[0][0]
    if len(first) == len(rows) or _adds_up(values, first) or any(written[n] != usual for n in first):
        return None
    return _Found(tuple(rows[n] for n in first), table, table.headers[column], len(rows), meant.fit)


def _is_kind(asked: Extreme, table: ReadTable, number: int) -> bool:
    """True for a column by which the question may go: most of its cells are figures, or it holds prices or dates."""
    cells = table.column(number)
    if asked.by == "date":
        return bool(dates(cells))
    many = sum(figure_of(cell) is not None or figure_of(cell, english=True) is not None for cell in cells)
    return 2 * many >= len(cells) and (asked.by == "figure" or is_price(table.headers[number]))


def _values(
    asked: Extreme, table: ReadTable, rows: Sequence[TableRow], column: int
) -> tuple[Sequence[float], Sequence[bool]]:
    """(a value a row, whether it is written as a share), both empty unless every row has one that can be compared."""
    cells = [row.cells[column] for row in rows]
    if asked.by == "date":
        return dates(cells), [False] * len(cells)
    beside = [cell for row in table.rows for cell in row.cells[1:]]
    found: list[Figure] = figures(cells, beside)
    return [figure.value for figure in found], [figure.as_share for figure in found]


def _adds_up(values: Sequence[float], first: Sequence[int]) -> bool:
    """True when a last row that is chosen is what those above it come to, or what the two above it differ by."""
    *above, last = values
    differ = len(above) == 2 and abs(abs(above[0] - above[1]) - last) < 1e-6
    return len(values) - 1 in first and len(above) > 1 and (differ or abs(sum(above) - last) < 1e-6)


def _intro(asked: Extreme, found: _Found, *, english: bool) -> str:
    """What was compared, and what the rows that follow have of it."""
    title = (found.table.caption or found.table.source.section.heading).strip(" .:")
    of_what = f" »{title}«" if title else ""
    sums, one = found.out_of < len(found.table.rows), len(found.rows) == 1
    these = ("this one" if english else "denne") if one else f"{'these' if english else 'disse'} {len(found.rows)}"
    said = (_IN_ENGLISH if english else _IN_DANISH)[asked.by == "date", asked.greatest][0 if one else 1]
    if english:
        but = ", sums left out," if sums else ""
        return f"Of the {found.out_of} rows of the table{of_what}{but} {these} {said} the column »{found.header}«:"
    but = ", summer fraregnet," if sums else ""
    return f"Af de {found.out_of} rækker i tabellen{of_what}{but} {said.format(these)} kolonnen »{found.header}«:"
