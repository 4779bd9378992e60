"""Does a text hold an anchor or a fact? Insensitive to how the text was cut, cleaned and hyphenated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.marked import squash
from index.numerals import closed_percent

MARKER = re.compile(r"\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_MARKDOWN = re.compile(r"[*_`#]")
_ASIDE = re.compile(r"\*\([^()]*\)\*")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")


def anchor_in(passage: str, anchor: str) -> bool:
    """True when the anchor stands in the passage, hyphenation and spacing aside."""
    return squash(anchor) in squash(passage)


def plain(answer: str) -> str:
    """The answer in small letters, without citation markers and Markdown signs, spaces single, none before %."""
    text = _MARKDOWN.sub("", MARKER.sub(" ", unicodedata.normalize("NFC", answer))).lower()
    return _even(text.replace("‘", "’"))


def fact_in(answer: str, alternatives: Sequence[str]) -> bool:
    """True when the answer holds one of the alternatives.

    A number matches whole numbers, a word of three letters or less whole words, everything else any part.
    """
    text = plain(answer)
    return any(re.search(_pattern(alternative), text) for alternative in alternatives if alternative.strip())


def _even(text: str) -> str:
    return closed_percent(" ".join(text.replace("’", "'").split()))


def _pattern(alternative: str) -> str:
    alternative = _even(alternative.lower())
    escaped = re.escape(alternative)
    if alternative[0].isdigit():
        return r"(?<![\d.,])" + escaped + (r"(?![.,]?\d)" if alternative[-1].isdigit() else "")
    return rf"(?<!\w){escaped}(?!\w)" if len(alternative) <= 3 else escaped


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of an answer that ends with its citation markers, or has none. `text` is without markers."""

    text: str
    markers: tuple[int, ...]


def statements(answer: str) -> tuple[Statement, ...]:
    """The claims of an answer in Markdown, in order.

    The unit is what stands before a group of markers, so an uncited sentence in front of a cited one counts with it.
    A heading, a table's head, a line that only introduces (it ends with a colon) and a remark that is set apart from
    the quotes (italic, in brackets) claim nothing and are left out.
    """
    lines = _ASIDE.sub("", answer).splitlines()
    found: list[Statement] = []
    for number, line in enumerate(lines):
        head_of_table = number + 1 < len(lines) and "|" in line and _RULE.match(lines[number + 1])
        if not line.strip() or line.lstrip().startswith("#") or head_of_table or _RULE.match(line):
            continue
        row = line.strip().startswith("|")
        found.extend(_row(line) if row else _claims(_BULLET.sub("", line)))
    return tuple(found)


def markers_in(answer: str) -> tuple[int, ...]:
    """Every marker number in the text, in order, repeats kept."""
    return tuple(int(n) for group in MARKER.findall(answer) for n in re.findall(r"\d+", group))


def _row(line: str) -> list[Statement]:
    text = " ".join(MARKER.sub(" ", line).replace("|", " ").split())
    return [Statement(text, markers_in(line))] if text else []


def _claims(line: str) -> list[Statement]:
    claims: list[Statement] = []
    start = 0
    for match in re.finditer(rf"(?:{MARKER.pattern}[ ,]*)+", line):
        claims.append(Statement(_body(line[start : match.start()]), markers_in(match.group())))
        start = match.end()
    rest = _body(line[start:])
    if len(squash(rest)) > 2 and not rest.endswith(":"):
        claims.append(Statement(rest, ()))
    return [claim for claim in claims if claim.text or claim.markers]


def _body(text: str) -> str:
    return " ".join(_MARKDOWN.sub("", text).split()).lstrip(".,;: ")
