"""A report as PDF and as Word: one section tree but for what is listed and explained here, and the same answers."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from pdf_checks import outline

from corpus.answers import Answer
from corpus.catalogue import Catalogue
from corpus.types import DocumentContent
from ingest.assemble import assemble
from ingest.guard import Limits
from ingest.read import read_file
from service.assistant import LocalAssistant, open_assistant
from service.library import add_documents
from service.settings import Settings

NAME = "fjernvarme-rapport"
EXAMPLES = (
    "Eksempel 1: Simpel parameteranalyse",
    "Eksempel 2: Fejlsøgning",
    "Eksempel 3: Ny analyse",
    "Eksempel 4: Datavalidering",
    "Eksempel 5: Beslutningsstøtte",
)


@dataclass(frozen=True)
class Difference:
    """Lines of the outline, set in by level, that stand at one place in one twin and not in the other."""

    word: tuple[str, ...]
    pdf: tuple[str, ...]
    why: str


DIFFERENCES = (
    Difference(
        ("Businesscase-analyse og værktøj til Billund Varmeværk",),
        (),
        "The letterhead stands before the first heading in Word, in a section that has the document's name; in the PDF "
        "it is small print beside the heading and set aside.",
    ),
    Difference(
        (),
        ("  Akkumuleringstank, varmepumpe og balancemarkedsdeltagelse",),
        "The subtitle of the cover: Word's style says that it is no heading, the PDF shows a line of 15 points.",
    ),
    Difference(
        (),
        ("      Til drift og produktion",),
        "A lead-in in bold over a list: a paragraph in Word, while on the page it looks like the headings of its size.",
    ),
    Difference((), ("      For Billund konkret", "      For samarbejdet"), "Two more of these lead-ins."),
    Difference(
        tuple(f"        {title}" for title in EXAMPLES),
        tuple(f"      {title}" for title in EXAMPLES),
        "Word's fourth and fifth heading styles are printed alike: bold, 12 points.",
    ),
    Difference(
        ("      Unit commitment (kun for i∈IUC)",),
        ("      Unit commitment (kun for i ∈ I UC)",),
        "Word's formula has no spaces; in print its sign and its index stand apart.",
    ),
)


@dataclass(frozen=True)
class Asked:
    """fact: what both answers must say, "" when both must refuse. section: where both must have found it."""

    question: str
    fact: str
    section: str


ASKED = (
    Asked("Hvor meget er tanken værd om året på ren spotarbitrage?", "6,6 mio", "Sammenfatning"),
    Asked("Hvor meget bidrager balancemarkedet med om året?", "15,6 mio", "Hvad markederne bidrager"),
    Asked("Hvor mange timer skal halmkedlen mindst køre efter start?", "12 timer", "2. Metoden"),
    Asked("Hvornår på året er tanken mest værd?", "april, november", "Hvornår på året er tanken mest værd?"),
    Asked("Hvad koster et Claude Pro-abonnement?", "700 kr", "Forudsætninger, hvis I vil i gang"),
    Asked("Hvor stor en del af aFRR-markedet udgør Billunds bud?", "9%", "Pris-tager-status"),
    Asked("Hvor lang tid tager installationen?", "30 minutter", "Forudsætninger, hvis I vil i gang"),
    Asked("Hvor mange GWh leverer varmepumpen med tank?", "74,6", "Sådan skaber tanken værdien i drift"),
    Asked("Hvor stor er balancemarkedsværdien?", "15,6", "5. Kombineret værdi og ærlig bogføring"),
    Asked("Hvor meget kan halmprisen ændre hovedtallet?", "3-6%", "Sammenfatning"),
    Asked("Hvad er hovedstaden i Frankrig?", "", ""),
)


def content(path: Path) -> DocumentContent:
    read = read_file(path, Limits())
    return assemble(read, document_id="d", filename=path.name, sha256="0", entry=None, catalogue=Catalogue())


@pytest.fixture(scope="module")
def twins(testdata: Path) -> tuple[DocumentContent, DocumentContent]:
    folder = testdata / "documents"
    return content(folder / f"{NAME}.docx"), content(folder / f"{NAME}.pdf")


@pytest.fixture(scope="module")
def assistants(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalAssistant, LocalAssistant]:
    """One for each twin, which knows nothing else."""
    opened = []
    for kind in ("docx", "pdf"):
        settings = Settings(data=tmp_path_factory.mktemp(kind))
        add_documents(settings, [testdata / "documents" / f"{NAME}.{kind}"])
        opened.append(open_assistant(settings))
    return opened[0], opened[1]


def test_the_twins_have_one_section_tree_but_for_what_is_explained(
    twins: tuple[DocumentContent, DocumentContent],
) -> None:
    word, pdf = (outline(twin) for twin in twins)
    found = [
        (tuple(word[a:b]), tuple(pdf[c:d]))
        for tag, a, b, c, d in SequenceMatcher(a=word, b=pdf, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    assert found == [(difference.word, difference.pdf) for difference in DIFFERENCES]
    assert all(difference.why for difference in DIFFERENCES)
    assert len(word) > 110


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.question)
def test_the_twins_give_the_same_answer(assistants: tuple[LocalAssistant, LocalAssistant], asked: Asked) -> None:
    """Whether a question is answered at all is for other tests to hold: here both do, and say the same, or neither."""
    answers = [assistant.ask(asked.question) for assistant in assistants]
    assert answers[0].status == answers[1].status
    for answer in answers if answers[0].status == "answered" else []:
        assert asked.fact
        assert asked.section in cited(answer, asked.fact)


@pytest.mark.slow
def test_most_of_these_questions_are_answered(assistants: tuple[LocalAssistant, LocalAssistant]) -> None:
    answered = [assistants[1].ask(asked.question).status == "answered" for asked in ASKED if asked.fact]
    assert sum(answered) >= 7


def cited(answer: Answer, fact: str) -> set[str]:
    """The headings under which the quotes stand that say it."""
    return {citation.section[-1] for citation in answer.citations if fact in citation.quote}


def test_the_words_tables_have_headers_and_captions_are_kept(twins: tuple[DocumentContent, DocumentContent]) -> None:
    word, _ = twins
    rows = [p.text[a:b] for p in word.passages if p.kind == "table" for a, b in p.sentences]
    assert len(rows) > 50
    assert sum(row.count(": ") >= 1 for row in rows) / len(rows) > 0.9
    assert sum("Figur " in passage.text for passage in word.passages) >= 8
