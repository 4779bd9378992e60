"""Sections: the tree, the catalogue's parts, and parts whose title is not printed."""

from __future__ import annotations

from corpus.catalogue import CatalogueDocument, Part
from ingest.blocks import Block
from ingest.sections import MOST_BLOCKS, Draft
from ingest.sections import sections as drafted


def heading(text: str, level: int, *, part: bool = False) -> Block:
    return Block("heading", text, 1, level, part=part)


def body(text: str) -> Block:
    return Block("paragraph", text, 1)


def sections(blocks: list[Block], *, title: str, entry: CatalogueDocument | None) -> list[Draft]:
    return list(drafted(blocks, title=title, entry=entry))


def paths(drafts: list[Draft]) -> list[str]:
    return [" › ".join(draft.path) for draft in drafts]


BOOK = [
    heading("Tre planer", 2),
    Block("row", "Varme i byen: Nord"),
    Block("row", "Vand i byen: Syd"),
    Block("row", "Vind i byen: Vest"),
    heading("Varme i byen", 1, part=True),
    heading("Hvad gik planen ud på?", 3),
    body("Planen om varme gik ud på at spare."),
    heading("Næste skridt", 3),
    body("Byen sparer videre."),
    heading("Hvad gik planen ud på?", 3),
    body("Planen om vand gik ud på at måle."),
    heading("Vind i byen", 1, part=True),
    heading("Hvad gik planen ud på?", 3),
    body("Planen om vind gik ud på at bygge."),
]


def test_headings_make_a_tree_and_each_has_its_own_body() -> None:
    drafts = sections([heading("A", 1), body("a"), heading("B", 2), body("b"), heading("C", 1)], title="T", entry=None)
    assert paths(drafts) == ["A", "A › B", "C"]
    assert [[block.text for block in draft.blocks] for draft in drafts] == [["a"], ["b"], []]


def test_what_stands_before_the_first_heading_is_the_documents_own() -> None:
    (draft,) = sections([body("a")], title="Titlen", entry=None)
    assert draft.path == ("Titlen",)
    assert draft.inferred


def test_asides_are_in_no_section() -> None:
    drafts = sections([heading("A", 1), Block("aside", "12"), body("a")], title="T", entry=None)
    assert [block.text for draft in drafts for block in draft.blocks] == ["a"]


def test_a_part_without_title_is_found_by_its_anchor() -> None:
    parts = (
        Part("Varme i byen", "Planen om varme", "varme"),
        Part("Vand i byen", "Planen om vand", "vand"),
        Part("Vind i byen", "Planen om vind", "vind"),
    )
    entry = CatalogueDocument("bog", "Bogen", "bog.pdf", parts=parts)
    drafts = sections(BOOK, title="Bogen", entry=entry)
    by_body = {block.text: draft for draft in drafts for block in draft.blocks}
    assert by_body["Planen om varme gik ud på at spare."].project == "varme"
    assert by_body["Byen sparer videre."].project == "varme"
    assert by_body["Planen om vand gik ud på at måle."].path == ("Vand i byen", "Hvad gik planen ud på?")
    assert by_body["Planen om vand gik ud på at måle."].project == "vand"
    assert by_body["Planen om vind gik ud på at bygge."].project == "vind"
    assert [draft.title for draft in drafts if draft.inferred] == ["Vand i byen"]


def test_without_a_catalogue_the_name_comes_from_the_overview() -> None:
    drafts = sections(BOOK, title="Bogen", entry=None)
    inferred = [draft for draft in drafts if draft.inferred]
    assert [draft.title for draft in inferred] == ["Vand i byen"]
    assert "Vand i byen › Hvad gik planen ud på?" in paths(drafts)


def test_without_an_overview_the_part_has_a_number() -> None:
    drafts = sections(BOOK[4:], title="Bogen", entry=None)
    assert [draft.title for draft in drafts if draft.inferred] == ["Del 2"]


def test_the_printed_title_is_kept_although_the_catalogue_spells_it_otherwise() -> None:
    entry = CatalogueDocument("b", "B", "b.pdf", parts=(Part("Varmen i byen", "Planen om varme", "varme"),))
    drafts = sections(BOOK[4:9], title="B", entry=entry)
    assert drafts[0].title == "Varme i byen"
    assert not drafts[0].inferred
    assert {draft.project for draft in drafts} == {"varme"}


def test_a_very_long_section_comes_in_drafts_that_go_on() -> None:
    blocks = [heading("A", 1), *(body(str(n)) for n in range(2 * MOST_BLOCKS + 1)), heading("B", 1), body("b")]
    drafts = sections(blocks, title="T", entry=None)
    assert [(draft.title, draft.goes_on, len(draft.blocks)) for draft in drafts] == [
        ("A", False, MOST_BLOCKS), ("A", True, MOST_BLOCKS), ("A", True, 1), ("B", False, 1),
    ]  # fmt: skip
    assert [draft.heading and draft.heading.text for draft in drafts] == ["A", None, None, "B"]
    assert [block.text for draft in drafts[:3] for block in draft.blocks] == [
        str(n) for n in range(2 * MOST_BLOCKS + 1)
    ]
