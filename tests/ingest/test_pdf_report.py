"""The report, held by a golden file that stores structure and hashes, never its sentences.

`KLIMASVAR_GOLDEN=1 pytest tests/ingest/test_pdf_report.py` writes the golden file anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from pdf_checks import assembled, keep_the_laws

from corpus.types import DocumentContent
from ingest.blocks import ReadDocument
from ingest.pdf import PdfReader

GOLDEN = Path(__file__).parent / "golden" / "report.json"
KEPT = {"Energi- og", "person- og", "Høje-Taastrup,", "DK2020-organisering"}
PROJECTS = ["klimaplaner", "madspild", "drivmidler", "indkoeb", "pendlervaner", "boliger", "plastaffald"]


@pytest.fixture(scope="module")
def report(testdata: Path) -> Path:
    return testdata / "report" / "vip-klimaprojekterne.pdf"


@pytest.fixture(scope="module")
def read(report: Path) -> ReadDocument:
    return PdfReader().read(report)


@pytest.fixture(scope="module")
def content(read: ReadDocument, report: Path) -> DocumentContent:
    return assembled(read, report)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def test_the_golden_structure(content: DocumentContent) -> None:
    found = {
        "sections": [
            [section.level, section.project, section.inferred, section.page_first, digest(section.heading)]
            for section in content.sections
        ],
        "passages": [
            [passage.kind, passage.project, len(passage.text.split()), len(passage.sentences), digest(passage.text)]
            for passage in content.passages
        ],
    }
    if os.environ.get("KLIMASVAR_GOLDEN"):
        lines = {key: [json.dumps(row) for row in rows] for key, rows in found.items()}
        body = ",\n".join(f' "{key}": [\n  ' + ",\n  ".join(rows) + "\n ]" for key, rows in lines.items())
        GOLDEN.write_text("{\n" + body + "\n}\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_laws_hold(content: DocumentContent) -> None:
    keep_the_laws(content)


def test_all_line_end_hyphens_are_right(read: ReadDocument) -> None:
    assert len(read.joins) == 106
    assert {join.result for join in read.joins if not join.removed} == KEPT
    assert all(join.reason for join in read.joins)
    assert sum(join.result.startswith("Klimaalliancen") for join in read.joins) == 3


def test_every_project_has_its_headings_and_each_heading_its_body(content: DocumentContent) -> None:
    heads = {project: [s.heading for s in content.sections if s.project == project] for project in PROJECTS}
    for project in PROJECTS:
        assert heads[project][1].startswith("Hvad handlede"), project
        assert any(head.startswith("Erfaringer") for head in heads[project])
        assert any(head.startswith("Næste skridt") for head in heads[project])
    held = {passage.section_id for passage in content.passages}
    empty = [section for section in content.sections if section.section_id not in held]
    assert [section.project for section in empty] == PROJECTS
    assert all(section.level == 1 for section in empty)


def test_titles_that_are_pictures_come_from_the_catalogue_or_the_overview(
    content: DocumentContent, read: ReadDocument, report: Path
) -> None:
    expected = ["100% grønne drivmidler", "Cirkulære indkøb"]
    assert [section.heading for section in content.sections if section.inferred] == expected
    alone = assembled(read, report, known=False)
    assert [section.heading for section in alone.sections if section.inferred] == expected


def test_every_quote_has_its_speaker(content: DocumentContent) -> None:
    quotes = [passage for passage in content.passages if passage.kind == "quote"]
    assert len(quotes) == 6
    for passage in quotes:
        start, end = passage.sentences[-1]
        assert "," in passage.text[start:end]
        assert passage.text[start].isupper()
    assert [passage.project for passage in quotes] == [
        "",
        "madspild",
        "drivmidler",
        "pendlervaner",
        "pendlervaner",
        "boliger",
    ]


@pytest.mark.parametrize(("project", "count"), [("drivmidler", 23), ("pendlervaner", 16), ("boliger", 24)])
def test_participants_are_complete_under_their_project(content: DocumentContent, project: str, count: int) -> None:
    (section,) = (s for s in content.sections if s.project == project and s.heading == "Deltagere")
    text = " ".join(p.text for p in content.passages if p.section_id == section.section_id).removeprefix("Deltagere:")
    names = [name for part in text.rstrip(". \n").split(",") for name in part.split(" og ")]
    assert len(names) == count


def test_figures_read_as_sentences(content: DocumentContent) -> None:
    figures = [passage for passage in content.passages if passage.kind == "figure"]
    spans = [passage.text[a:b] for passage in figures for a, b in passage.sentences]
    numbers = [text.split()[0] for text in spans if text[0].isdigit()]
    assert numbers == ["27", "2", "58%", "77%", "92%", "92%", "81%", "73%", "65%", "88%"]
    assert all(text.endswith(".") for text in spans if text[0].isdigit())


def test_coordinators_stand_beside_their_project(read: ReadDocument) -> None:
    rows = [block.text for block in read.blocks if block.kind == "row"]
    assert len(rows) == 7
    assert "Cirkulære indkøb: Gladsaxe" in rows
    assert "Energibesparelser i boliger: Fredensborg, Hvidovre" in rows


def test_nothing_of_the_margins_is_in_the_text(content: DocumentContent) -> None:
    assert "Foto:" not in str(content.text)
    assert [page.label for page in content.pages if "–" in page.label] == ["10–11", "22–23"]


def test_coordinators_are_lifted_out_with_their_project(content: DocumentContent) -> None:
    found = {(m.value, m.attribute("project")) for m in content.mentions if m.kind == "coordinator"}
    assert {("Fredensborg", "boliger"), ("Hvidovre", "boliger"), ("Gladsaxe", "indkoeb")} <= found
    assert {project for _, project in found} == set(PROJECTS)
    assert [
        m.attribute("corrected") for m in content.mentions if m.kind == "coordinator" and m.surface == "Bellerup"
    ] == ["1"]
