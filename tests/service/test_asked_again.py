"""Follow-ups for the opposite of what was asked, or for those that were counted."""

from __future__ import annotations

import pytest

from service.asked_again import asked_for_counted, asked_opposite


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ("Hvilken bro har flest pæle?", "og hvilken har færrest?", "Hvilken bro har færrest pæle?"),
        ("Hvilken bro har den højeste bue?", "og den laveste?", "Hvilken bro har den laveste bue?"),
        ("Hvilken bro bruger mest om vinteren?", "hvilken bruger mindst?", "Hvilken bro bruger mindst om vinteren?"),
        ("Which bridge is the longest?", "and the shortest?", ""),
        ("Which bridge has the highest arch?", "and the lowest?", "Which bridge has the lowest arch?"),
        ("Hvilken bro har flest pæle?", "og hvilken har flest?", ""),
        ("Hvilken bro har flest pæle?", "og den ældste?", ""),
        ("Hvilken bro har flest pæle?", "og hvilken har færrest lamper?", ""),
        ("Hvilken bro har pæle?", "hvilken har færrest?", ""),
        ("Hvilke havne er med i mindst tre projekter?", "hvilken er størst?", ""),
    ],
)
def test_the_other_end_of_the_scale_is_asked_for(before: str, question: str, read: str) -> None:
    assert asked_opposite(question, before) == read


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ("Hvor mange broer er der?", "hvilke?", "Hvilke broer er der?"),
        ("Hvor mange deltog i Flydende broer?", "nævn dem", "Hvem deltog i Flydende broer?"),
        ("Hvor mange havne er med?", "Og hvem er de?", "Hvilke havne er med?"),
        ("I 2030: hvor mange havne var med?", "kan du liste dem op?", "I 2030: hvilke havne var med?"),
        ("How many harbours take part?", "which are they?", "Which harbours take part?"),
        ("Hvor mange procent af havnene er med?", "hvilke?", ""),
        ("Hvor mange broer er der?", "hvilke af dem er røde?", ""),
        ("Hvilke broer er der?", "hvilke?", ""),
        ("hvor mange er det?", "hvem er de?", ""),
    ],
)
def test_those_that_were_counted_are_asked_for_by_name(before: str, question: str, read: str) -> None:
    assert asked_for_counted(question, before) == read
