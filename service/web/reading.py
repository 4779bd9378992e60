"""A document's stored passages as readable HTML, with the cited words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from corpus.store import Store
from corpus.types import Passage, Section, Span

NOTHING: Span = (0, 0)
SHAPES = {"quote": "<blockquote>{}</blockquote>"}
CELL = re.compile(r"(?P<head>[^:;]{1,60}): (?P<cell>[^;]*)(?:; |$)")
PAIR = re.compile(r"([^:]{1,120}): (.+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (level 1–4, none skipped), or with level 0 a block of HTML under it. anchor: id of its section."""

    html: Markup
    level: int = 0
    anchor: str = ""


def page_parts(store: Store, document_id: str, number: int, excerpt: Span | None) -> list[Part]:
    """What stands on a page, in order: the sentences of every passage that lies there."""
    passages = [p for p in store.passages_of(document_id) if p.page_first <= number <= p.page_last]
    spans = [(p, _on_page(store, p, number)) for p in passages]
    return _parts(store, document_id, [(p, span) for p, span in spans if span[0] < span[1]], excerpt)


def document_parts(store: Store, document_id: str, excerpt: Span | None) -> list[Part]:
    """The whole document, in order."""
    whole = [(p, (p.char_start, p.char_end)) for p in store.passages_of(document_id)]
    return _parts(store, document_id, whole, excerpt)


def passage_parts(passages: Sequence[Passage]) -> list[Part]:
    """The passages' text in order, without headings; what two passages share is shown once."""
    marker, parts, end = _Marker(NOTHING), list[Part](), 0
    for passage in passages:
        start = max(passage.char_start, end)
        if start < passage.char_end:
            parts += [Part(html) for html in _body(passage, (start, passage.char_end), marker)]
        end = max(end, passage.char_end)
    return parts


def _on_page(store: Store, passage: Passage, number: int) -> Span:
    """The part of the passage that lies on the page: from its first sentence there to its last."""
    if passage.page_first == passage.page_last or not passage.sentences:
        return passage.char_start, passage.char_end
    base = passage.char_start
    here = [
        (base + start, base + end)
        for start, end in passage.sentences
        if any(box.page == number for box in store.boxes(passage.document_id, base + start, base + end))
    ]
    return (here[0][0], here[-1][1]) if here else NOTHING


def _parts(store: Store, document_id: str, chosen: Sequence[tuple[Passage, Span]], excerpt: Span | None) -> list[Part]:
    sections = {s.section_id: s for s in store.sections(document_id)}
    marker = _Marker(excerpt or NOTHING)
    parts: list[Part] = []
    last, end, depth = "", 0, 0
    for passage, (start, stop) in chosen:
        if passage.section_id != last:
            last = passage.section_id
            depth = min(sections[last].level or 1, depth + 1, 4)
            parts += _heading(sections[last], depth)
        start = max(start, end)
        if start < stop:
            parts += [Part(html) for html in _body(passage, (start, stop), marker)]
        end = max(end, stop)
    return parts


def _heading(section: Section, level: int) -> list[Part]:
    return [Part(escape(section.heading), level, section.section_id)] if section.heading else []


class _Marker:
    """Wraps what is cited in <mark>; the first one gets the id that the address jumps to."""

    def __init__(self, cited: Span) -> None:
        self._cited = cited
        self._first = True

    def html(self, text: str, offset: int) -> Markup:
        """The text, which begins at `offset` of the clean text, escaped and marked."""
        start = min(max(self._cited[0] - offset, 0), len(text))
        end = min(max(self._cited[1] - offset, start), len(text))
        if start >= end:
            return escape(text)
        name = Markup(' id="uddrag"') if self._first else Markup("")
        self._first = False
        return escape(text[:start]) + Markup("<mark{}>{}</mark>").format(name, text[start:end]) + escape(text[end:])


def _body(passage: Passage, span: Span, marker: _Marker) -> Iterator[Markup]:
    start, stop = span[0] - passage.char_start, span[1] - passage.char_start
    pieces = list(_lines(passage.text, start, stop))
    if passage.kind == "table":
        yield _table(pieces, passage, marker)
        return
    if passage.kind == "list" and len(pieces) > 1:
        yield from _list(pieces, passage, marker)
        return
    shape = SHAPES.get(passage.kind, "<p>{}</p>")
    for line, offset in pieces:
        yield Markup(shape).format(marker.html(line, passage.char_start + offset))


def _lines(text: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    for match in re.finditer(r"[^\n]+", text[start:stop]):
        if match[0].strip():
            yield match[0], start + match.start()


def _list(pieces: Sequence[tuple[str, int]], passage: Passage, marker: _Marker) -> Iterator[Markup]:
    """Items between the lines that are none: an introduction, or a sentence that follows the list."""
    for item, lines in groupby(
        zip(pieces, _items([line for line, _ in pieces]), strict=True), key=lambda pair: pair[1]
    ):
        made = [marker.html(line, passage.char_start + offset) for (line, offset), _ in lines]
        shape = "<li>{}</li>" if item else "<p>{}</p>"
        body = Markup("").join(Markup(shape).format(html) for html in made)
        yield Markup("<ul>{}</ul>").format(body) if item else body


def _items(lines: Sequence[str]) -> list[bool]:
    """Which lines are items: those in small letters where most are, else all but an introduction with a colon."""
    small = [line.lstrip()[:1].islower() for line in lines]
    if sum(small) * 2 > len(lines) - 1:
        return small
    return [number > 0 or not line.rstrip().endswith(":") for number, line in enumerate(lines)]


def _table(pieces: Sequence[tuple[str, int]], passage: Passage, marker: _Marker) -> Markup:
    """Rows "Head: cell; Head: cell" under their heads; rows of one pair each as two columns; else whole rows."""
    heads = next((found for line, _ in pieces if (found := _heads(line))), [])
    pattern = re.compile("; ".join(f"{re.escape(head)}: (.*?)" for head in heads)) if heads else PAIR
    columns = max(2, len(heads))
    made = [
        _row(pattern.fullmatch(line), line, passage.char_start + offset, marker, columns) for line, offset in pieces
    ]
    cells = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in heads)
    top = Markup("<thead><tr>{}</tr></thead>").format(cells) if heads else Markup("")
    frame = '<div class="table" role="group" aria-label="Tabel" tabindex="0"><table>{}<tbody>{}</tbody></table></div>'
    return Markup(frame).format(top, Markup("").join(made))


def _heads(line: str) -> list[str]:
    """The column names of a row with more than one pair; none unless the pairs together are the whole row."""
    found = list(CELL.finditer(line))
    whole = "".join(m[0] for m in found) == line
    return [m["head"] for m in found] if whole and len(found) > 1 else []


def _row(match: re.Match[str] | None, line: str, base: int, marker: _Marker, columns: int) -> Markup:
    """A row that does not fit the heads fills the width, so that no word is lost."""
    if match is None:
        cells = [Markup('<td colspan="{}">{}</td>').format(columns, marker.html(line, base))]
    else:
        first = '<th scope="row">{}</th>' if match.re is PAIR else "<td>{}</td>"
        shapes = [first] + ["<td>{}</td>"] * (match.re.groups - 1)
        cells = [Markup(s).format(marker.html(match[i], base + match.start(i))) for i, s in enumerate(shapes, 1)]
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))
