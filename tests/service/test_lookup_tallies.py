"""Who is on so many lists, which two projects share most, and who leads most projects."""

from __future__ import annotations

import pytest

from corpus.types import Filters
from service.answer import Answerer
from service.chosen import Chosen
from service.lookup_tallies import tallied
from service.names import NameBook
from service.question import Question
from tests.service.fakes import MemoryStore
from tests.service.kajer import CATALOGUE, answerer, ask, content

NONE_OF = "(deltagerne i »Kortlægning af moler« og »Lysende skilte« er ikke nævnt)"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


@pytest.fixture(scope="module")
def regional() -> Answerer:
    return answerer(whole_region=True)


@pytest.mark.parametrize(
    ("asked", "intro", "rows"),
    [
        ("alle projekter", f"På alle 3 deltagerlister i materialet {NONE_OF} står:", ["3 projekter:** Rebild"]),
        (
            "mindst to projekter",
            f"På mindst 2 af de 3 deltagerlister i materialet {NONE_OF} står:",
            ["3 projekter:** Rebild", "2 projekter:** Thisted"],
        ),
        (
            "mere end to projekter",
            f"På flere end 2 af de 3 deltagerlister i materialet {NONE_OF} står:",
            ["3 projekter:** Rebild"],
        ),
        (
            "kun ét projekt",
            f"På præcis 1 af de 3 deltagerlister i materialet {NONE_OF} står:",
            ["1 projekt:** Jammerbugt, Læsø og Morsø"],
        ),
    ],
)
def test_who_is_on_so_many_lists(made: Answerer, asked: str, intro: str, rows: list[str]) -> None:
    first, _, *told = ask(made, f"Hvilke kommuner er med i {asked}?").text.splitlines()
    assert first == intro
    assert [row.removeprefix("- **").split(" [")[0] for row in told[:-1]] == rows


def test_who_leads_without_being_listed_is_told_beside_the_count(made: Answerer) -> None:
    last = ask(made, "Hvilke kommuner er med i mindst to projekter?").text.splitlines()[-1]
    assert last.startswith("- **Tovholder uden selv at stå på listen:** Jammerbugt (Tanghaver ved kajen); Region")


def test_so_many_are_counted_where_their_number_is_asked(made: Answerer) -> None:
    number = f"På mindst 2 af de 3 deltagerlister i materialet {NONE_OF} står 2 kommuner:"
    assert ask(made, "Hvor mange kommuner er med i mindst to projekter?").text.startswith(number)


def test_so_many_are_counted_where_their_number_is_asked_afterwards() -> None:
    store = MemoryStore(content(whole_region=False))
    own, topic = "hvor mange er det?", "Hvilke kommuner er med i mindst to projekter"
    asked = Question(text=f"{own} {topic}", kind="number", own=own, topic=topic)
    order = [project.id for project in CATALOGUE.projects]
    found = tallied(asked, Chosen(store), NameBook(store, CATALOGUE), order)
    assert found is not None
    assert found.intro.endswith(f"{NONE_OF} står 2 kommuner:")


def test_a_list_of_everybody_counts_for_each_municipality_of_the_region(regional: Answerer) -> None:
    told = ask(regional, "Hvilke kommuner er med i mindst fire projekter?").text
    assert "- **4 projekter:** Rebild [" in told
    assert "På ingen af de 4" in (none := ask(regional, "Hvilke kommuner er ikke med i nogen projekter?").text)
    assert "\n- 0 kommuner [" in none


def test_most_projects_counts_a_list_of_everybody_too(regional: Answerer) -> None:
    told = ask(regional, "Hvilken kommune er med i flest projekter?").text
    assert told.splitlines()[2].startswith("- **4 projekter:** Rebild [")


@pytest.mark.parametrize("question", ["Hvilke erfaringer har de kommuner, der er med i alle projekter?"])
def test_what_else_is_asked_of_them_is_not_counted(made: Answerer, question: str) -> None:
    assert "deltagerlister" not in ask(made, question).text


def test_nothing_is_counted_where_lists_may_be_seen_in_part(made: Answerer) -> None:
    only = Filters(projects=("tang",))
    assert "deltagerlister" not in ask(made, "Hvilke kommuner er med i alle projekter?", filters=only).text


def test_the_two_lists_that_share_most_are_told_with_whom_they_share(regional: Answerer) -> None:
    first, _, *rows = ask(regional, "Hvilke to projekter har flest deltagere til fælles?").text.splitlines()
    assert first == "Flest fælles på deltagerlisterne i materialet (deltagerne i »Lysende skilte« er ikke nævnt) har:"
    assert rows[0].startswith(
        "- **»Tanghaver ved kajen« og »Flydende broer« (3):** Rebild, Region Nordjylland og Thisted ["
    )
    assert rows[1].startswith("- »Kortlægning af moler« gælder alle kommuner i Region Nordjylland [")


def test_who_leads_most_projects_is_told_with_all_that_lead_as_many(made: Answerer) -> None:
    rows = ask(made, "Hvilken kommune er tovholder for flest projekter?").text.splitlines()[2:]
    assert [row.split(" [")[0] for row in rows] == [
        "- **1 projekt:** Jammerbugt og Læsø", "- **2 projekter:** Region Nordjylland (ikke en kommune)",
    ]  # fmt: skip
    assert "- **2 projekter:** Region Nordjylland [" in ask(made, "Hvem er tovholder for flest projekter?").text
