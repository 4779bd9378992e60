from __future__ import annotations

import pytest

from service.go_on import goes_on


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Hvad ellers?", "more"),
        ("Er der flere?", "more"),
        ("Og det andet?", "more"),
        ("Kan du sige mere om det?", "more"),
        ("Er der andre kommuner?", "others"),
        ("Hvad med andre grundejere?", "others"),
        ("Kan du give et eksempel?", "example"),
        ("Nævn et konkret eksempel", "example"),
        ("Hvorfor det?", "deeper"),
        ("Hvorfor er det vigtigt?", "deeper"),
        ("Hvordan?", "deeper"),
        ("Hvem deltog?", ""),
        ("Er det mere end halvdelen?", ""),
        ("Hvorfor blev trapperne skiftet ud?", ""),
        ("Fortæl om et eksempel på genbrug i Skagen", ""),
    ],
)
def test_what_a_follow_up_wants_beyond_what_was_told(question: str, wants: str) -> None:
    assert goes_on(question) == wants
