"""How many of a kind there are in a place."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from service.lookup_total import total_of
from tests.service.fakes import make_content


def sources(*sentences: str) -> list[Source]:
    content = make_content("d", "Skoler", [(("Skoler",), "", "text", sentences)])
    section, passage = content.sections[0], content.passages[0]
    return [Source(1, 1.0, passage, section, content.document)]


@pytest.mark.parametrize(
    "sentence",
    [
        "I går havde 9 af de 12 skoler i Nordby åbent.",
        "Alle 12 skoler i Nordby har et værksted.",
        "Tolv skoler – alle i Nordby – har et værksted.",
    ],
)
def test_the_sentence_that_counts_all_of_them_is_quoted(sentence: str) -> None:
    found = total_of("Hvor mange skoler er der i Nordby?", sources("Nordby har 3 havne.", sentence))
    assert found is not None
    assert [span.text for span in found.rows[0].cited] == [sentence]


@pytest.mark.parametrize(
    "told",
    [
        ("9 skoler i Nordby har åbent.",),
        ("De 3 skoler i Nordby blev malet.",),
        ("Alle 4 skoler i Nordby, der har et værksted, er med.",),
        ("Alle 12 skoler i Nordby har åbent.", "Alle 13 skoler i Nordby har lukket."),
        ("Alle 12 skoler i Sønderby har åbent.",),
    ],
)
def test_some_of_them_or_two_numbers_are_no_total(told: tuple[str, ...]) -> None:
    assert total_of("Hvor mange skoler er der i Nordby?", sources(*told)) is None


def test_another_question_is_not_counted() -> None:
    assert total_of("Hvor mange skoler er med i Nordby?", sources("Alle 12 skoler i Nordby har åbent.")) is None
