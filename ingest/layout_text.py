"""The text of a role: running text, a speaker on one line, a table row with its headers."""

from __future__ import annotations

import re
from collections.abc import Set

from ingest.blocks import Join
from ingest.clean import Text, running_text
from ingest.layout_groups import Group
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
    for line in group.lines:
        before = text.parts[-1] if text.parts else ""
        if before and before[-1] not in ",;-–/" and line.text[:1].isupper() and not before.endswith((" og", " i")):
            text.add_reader("," if _ONLY_NAME.match(before) and "," not in before else ";" if "," in line.text else "")
        running_text([line], own=own, joins=joins, into=text)


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
