"""Names put into Danish words."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """ "A", "A og B", "A, B og C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"


def yes_and_no(present: Sequence[str], absent: Sequence[str], title: str) -> str:
    """Who is on the list of participants of what has that title, and who is not."""
    parts = []
    if present:
        parts.append(f"Ja, {listed(present)} er med i »{title}«")
    if absent:
        no = "men" if present else "Nej,"
        listing = "listen" if present else f"deltagerlisten for »{title}«"
        parts.append(f"{no} {listed(absent)} står ikke på {listing}")
    return f"{', '.join(parts)}:"
