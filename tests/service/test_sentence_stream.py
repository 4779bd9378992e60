"""A model's text as it comes, also from a model that is stuck."""

from __future__ import annotations

import pytest

from service.sentence_stream import SentenceStream, Written

STUCK = 5_600


def read(text: str, *, size: int) -> list[Written]:
    """The sentences of a text that comes so many letters at a time."""
    stream = SentenceStream()
    found = [w for start in range(0, len(text), size) for w in stream.feed(text[start : start + size])]
    return [*found, *stream.end()]


@pytest.mark.parametrize("size", [1, 4, STUCK])
def test_dots_without_end_are_the_end_of_the_sentence_before_them(size: int) -> None:
    told = read("Den er grøn [1]. Den er blå" + "." * STUCK, size=size)
    assert told == [Written("Den er grøn.", (1,), opens=True), Written("Den er blå........", ())]


@pytest.mark.parametrize("size", [1, 4, STUCK])
def test_a_marker_behind_dots_without_end_belongs_to_their_sentence(size: int) -> None:
    told = read("Den er blå" + "." * STUCK + "” [2] Den er grøn. [3]", size=size)
    assert [w.cites for w in told] == [(2,), (3,)]


@pytest.mark.parametrize("begun", ["[" + " " * STUCK, "[kilde" + "1" * STUCK, "[" + "1, " * (STUCK // 3)])
def test_a_marker_that_never_ends_cites_nothing(begun: str) -> None:
    told = read(f"Den er grøn [1]. {begun}", size=4)
    assert told[0] == Written("Den er grøn.", (1,), opens=True)
    assert all(w.cites == () for w in told[1:])


@pytest.mark.parametrize(
    ("marker", "cites"),
    [
        ("[kilde12]", (12,)),
        ("[Kilder: 3]", ()),
        ("[kilde 1 og 12]", (1, 12)),
        ("【Source ^3】", (3,)),
        ("[1,2;3]", (1, 2, 3)),
    ],
)
def test_a_marker_is_read_as_the_model_writes_it(marker: str, cites: tuple[int, ...]) -> None:
    assert read(f"Den er grøn {marker}.", size=3)[0].cites == cites
