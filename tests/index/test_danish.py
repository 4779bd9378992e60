"""Danish analysis: what counts as the same word, where it stands, and what lights up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.danish import analyse, describe, highlight, stem


def terms(text: str) -> list[str]:
    return [token.term for token in analyse(text)]


def gram_list(text: str) -> list[str]:
    return [gram for _, word in describe(text) for gram in word.grams.split()]


def parts(word: str) -> list[str]:
    (token,) = analyse(word)
    return [part.term for part in token.parts]


@pytest.mark.parametrize(
    "same",
    [
        "klimaplan klimaplaner klimaplanen klimaplanerne klimaplanernes Klimaplan",
        "deltog deltage deltager deltagere deltagelse deltaget",
        "bog bøger bøgerne bogen",
        "mand mænd mændene",
        "skrev skrive skriver skrevet",
        "foretog foretage foretager foretaget",
        "større stor størst store",
        "elbil el-bil elbiler el-biler El‑bilerne",
        "Aarhus Århus",
        "CO2 CO₂ co2",
        "27 syvogtyve",
        "12 tolv",
        "% procent pct pct.",
        "1.234 1234",
        "kommune kommuner kommunerne kommunens",
        "regel regler reglerne",
        "museum museer museet",
    ],
)
def test_forms_of_one_word_have_one_term(same: str) -> None:
    assert len(set(terms(same))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("by", "at"),
        ("får", "for"),
        ("pas", "på"),
        ("ar", "år"),
        ("27", "29"),
        ("2,5", "25"),
        ("§ 5", "§ 6"),
        ("en", "1"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_paragraphs_and_subsections_are_kept() -> None:
    assert terms("§ 5, stk. 2") == ["§5", "stk2"]
    assert terms("jf. § 12 a") == ["jf", "§12a"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("samkørselskampagne", ["samkørsel", "kampagn"]),
        ("elbiler", ["el", "bil"]),
        ("madspildet", ["mad", "spild"]),
        ("plastemballage", ["plast", "emballag"]),
        ("AFI-loven", ["afi", "lov"]),
        ("kommunerne", []),
        ("deltagere", []),
        ("forretning", []),
    ],
)
def test_compounds_come_apart(word: str, expected: list[str]) -> None:
    assert parts(word) == expected


def test_parts_have_their_places() -> None:
    text = "Nye klimaplaner og el-biler."
    spans = [text[part.start : part.end] for token in analyse(text) for part in token.parts]
    assert spans == ["klima", "planer", "el", "biler"]


def test_highlights_light_up_forms_and_parts() -> None:
    text = "Kommunerne lavede klimaplaner for elbilerne."
    assert [text[a:b] for a, b in highlight(text, "kommune plan elbil")] == ["Kommunerne", "planer", "elbilerne"]


def test_highlights_leave_function_words_dark() -> None:
    assert highlight("Det er for de store kommuner.", "Hvad er det for de") == []


def test_a_query_of_parts_meets_a_compound_in_the_text() -> None:
    text = "De valgte buskørsel."
    assert [text[a:b] for a, b in highlight(text, "kørsel")] == ["kørsel"]


def test_grams_are_padded_at_word_ends() -> None:
    assert gram_list("elbil") == ["_elb", "elbi", "lbil", "bil_"]
    assert gram_list("el") == ["_el_"]
    assert gram_list("") == []


def test_decomposed_letters_are_the_same_word_at_their_own_place() -> None:
    text = unicodedata.normalize("NFD", "På Århus' åbne grøfter")
    assert terms(text) == terms("På Århus' åbne grøfter")
    assert all(text[t.start : t.end].strip() for t in analyse(text))


def test_a_stem_of_a_stem_is_found_again() -> None:
    assert stem("kommunerne") == stem("kommune")


@given(st.text(max_size=80))
def test_spans_are_in_order_inside_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for token in analyse(text):
        assert end <= token.start < token.end <= len(text)
        assert all(token.start <= part.start <= part.end <= token.end for part in token.parts)
        assert token.term
        assert not any(c.isspace() for c in token.term)
        end = token.end


@given(st.text(alphabet="abæøå -§25,.%", max_size=60))
def test_a_text_highlights_itself_inside_its_bounds(text: str) -> None:
    previous = -1
    for start, end in highlight(text, text):
        assert previous < start < end <= len(text)
        previous = end
