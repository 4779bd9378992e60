"""Typing mistakes against a small vocabulary."""

from __future__ import annotations

import pytest

from index.spelling import Speller

SPELLER = Speller(["klimaplan", "samkørsel", "kommuner", "energibesparelser", "madspild", "gladsaxe", "plast"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("klimplan", "klimaplan"),
        ("samkøresl", "samkørsel"),
        ("komuner", "kommuner"),
        ("engeribesparelser", "energibesparelser"),
        ("energibesparelsr", "energibesparelser"),
        ("galdsaxe", "gladsaxe"),
        ("lpast", "plast"),
    ],
)
def test_a_slip_is_read_as_the_near_word(written: str, meant: str) -> None:
    assert SPELLER.correct(written) == meant


@pytest.mark.parametrize("fine", ["klimaplan", "klimaplanerne", "kommunerne", "hvilke", "bil", "xqzwvk", "27", "", "æ"])
def test_words_that_are_fine_or_far_are_left(fine: str) -> None:
    assert SPELLER.correct(fine) is None


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert Speller([]).correct("klimplan") is None
