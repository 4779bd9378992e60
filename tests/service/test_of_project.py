"""Follow-ups to who leads or takes part in a project."""

from __future__ import annotations

import pytest

from service.names import NameBook
from service.of_project import asked_of_members, asked_of_project, asked_of_projects
from tests.service.havne import CATALOGUE, store


@pytest.fixture(scope="module")
def names() -> NameBook:
    return NameBook(store(), CATALOGUE)


LEADS, JOINS = "Hvem er tovholder for Tanghaver ved kajen?", "Hvem deltager i Tanghaver ved kajen?"


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ([LEADS], "Hvad er næste skridt?", "Hvad er næste skridt – Tanghaver ved kajen?"),
        ([JOINS], "Og hvad kostede det?", "Hvad kostede Tanghaver ved kajen?"),
        ([JOINS], "hvad handlede projektet om?", "Hvad handlede Tanghaver ved kajen om?"),
        ([JOINS, "Hvem er tovholder?"], "Hvad viste forsøget?", "Hvad viste forsøget – Tanghaver ved kajen?"),
        (["Hvem er med i Tanghaver ved kajen?"], "Hvad er målet for dem?", "Hvad er målet for Tanghaver ved kajen?"),
        (
            ["Sammenlign Tanghaver ved kajen og Flydende broer"],
            "og hvem leder dem?",
            "Hvem er tovholder for Tanghaver ved kajen og Flydende broer?",
        ),
        ([JOINS], "Hvad var det største problem?", "Hvad var det største problem – Tanghaver ved kajen?"),
        (["Hvad handler Tanghaver ved kajen om?"], "Hvad er formålet?", "Hvad er formålet – Tanghaver ved kajen?"),
        ([JOINS, "Er Thyborøn med?"], "Hvem er tovholder?", "Hvem er tovholder for Tanghaver ved kajen?"),
        (["Hvad går Tanghaver ved kajen ud på?"], "Hvad kom der ud af det?", "Hvad kom der ud af Tanghaver ved kajen?"),
        ([JOINS, "Er Thyborøn med?"], "Hvem er ikke med?", "Hvem er ikke med i Tanghaver ved kajen?"),
    ],
)
def test_what_is_asked_of_it_is_asked_of_the_project(
    names: NameBook, before: list[str], question: str, read: str
) -> None:
    assert asked_of_project(question, before, names) == read


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (JOINS, "Hvor mange er det?"),
        (JOINS, "Hvem er tovholder?"),
        (JOINS, "Fortæl mere"),
        (JOINS, "Hvad laver den første?"),
        (JOINS, "Er Thyborøn med?"),
        (JOINS, "Hvad er forskellen på dem?"),
        ("Hvad viste Tanghaver ved kajen?", "Hvad er næste skridt?"),
        ("Hvad handler Tanghaver ved kajen om?", "Hvorfor er vandet koldt?"),
        ("Hvem deltager i kapsejladsen på Tanghaver ved kajen?", "Hvad er næste skridt?"),
    ],
)
def test_what_is_asked_of_them_or_after_other_questions_is_not(names: NameBook, before: str, question: str) -> None:
    assert asked_of_project(question, [before], names) == ""


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ("Hvilke projekter er der?", "hvilke af dem fortsætter?", "Hvilke projekter fortsætter?"),
        ("Hvilke projekter er der?", "Hvem står for dem?", "Hvem er tovholder for hvert projekt?"),
        ("Hvem er tovholder for hvert projekt?", "Og hvilke af dem er færdige?", "Hvilke projekter er færdige?"),
        ("Hvilke projekter er der?", "Hvad koster de?", ""),
        (JOINS, "hvilke af dem fortsætter?", ""),
    ],
)
def test_of_all_projects_is_asked_what_follows_a_question_for_them(
    names: NameBook, before: str, question: str, read: str
) -> None:
    assert asked_of_projects(question, before, names) == read


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ([JOINS], "er Skagen en af dem?", "er Skagen med i Tanghaver ved kajen?"),
        ([JOINS, "er Skagen med i Tanghaver ved kajen?"], "nævn dem alle", "Hvem deltager i Tanghaver ved kajen?"),
        ([JOINS], "er den en af dem?", ""),
        ([JOINS, "Hvem deltager i Flydende broer?"], "er Skagen en af dem?", ""),
        ([LEADS], "nævn dem", ""),
        ([JOINS, "Hvilke kommuner har planer i gang?"], "er Skagen en af dem?", ""),
        ([JOINS], "hvem er ikke?", "Hvem er ikke med i Tanghaver ved kajen?"),
        ([JOINS], "hvem af dem er også med i broer?", "Hvem er med i både Tanghaver ved kajen og broer?"),
        (["Hvem er med i både tang og broer?"], "og hvem er ikke?", "Hvem er med i tang, men ikke i broer?"),
        ([JOINS], "hvem er de bange for?", ""),
    ],
)
def test_members_are_asked_about_or_named(names: NameBook, before: list[str], question: str, read: str) -> None:
    assert asked_of_members(question, before, names) == read
