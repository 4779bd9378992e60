"""The text of a role: running text, a speaker on one line, a table row with its headers."""

from __future__ import annotations

import re
from collections.abc import Set

from ingest.blocks import Join
from ingest.clean import Text, running_text
from ingest.layout_groups import Group
from ingest.layout_lines import Line
from ingest.layout_roles import Role
from ingest.tables import Cell

_ONLY_NAME = re.compile(r"[A-ZÆØÅ][^,;.]*$")
_NAME_WORDS = 3


def block_text(role: Role, *, own: Set[str], joins: list[Join]) -> Text:
    """The role's text with its boxes; decisions about hyphens are added to `joins`."""
    text = Text()
    if role.row:
        _row(role, text, own, joins)
        return text
    for group in role.groups:
        if role.kind == "speaker":
            _speakers(group, text, own, joins)
        else:
            running_text(group.lines, own=own, joins=joins, into=text)
    return text


def _speakers(group: Group, text: Text, own: Set[str], joins: list[Join]) -> None:
    """Name, title and organisation on lines of their own become one line with commas; a second person a semicolon."""
    right = max(line.right for line in group.lines)
    above: Line | None = None
    for line in group.lines:
        if above is not None and _broken(above, line, right):
            alone = _ONLY_NAME.match(above.text) and "," not in above.text
            text.add_reader("," if alone else ";" if "," in line.text else "")
        running_text([line], own=own, joins=joins, into=text)
        above = line


def _broken(above: Line, line: Line, right: float) -> bool:
    """Whether the line was begun although its first word still had room on the line above, and nothing says why."""
    first = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * len(first) / max(1, len(line.text))
    open_end = above.text[-1] in ",;-–/" or above.text.endswith((" og", " i", " for", " af"))
    return not open_end and line.text[:1].isupper() and above.right + 0.3 * line.size + width <= right + 1


def _row(role: Role, text: Text, own: Set[str], joins: list[Join]) -> None:
    """With headers "Kommune: Ballerup; År: 2024"; without, the first cell names the others: "Ballerup: 2024; 12 %"."""
    first = True
    for index, cell in enumerate(role.row):
        if not cell:
            continue
        if not first:
            text.add_reader("; " if role.header or index > 1 else ": ")
        first = False
        if role.header and index < len(role.header) and role.header[index]:
            text.extend(running_text(role.header[index], own=own, joins=[]))
            text.add_reader(": ")
        text.extend(_cell(cell, own, joins) if not role.header else running_text(cell, own=own, joins=joins))


def _cell(cell: Cell, own: Set[str], joins: list[Join]) -> Text:
    """Short lines that each begin with a capital are names under each other and get a comma between them."""
    names = all(line.text[:1].isupper() and len(line.text.split()) <= _NAME_WORDS for line in cell)
    text = Text()
    for line in cell:
        if text.parts and names and text.parts[-1][-1].isalpha():
            text.add_reader(",")
        running_text([line], own=own, joins=joins, into=text)
    return text
