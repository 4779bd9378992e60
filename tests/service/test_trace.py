"""The explanation of an answer is Danish, whatever was asked."""

from __future__ import annotations

from typing import get_args

from service.condense import Condensed
from service.names import EntityKind
from service.question import Question, QuestionKind
from service.trace import ENTITIES, KINDS, understanding


def test_every_type_and_kind_of_name_has_a_danish_word() -> None:
    assert set(KINDS) == set(get_args(QuestionKind))
    assert set(ENTITIES) == set(get_args(EntityKind))


def test_the_rows_say_what_was_understood() -> None:
    rows = dict(understanding(Condensed("Hvem deltog?", before="madspild"), Question("Hvem deltog?", "who")))
    assert rows == {
        "Spørgsmålstype": "hvem",
        "Genkendte navne": "ingen",
        "Søgt efter": "Hvem deltog?",
        "Hører sammen med": "madspild",
    }
