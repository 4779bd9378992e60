"""Which tools, guides and templates there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer import Answerer
from tests.service.fakes import HashEmbedder, MemoryStore, OverlapRetriever, make_content
from tests.service.havne import CATALOGUE, answerer, ask

SHEETS = (
    ("tov", "Tovrulle", "værktøj", "broer", "Tovrullen samler fortøjninger til mange både på broen."),
    ("guide", "Dykkerguide", "guide", "tang", "Dykkerguiden fortæller, hvordan man planter blæretang."),
    ("blad", "Havnebladet", "rapport", "", "Bladet fortæller om værktøjer og meget andet på havnen."),
)


@pytest.fixture(scope="module")
def made() -> Answerer:
    contents = []
    for document_id, title, kind, project, sentence in SHEETS:
        content = make_content(document_id, title, (((title, "Om"), project, "text", (sentence,)),))
        contents.append(replace(content, document=replace(content.document, kind=kind, project=project)))
    store = MemoryStore(*contents)
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE, threshold=0.001)


@pytest.mark.parametrize(
    ("question", "told", "left"),
    [
        ("Hvilke værktøjer findes der?", ("Tovrulle", "Dykkerguide"), ("Havnebladet",)),
        ("liste over alle værktøjer", ("Tovrulle", "Dykkerguide"), ("Havnebladet",)),
        ("Hvilke guider er der?", ("Dykkerguide",), ("Tovrulle",)),
        ("Hvilke værktøjer er der til Flydende broer?", ("Tovrulle",), ("Dykkerguide",)),
        ("Which tools are available?", ("Tovrulle", "Dykkerguide"), ("Havnebladet",)),
    ],
)
def test_documents_of_the_kind_are_told_with_how_they_begin(
    made: Answerer, question: str, told: tuple[str, ...], left: tuple[str, ...]
) -> None:
    text = ask(made, question).text
    assert dict(ask(made, question).trace)["Slået op"].startswith("værktøjer")
    assert all(f"- **{title}:** " in text for title in told)
    assert not any(f"**{title}:**" in text for title in left)


@pytest.mark.parametrize("question", ["Hvilke værktøjer bruger dykkerne til tang?", "Hvad koster værktøjet?"])
def test_what_else_is_asked_of_tools_is_searched_for(made: Answerer, question: str) -> None:
    assert "værktøjer" not in dict(ask(made, question).trace).get("Slået op", "")


def test_where_no_document_is_a_tool_it_is_searched_for() -> None:
    assert "værktøjer" not in dict(ask(answerer(), "Hvilke værktøjer findes der?").trace).get("Slået op", "")
