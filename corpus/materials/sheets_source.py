"""Tool sheets from their TOML sources: one value a sheet, whatever format it is set in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

CREDIT = (
    "Gengivet i vores egne ord efter »Bag om VIP klimaprojekterne – og næste skridt«, KKR Hovedstaden, 2024. "
    "Arket fortæller om værktøjet; det er ikke selve værktøjet."
)
SUMMARY = "Kort overblik"
ABOUT = "Om dette ark"


@dataclass(frozen=True, slots=True)
class SheetSection:
    """short: the answer in a few words for the table, "" for none. text: sentences; items begin with "- "."""

    heading: str
    text: tuple[str, ...]
    short: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(line for line in self.text if not line.startswith("- "))

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(line[2:] for line in self.text if line.startswith("- "))

    def runs(self) -> tuple[tuple[bool, tuple[str, ...]], ...]:
        """(is a list, its lines) in the order written."""
        out: list[tuple[bool, list[str]]] = []
        for line in self.text:
            listed = line.startswith("- ")
            if not out or out[-1][0] != listed:
                out.append((listed, []))
            out[-1][1].append(line.removeprefix("- "))
        return tuple((listed, tuple(lines)) for listed, lines in out)


@dataclass(frozen=True, slots=True)
class Sheet:
    """project: the project's title. file: basename; its ending is the format."""

    title: str
    file: str
    project: str
    lead: str
    sections: tuple[SheetSection, ...]

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """(question, short answer) rows, the project first."""
        rows = [("Hvilket projekt hører værktøjet til?", self.project)]
        return (*rows, *((s.heading, s.short) for s in self.sections if s.short))


def read_sheets(folder: Path) -> tuple[Sheet, ...]:
    """The sheets in `folder`, by file name. Raises KeyError or TypeError when a field is missing or unknown."""
    return tuple(_sheet(path) for path in sorted(folder.glob("*.toml")))


def _sheet(path: Path) -> Sheet:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(SheetSection(row["heading"], tuple(row["text"]), row.get("short", "")) for row in raw["sections"])
    return Sheet(raw["title"], raw["file"], raw["project"], raw["lead"], sections)
