"""Orders for a list put as questions."""

from __future__ import annotations

import pytest

from service.asked_list import as_question


@pytest.mark.parametrize(
    ("order", "question"),
    [
        ("Lav en liste over alle broer", "Hvilke broer er der?"),
        ("Kan du lave en tabel over tovholderne?", "Hvem er tovholderne?"),
        ("Giv mig en samlet liste over deltagerne i Flydende broer", "Hvem er deltagerne i Flydende broer?"),
        ("vis en liste over havne, der plantede tang", "Hvilke havne plantede tang?"),
        ("Lav en liste over anbefalingerne fra havnerådet.", "Nævn anbefalingerne fra havnerådet"),
        ("Lav en liste over havnens historie", "Lav en liste over havnens historie"),
        ("Hvem lavede en liste over broer?", "Hvem lavede en liste over broer?"),
        ("Lav en liste over havne og skriv hvem der leder dem", "Lav en liste over havne og skriv hvem der leder dem"),
        ("Lav en plan for broer", "Lav en plan for broer"),
    ],
)
def test_an_order_for_a_list_is_a_question_for_what_it_holds(order: str, question: str) -> None:
    assert as_question(order) == question
