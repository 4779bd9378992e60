"""Which words of a question a passage was found by."""

from __future__ import annotations

from corpus.types import Passage
from index.matches import Match, matches


def passage(text: str, context: str = "") -> Passage:
    return Passage("a#p0000", "a", "a#s0", 0, text, 0, len(text), 1, 1, context)


def test_words_parts_and_headings_are_told_apart_as_each_is_written() -> None:
    held = passage("Kantinerne målte deres spild. Plast blev samlet.", "Rapport › Mindre madaffald")
    assert matches(held, "Hvor meget madspild og plast fra kantinen?") == (
        Match("words", "plast", "Plast"),
        Match("words", "kantinen", "Kantinerne"),
        Match("parts", "madspild", "spild"),
        Match("context", "madspild", "madaffald"),
    )


def test_function_words_and_other_words_are_no_matches() -> None:
    assert matches(passage("Hvor blev det af? Det ved man ikke."), "hvor er det ikke") == ()
    assert matches(passage("Cykler står ved stationen."), "plast i beholdere") == ()
    assert matches(passage("Cykler står ved stationen."), "") == ()


def test_a_word_is_told_once_a_field() -> None:
    found = matches(passage("Plast, plasten og mere plast."), "plast eller plast?")
    assert found == (Match("words", "plast", "Plast"),)
