"""Passages: their size, and what may not be parted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, BlockKind
from ingest.passages import SIZE, Cut, Placed, Size, cut

KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(["paragraph", "item", "row", "quote", "figure"])


def placed(*blocks: Block) -> tuple[str, list[Placed]]:
    text, items = "", []
    for block in blocks:
        text += "\n" if text else ""
        items.append(Placed(block, len(text)))
        text += block.text
    return text, items


def words(count: int, *, end: str = ".") -> str:
    return "Ord " + " ".join(["ord"] * (count - 1)) + end


def sizes(text: str, cuts: list[Cut]) -> list[int]:
    return [len(text[piece.start : piece.end].split()) for piece in cuts]


def test_a_short_section_is_one_passage() -> None:
    text, items = placed(Block("paragraph", words(20)), Block("paragraph", words(30)))
    assert sizes(text, cut(items)) == [50]


def test_a_long_section_is_cut_at_paragraphs_into_fit_sizes() -> None:
    text, items = placed(*(Block("paragraph", words(70)) for _ in range(6)))
    found = sizes(text, cut(items))
    assert sum(found) == 420
    assert all(SIZE.least <= size <= SIZE.most for size in found)
    assert all(size % 70 == 0 for size in found)


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    text, items = placed(Block("paragraph", " ".join(words(25) for _ in range(20))))
    cuts = cut(items)
    assert all(SIZE.least <= size <= SIZE.most for size in sizes(text, cuts))
    assert all(text[piece.start : piece.end].endswith(".") for piece in cuts)


def test_passages_of_another_size_hold_the_same_text() -> None:
    text, items = placed(*(Block("paragraph", " ".join(words(10) for _ in range(12))) for _ in range(3)))
    small, large = cut(items, Size(20, 60)), cut(items, Size(120, 360))
    assert all(size <= 60 for size in sizes(text, small))
    assert len(large) == 1 < len(cut(items)) < len(small)
    assert sum(sizes(text, small)) == sum(sizes(text, large)) == 360


def test_a_list_stays_with_its_intro() -> None:
    blocks = [Block("paragraph", words(150)), Block("paragraph", words(12, end=":"))]
    blocks += [Block("item", words(20)) for _ in range(4)]
    _, items = placed(*blocks)
    cuts = cut(items)
    intro = items[1].start
    holder = next(piece for piece in cuts if piece.start <= intro < piece.end)
    assert holder.end > items[2].start
    assert holder.kind == "list"


def test_a_quote_is_apart_with_its_speaker() -> None:
    blocks = [
        Block("paragraph", words(20)),
        Block("quote", words(30)),
        Block("speaker", "Anna Holm, chef"),
        Block("quote", words(25)),
        Block("speaker", "Bo Lund, leder"),
        Block("paragraph", words(20)),
    ]
    text, items = placed(*blocks)
    cuts = cut(items)
    assert [piece.kind for piece in cuts] == ["text", "quote", "quote", "text"]
    assert text[cuts[1].start : cuts[1].end].endswith("Anna Holm, chef")


def test_a_table_is_apart_with_its_title_and_source() -> None:
    kinds: list[BlockKind] = ["paragraph", "caption", "row", "row", "source", "paragraph"]
    _, items = placed(*(Block(kind, words(30)) for kind in kinds))
    cuts = cut(items)
    assert [piece.kind for piece in cuts] == ["text", "table", "text"]
    assert cuts[1].start == items[1].start
    assert len(cuts[1].sentences) == 4


def test_a_remark_under_a_table_stays_with_it() -> None:
    _, items = placed(Block("row", words(8)), Block("row", words(9)), Block("paragraph", words(7)))
    (only,) = cut(items)
    assert only.kind == "table"


def test_items_rows_and_figures_are_one_sentence_each() -> None:
    _, items = placed(
        Block("paragraph", "Tre ting:"), Block("item", "Lys. Og varme."), Block("figure", "2 er i gang. Snart.")
    )
    (only,) = cut(items)
    assert len(only.sentences) == 3


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["paragraph", "item", "row", "quote", "figure"]), st.integers(1, 220)), max_size=14
    )
)
def test_every_block_is_in_passages_once_and_in_order(shape: list[tuple[BlockKind, int]]) -> None:
    text, items = placed(*(Block(kind, words(count)) for kind, count in shape))
    cuts = cut(items)
    covered = "".join(text[piece.start : piece.end] for piece in cuts)
    assert "".join(covered.split()) == "".join(text.split())
    last = 0
    for piece in cuts:
        assert piece.start >= last
        last = piece.end
        assert piece.sentences[0][0] == 0
        assert piece.start + piece.sentences[-1][1] == piece.end
