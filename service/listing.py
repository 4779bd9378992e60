"""Names put into Danish words."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def listed(names: Sequence[str]) -> str:
    """ "A", "A og B", "A, B og C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"


def number_of(names: Collection[str]) -> str:
    """ "15 kommuner", or "16 deltagere" where a region is among them."""
    kommune, deltager = ("kommune", "deltager") if len(names) == 1 else ("kommuner", "deltagere")
    return f"{len(names)} {deltager if any(name.startswith('Region ') for name in names) else kommune}"


def counted(participants: Collection[str]) -> str:
    """ "16 deltagere, 15 kommuner og Region Hovedstaden": how many, and how many of them are municipalities."""
    regions = sorted(name for name in participants if name.startswith("Region "))
    number = len(participants)
    told = f"{number} {'deltager' if number == 1 else 'deltagere'}"
    left = number - len(regions)
    parts = [f"{left} {'kommune' if left == 1 else 'kommuner'}", *regions]
    return f"{told}, {listed(parts)}" if regions and left else told


def yes_and_no(present: Sequence[str], absent: Sequence[str], title: str, *, denied: bool = False) -> str:
    """Who is on the list of participants of what has that title, and who is not.

    denied: the question asks whether somebody is not, which "jo" denies.
    """
    parts = []
    if present:
        parts.append(f"{'Jo' if denied else 'Ja'}, {listed(present)} er med i »{title}«")
    if absent:
        no = "men" if present else "Nej,"
        listing = "listen" if present else f"deltagerlisten for »{title}«"
        parts.append(f"{no} {listed(absent)} står ikke på {listing}")
    return f"{', '.join(parts)}:"
