"""The same text in several places is one hit."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from corpus.store import joined
from service.twins import START, gathered
from tests.service.fakes import MemoryStore, make_content

LONG = "Kommunalbestyrelsen fører tilsyn med havnens "


def sources(*texts: str) -> list[Source]:
    held = MemoryStore(make_content("havne", "Havne", [(("Havne",), "", "text", (text,)) for text in texts]))
    return [Source(rank, 1.0, *row) for rank, row in enumerate(joined(held, held.iter_passages()), start=1)]


@pytest.mark.parametrize(
    ("texts", "held"),
    [
        ((LONG + "broer.", LONG + "moler.", LONG + "broer."), [2, 1]),
        ((LONG + "broer.", "Kommunal-bestyrelsen fører tilsyn – med havnens broer."), [2]),
        (("Ja.", "ja", "Jamen."), [2, 1]),
        (("." * 5 * START + "Broen er åben.", "Broen er åben.", "Broen er a\u030aben"), [3]),
        (("", "!", "Broen"), [2, 1]),
    ],
)
def test_texts_are_twins_when_their_letters_and_digits_are_the_same(texts: tuple[str, ...], held: list[int]) -> None:
    found = gathered(sources(*texts), 10)
    assert [1 + len(source.also) for source in found] == held
    assert [source.rank for source in found] == list(range(1, len(held) + 1))
