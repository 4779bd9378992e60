from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.answers import Source
from corpus.store import joined
from service.candidates import Candidate, intro_of, is_origin, items_of, roles_of, spans_of
from service.extract import in_order, leans, says_the_same
from tests.service.havne import store


def _source(number: int) -> Source:
    held = store()
    row = joined(held, held.passages([f"havne:{number}"]))[0]
    return Source(1, 1.0, *row)


def _roles(number: int) -> list[str]:
    return [c.role for c in spans_of(_source(number))]


def test_every_span_has_the_role_it_plays() -> None:
    assert _roles(2) == ["sentence"] * 3
    assert _roles(3) == ["intro", "item", "item", "item"]
    assert _roles(7) == ["sentence", "speaker"]
    assert _roles(8) == ["figure", "origin"]


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("Kilde: Havnetællingen", True),
        ("Gengivet i vores egne ord efter »Havnen«, 2031.", True),
        ("Kapitlet er skrevet efter afsnittet »Tang«.", True),
        ("Vedtægten er skrevet på kajen.", False),
        ("Uddrag af tang hærder lim.", False),
    ],
)
def test_a_line_that_tells_where_a_text_is_from_is_its_origin(line: str, origin: bool) -> None:
    assert is_origin(line) is origin


def _list_roles(*texts: str) -> list[str]:
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    spans = [(a, a + len(t)) for a, t in zip(starts, texts, strict=True)]
    return list(roles_of(replace(_source(3).passage, text="\n".join(texts), kind="list"), spans))


SHOWN = ("Forsøget viste, at:", "tangen tåler storm", "sæler æder den ikke")


@pytest.mark.parametrize(
    ("texts", "roles"),
    [
        ((*SHOWN, "Havnen plantede mere.", "Det sker i 2032."), ["intro", "item", "item", "sentence", "sentence"]),
        ((*SHOWN, "Havnen plantede mere.", "tangen lugter"), ["intro", "item", "item", "item", "item"]),
        ((*SHOWN, "vandet er klart og", "Havnen er glad.", "Vi også."), ["intro", *["item"] * 4, "sentence"]),
        (("Det viste:", "Tangen tåler storm.", "Sæler æder den ikke."), ["intro", "item", "item"]),
        (("Det viste:", "pH er 8", "CO2 optages.", "Vandet er klart."), ["intro", "item", "item", "item"]),
        (("Det viste:", *SHOWN, "Havnen er glad.", "Vi også."), ["intro", "intro", *["item"] * 4]),
    ],
)
def test_whole_sentences_behind_a_list_in_small_letters_are_no_items(texts: tuple[str, ...], roles: list[str]) -> None:
    assert _list_roles(*texts) == roles


@pytest.mark.parametrize(
    ("after", "roles"), [((), ()), (("40 kroner kostede det.", "Tangen gror."), ("sentence", "sentence"))]
)
def test_words_that_the_items_complete_are_their_intro(after: tuple[str, ...], roles: tuple[str, ...]) -> None:
    texts = ("Havnen er gammel.", "Havnerådet har", "plantet tang", "bygget to broer.", *after)
    assert _list_roles(*texts) == ["sentence", "intro", "item", "item", *roles]


def test_an_item_knows_its_intro_and_its_list() -> None:
    spans = spans_of(_source(3))
    assert intro_of(spans[2]) == spans[0]
    assert items_of(spans[2]) == items_of(spans[0]) == spans[1:]
    assert intro_of(spans[0]) is None


def test_a_candidate_is_a_copy_of_stored_text() -> None:
    for number in range(1, 10):
        for candidate in spans_of(_source(number)):
            passage = candidate.passage
            start = passage.char_start + candidate.start
            assert store().text("havne", start, start + len(candidate.text)) == candidate.text


def test_sentences_that_point_elsewhere_lean() -> None:
    assert leans("Det gav læ til ålekvabber.")
    assert leans("Projektet har fået ny bro.")
    assert not leans("Dykkere plantede blæretang.")
    assert not leans("Det er vigtigt at sikre broen.")


def test_the_same_thing_said_twice_is_recognised_but_not_with_other_numbers() -> None:
    assert says_the_same("61 % bruger den nye bro", "61% bruger den nye bro.")
    assert not says_the_same("61% bruger den nye bro", "16% bruger den nye bro")


def test_spans_keep_the_order_of_their_passage() -> None:
    spans: list[Candidate] = spans_of(_source(2))
    assert in_order([spans[2], spans[0], spans[2]]) == [spans[0], spans[2]]


def _table_roles(*texts: str) -> list[str]:
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    spans = [(a, a + len(t)) for a, t in zip(starts, texts, strict=True)]
    return list(roles_of(replace(_source(3).passage, text="\n".join(texts), kind="table"), spans))


def test_what_stands_over_a_table_is_no_row_of_it() -> None:
    assert _table_roles("Skibe i tal", "Havn: Skagen; Skibe: 14", "Havn: Rødvig; Skibe: 3") == ["intro", "row", "row"]
    assert _table_roles("Skagen har skibe", "Rødvig har tang", "Havn: Nexø") == ["row", "row", "row"]
    assert _table_roles("Hvem er det til? Havne", "Hvem: Havne") == ["row", "row"]
