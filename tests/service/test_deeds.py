"""Whether what a question takes for done is told at all."""

from __future__ import annotations

import pytest

from corpus.answers import Source
from corpus.types import Document, Passage, Section
from service.answer import Answerer
from service.candidates import Candidate, spans_of
from service.deeds import lacks_deed
from tests.service.havne import answerer, ask

DOCUMENT = Document("d", "Havnen", "havn.pdf", "application/pdf", "0", 1)
SECTION = Section("s", "d", 0, "Broerne", ("Broerne",), 1, 0, 999, 1, 1)


def spans(text: str, project: str = "broer") -> list[Candidate]:
    passage = Passage("p", "d", "s", 0, text, 0, len(text), 1, 1, "", "text", ((0, len(text)),), project)
    return spans_of(Source(1, 1.0, passage, SECTION, DOCUMENT))


@pytest.mark.parametrize(
    ("question", "best", "found", "lacks"),
    [
        ("Hvorfor blev broen droppet?", "Broen gynger.", "Broen er rød.", True),
        ("Hvorfor blev broen droppet?", "Broen blev ikke bygget.", "", False),
        ("Hvorfor blev broen droppet?", "Broen gynger.", "Broen blev nedlagt i 2030.", False),
        ("Hvorfor blev broen droppet?", "Arket oplyser ikke, hvornår broen er fra.", "", True),
        ("Vi har opgivet broen. Hvad gør andre?", "Broen gynger.", "", False),
        ("Hvorfor har kommunen opgivet broen?", "Broen gynger.", "", True),
        ("Hvorfor trak Rødvig sig ud?", "Det er et sejt træk.", "Det er et sejt træk.", True),
        ("Hvorfor trak Rødvig sig ud?", "", "Rødvig har trukket sig.", False),
        ("Hvorfor blev broen droppet?", "Tangen blev ikke plantet.", "", True),
        ("Hvorfor blev broen droppet?", "", "Tangen fortsætter.", True),
        ("Hvorfor stoppede forsøget?", "Forsøget fortsætter i 2032.", "Forsøget fortsætter i 2032.", False),
        ("Hvornår blev redningsveste obligatoriske?", "Veste hænger på broen.", "Veste er gule.", True),
        ("Hvornår blev redningsveste obligatoriske?", "Alle skal bære redningsvest.", "", False),
        ("Hvem vandt kapsejladsen?", "Broen gynger.", "Både lægger til.", True),
        ("Hvem vandt kapsejladsen?", "", "Rødvig vandt.", False),
        ("Who won the race?", "Broen gynger.", "Både lægger til.", True),
        ("Hvem klagede over broen?", "Broen gynger.", "", True),
        ("Hvem er i konflikt med havnen?", "Broen gynger.", "", True),
        ("Hvem byggede broen?", "Havnen byggede den.", "", False),
        ("Hvad er i vand?", "Ålen er i vandet.", "", False),
    ],
)
def test_a_deed_is_told_of_by_words_of_its_sort(question: str, best: str, found: str, lacks: bool) -> None:
    assert lacks_deed(question, spans(best), spans(found)) is lacks


def test_a_deed_of_another_project_tells_nothing_and_gives_no_hint() -> None:
    question, best = "Hvorfor blev broen droppet?", spans("Broen gynger.")
    assert lacks_deed(question, best, spans("Tanghaven blev nedlagt.", project="tang"))
    assert lacks_deed(question, [*best, *spans("Tanghaven blev ikke bygget.", project="tang")], [])
    assert not lacks_deed(question, [*best, *spans("Broen blev ikke bygget.")], [])


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer(threshold=0.001)


def test_a_question_for_a_deed_that_nothing_tells_of_is_refused_and_says_why(made: Answerer) -> None:
    answer = ask(made, "Hvem vandt prisen for de flydende broer?")
    assert answer.status == "not_found"
    assert dict(answer.trace)["Forudsætning"].startswith("at noget er stoppet")
    assert ask(made, "Hvem plantede blæretang på pælene?").status == "answered"
