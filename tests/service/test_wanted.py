"""What an answer must hold by what is asked."""

from __future__ import annotations

import pytest

from service.wanted import lacks_unit, unit_of


@pytest.mark.parametrize(
    ("asked", "text", "lacks"),
    [
        ("Hvad kostede broen?", "Broen er 40 meter lang.", True),
        ("Hvad kostede broen?", "Broen blev bygget for 40 mio. kr. i 2030.", False),
        ("Hvor lang er broen?", "Broen er rød.", False),
    ],
)
def test_what_is_told_in_units_needs_one(asked: str, text: str, lacks: bool) -> None:
    assert lacks_unit(asked, text) is lacks
    assert (unit_of(asked) is not None) == asked.startswith("Hvad kostede")
