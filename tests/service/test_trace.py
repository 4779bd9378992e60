"""The explanation of an answer is Danish, whatever was asked."""

from __future__ import annotations

from typing import get_args

from service.names import EntityKind, NameBook
from service.question import Question, QuestionKind
from service.thread import Condensed
from service.trace import ENTITIES, KINDS, understanding
from tests.service.havne import CATALOGUE, store


def test_every_type_and_kind_of_name_has_a_danish_word() -> None:
    assert set(KINDS) == set(get_args(QuestionKind))
    assert set(ENTITIES) == set(get_args(EntityKind))


def test_the_rows_say_what_was_understood() -> None:
    names = NameBook(store(), CATALOGUE)
    asked = Question("Hvem deltog?", "who", names.find("broer og broerne"))
    rows = dict(understanding(Condensed("Hvem deltog?", before="madspild"), asked, names))
    assert rows == {
        "Spørgsmålstype": "hvem",
        "Genkendte navne": "broer (projekt: Flydende broer), broerne (projekt: Flydende broer)",
        "Søgt efter": "Hvem deltog?",
        "Hører sammen med": "madspild",
    }
