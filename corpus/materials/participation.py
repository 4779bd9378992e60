"""Who took part in what, as blocks of the digest: one line a municipality, and the matrix."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.materials.digest_source import Block, Bullets, Heading, Table

REGION = "Region Hovedstaden"
NAMES = {
    "klimaplaner": "Klimaplaner",
    "madspild": "Madspild",
    "drivmidler": "Drivmidler",
    "indkoeb": "Indkøb",
    "pendlervaner": "Pendlervaner",
    "boliger": "Boliger",
    "plastaffald": "Plastaffald",
}
LISTED = {"drivmidler": "grønne drivmidler", "pendlervaner": "pendlervaner", "boliger": "boliger"}
COORDINATED = {
    "klimaplaner": "klimaplaner",
    "madspild": "madspild",
    "indkoeb": "cirkulære indkøb",
    "plastaffald": "plastaffald",
    **LISTED,
}


@dataclass(frozen=True, slots=True)
class Participation:
    """municipalities run forwards through the alphabet; the sets hold names by project id."""

    municipalities: tuple[str, ...]
    participants: dict[str, frozenset[str]]
    coordinators: dict[str, frozenset[str]]


def read_participation(path: Path) -> Participation:
    """What `path` (TOML) says of municipalities, participants and coordinators."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Participation(
        tuple(reversed(raw["kommuner"])),
        {project: frozenset(names) for project, names in raw["deltagere"].items()},
        {project: frozenset(names) for project, names in raw["tovholdere"].items()},
    )


def by_municipality(data: Participation) -> tuple[Block, ...]:
    """One list item for each municipality and the region: what it took part in and what it coordinated."""
    return (Bullets(tuple(_sentence(name, data) for name in (*data.municipalities, REGION))),)


def matrix(data: Participation) -> tuple[Block, ...]:
    """The table of municipalities against projects under its heading; a project without a list is "ikke oplyst"."""
    head = ("Kommune", *NAMES.values())
    rows = ((name, *(_cell(name, project, data) for project in NAMES)) for name in (*data.municipalities, REGION))
    return (
        Heading("Skema over deltagere", 2),
        Table("Deltagere og tovholdere i de syv projekter", (head, *rows), wide=True),
    )


def _cell(name: str, project: str, data: Participation) -> str:
    if name in data.coordinators[project]:
        return "tovholder"
    if project not in data.participants:
        return "ikke oplyst"
    return "deltager" if name in data.participants[project] else "–"


def _sentence(name: str, data: Participation) -> str:
    listed = [LISTED[p] for p in LISTED if name in data.participants[p]]
    led = [COORDINATED[p] for p in NAMES if name in data.coordinators[p]]
    parts = [f"deltog i {_projects(listed)}"] if listed else []
    parts += [f"var tovholder for {_projects(led)}"] if led else []
    if not parts:
        return f"**{name}** er ikke nævnt ved navn i rapporten."
    return f"**{name}** {' og '.join(parts)}."


def _projects(names: list[str]) -> str:
    if len(names) == 1:
        return f"projektet om {names[0]}"
    return f"projekterne om {', '.join(names[:-1])} og {names[-1]}"
