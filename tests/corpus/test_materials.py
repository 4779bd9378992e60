"""What ships: the digest, the tool sheets and the questions over them agree with their sources and the catalogue."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from corpus.catalogue import MATERIALS, load_catalogue
from corpus.materials.build_digest import build_digest
from corpus.materials.build_sheets import build_sheets
from corpus.materials.digest_source import Callout, Heading, read_chapters
from corpus.materials.hyphenate import Hyphenator
from corpus.materials.sheets_source import CREDIT, read_sheets

SOURCE = MATERIALS / "kilde"
DIGEST = MATERIALS / "kort-fortalt.pdf"
QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "data" / "digest.jsonl"
HEADINGS = ["Hvad handlede projektet om?", "Erfaringer", "Tal", "Deltagere", "Værktøjer", "Næste skridt"]
RUN = 9
"""Words in a row that nothing here may share with the report."""


def letters(text: str) -> str:
    return re.sub(r"[^0-9a-zæøåé]", "", text.lower())


def cells(anchor: str) -> str:
    """Of a row quoted as the search holds it, "heading: cell; heading: cell", the cells alone, as files hold them."""
    parts = anchor.split("; ")
    is_row = len(parts) > 1 and all(": " in part for part in parts)
    return " ".join(part.partition(": ")[2] for part in parts) if is_row else anchor


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"-[ \t]*\r?\n\s*", "", text).lower())


@lru_cache
def text_of(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            return "\n".join(page.extract_text() for page in PdfReader(path).pages)
        case ".docx":
            document = Document(str(path))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            return "\n".join([*(p.text for p in document.paragraphs), *cells])
        case ".pptx":
            shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
            cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
            return "\n".join([*(s.text_frame.text for s in shapes if s.has_text_frame), *cells])
        case ".xlsx":
            pages = load_workbook(path).worksheets
            return "\n".join(str(cell) for page in pages for row in page.values for cell in row if cell)
        case ".html":
            return re.sub(r"<style>.*?</style>|<[^>]+>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return path.read_text(encoding="utf-8")


def shipped() -> list[Path]:
    return [MATERIALS / d.file for d in load_catalogue().documents if d.publisher == "Klimasvar"]


@pytest.fixture(scope="module")
def digest_text() -> str:
    return letters(text_of(DIGEST))


def test_every_shipped_document_of_the_catalogue_is_there() -> None:
    assert [path.name for path in shipped() if not path.is_file()] == []
    assert {path.suffix for path in shipped()} == {".pdf", ".docx", ".pptx", ".xlsx", ".html", ".md"}


def test_catalogue_names_known_projects_and_networks() -> None:
    catalogue = load_catalogue()
    projects = {p.id for p in catalogue.projects}
    networks = {n.id for n in catalogue.networks}
    used = {part.project for d in catalogue.documents for part in d.parts} | {d.project for d in catalogue.documents}
    assert used - {""} == projects
    assert {p.order for p in catalogue.projects} == set(range(1, 8))
    assert {d.network for d in catalogue.documents} | {p.network for p in catalogue.projects} == networks | {""}


def test_anchors_of_parts_stand_in_their_document(digest_text: str) -> None:
    (entry,) = (d for d in load_catalogue().documents if d.id == "kort-fortalt")
    assert [part.anchor for part in entry.parts if letters(part.anchor) not in digest_text] == []


def test_report_anchors_stand_in_the_report(testdata: Path) -> None:
    report = letters((testdata / "report" / "vip-klimaprojekterne.txt").read_text(encoding="utf-8"))
    (entry,) = (d for d in load_catalogue().documents if d.id == "vip-klimaprojekterne")
    assert [part.anchor for part in entry.parts if letters(part.anchor) not in report] == []
    assert all(len(part.anchor.split()) < 8 for part in entry.parts)


def test_digest_is_a_real_pdf_with_its_own_page_numbers() -> None:
    reader = PdfReader(DIGEST)
    labels = reader.page_labels
    assert 16 <= len(reader.pages) <= 30
    assert labels[:3] == ["Omslag", "Indhold", "1"]
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert reader.metadata is not None
    assert reader.metadata.title == "De syv VIP klimaprojekter – kort fortalt"
    for page, label in list(zip(reader.pages, labels, strict=True))[2:]:
        assert label in page.extract_text().split(), f"page label {label} is not printed on its page"


def test_contents_give_the_printed_page_of_each_chapter() -> None:
    reader = PdfReader(DIGEST)
    contents = reader.pages[1].extract_text()
    for entry in reader.outline:
        number = reader.get_destination_page_number(entry)  # type: ignore[arg-type]
        assert number is not None
        lines = contents[contents.index(str(entry["/Title"])) :].splitlines()  # type: ignore[call-overload,index]
        assert lines[1].strip() == reader.page_labels[number]


def test_every_project_chapter_has_the_same_headings() -> None:
    chapters = read_chapters(SOURCE / "kort-fortalt.md", generated={"kommuner": (), "matrix": ()})
    projects = {p.id for p in load_catalogue().projects}
    found = {
        chapter.id: [block.text for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
        for chapter in chapters
        if chapter.id in projects
    }
    assert found == dict.fromkeys(projects, HEADINGS)


def test_figures_and_names_of_the_source_stand_in_the_pdf(digest_text: str) -> None:
    source = re.sub(r"<!--.*?-->", "", (SOURCE / "kort-fortalt.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    figures = set(re.findall(r"\d[\d.]*\d|\d", source))
    names = set(re.findall(r"[A-ZÆØÅ][\wæøå]+(?:[ -][A-ZÆØÅ][\wæøå]+)+", source))
    municipalities = set(tomllib.loads((SOURCE / "deltagere.toml").read_text(encoding="utf-8"))["kommuner"])
    assert len(figures) > 40
    assert len(municipalities) == 29
    assert sorted(x for x in figures | names | municipalities if letters(x) not in digest_text) == []


def test_callouts_are_followed_by_their_sentence(digest_text: str) -> None:
    chapters = read_chapters(SOURCE / "kort-fortalt.md", generated={"kommuner": (), "matrix": ()})
    callouts = [block for chapter in chapters for block in chapter.blocks if isinstance(block, Callout)]
    assert len(callouts) >= 15
    assert [c.figure for c in callouts if letters(f"{c.figure} {c.sentence}") not in digest_text] == []


def test_participant_lists_in_text_and_table_agree(digest_text: str) -> None:
    listed = tomllib.loads((SOURCE / "deltagere.toml").read_text(encoding="utf-8"))["deltagere"]
    for project in ("drivmidler", "pendlervaner", "boliger"):
        names = [name for name in listed[project] if name != "Region Hovedstaden"]
        assert letters(f"{', '.join(names[:-1])} og {names[-1]}") in digest_text, project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("materials")
    build_digest(folder / DIGEST.name)
    build_sheets(folder)
    return folder


def test_shipped_files_are_what_the_sources_build(built: Path) -> None:
    assert sorted(p.name for p in built.iterdir()) == sorted(p.name for p in shipped())
    stale = [p.name for p in shipped() if text_of(p) != text_of(built / p.name)]
    assert stale == [], "run corpus.materials.build_digest and build_sheets"


def test_building_twice_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build_digest(tmp_path / DIGEST.name)
    build_sheets(tmp_path)
    for path in built.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_every_document_says_that_it_is_a_digest_and_of_what() -> None:
    for path in shipped():
        text = letters(text_of(path))
        assert letters("Gengivet i vores egne ord efter »Bag om VIP klimaprojekterne – og næste skridt«") in text, path


def test_sheets_answer_the_five_questions() -> None:
    sheets = read_sheets(SOURCE / "ark")
    assert len(sheets) == 7
    for sheet in sheets:
        starts = [question.split()[0] for question, _ in sheet.summary]
        assert starts == ["Hvilket", "Hvad", "Hvem", "Hvornår", "Hvem", "Hvor"], sheet.title
        assert letters(CREDIT) in letters(text_of(MATERIALS / sheet.file))


def test_docx_sheets_have_heading_and_list_styles() -> None:
    document = Document(str(MATERIALS / "udbudskit-energitjek.docx"))
    styles = {p.style.name for p in document.paragraphs if p.style is not None}
    assert {"Title", "Heading 1", "List Bullet"} <= styles
    assert len(document.tables) == 1


def test_words_are_divided_at_the_borders_of_their_parts(tmp_path: Path) -> None:
    borders = tmp_path / "orddeling.txt"
    borders.write_text("energi-besparelse\n", encoding="utf-8")
    divide = Hyphenator(borders, "Rapporten om Frederiksberg er en rapporten.")
    pairs = list(divide("energibesparelser"))
    assert ("energi", "besparelser") in pairs
    assert all(head + tail == "energibesparelser" for head, tail in pairs)
    assert all(min(len(head), len(tail)) >= 3 for head, tail in pairs)
    assert list(divide("Frederiksberg")) == []
    assert ("Rap", "porten") in list(divide("Rapporten"))


def questions() -> list[dict[str, object]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_question_anchors_stand_in_a_shipped_document() -> None:
    texts = [letters(text_of(path)) for path in shipped()]
    missing = []
    for question in questions():
        groups = question.get("evidence_all", [question["evidence"]])
        assert isinstance(groups, list)
        anchors = [anchor for group in groups for anchor in group]
        assert bool(anchors) == question["answerable"], question["id"]
        assert all(4 <= len(anchor.split()) <= 10 for anchor in anchors), question["id"]
        missing += [anchor for anchor in anchors if not any(letters(cells(anchor)) in text for text in texts)]
    assert missing == []


def test_question_set_is_varied() -> None:
    rows = questions()
    assert len({row["id"] for row in rows}) == len(rows) >= 200
    assert sum(row["style"] == "paraphrase" for row in rows) >= 60
    assert sum(row["kind"] == "followup" and bool(row.get("history")) for row in rows) >= 20
    assert sum(not row["answerable"] for row in rows) >= 30
    texts = [letters(text_of(path)) for path in shipped()]
    present = [a for row in rows for a in row.get("absent", []) if any(letters(a) in t for t in texts)]  # type: ignore[attr-defined]
    assert present == []


def test_nothing_shares_nine_words_with_the_report(testdata: Path) -> None:
    report = words((testdata / "report" / "vip-klimaprojekterne.txt").read_text(encoding="utf-8"))
    runs = {tuple(report[n : n + RUN]) for n in range(len(report) - RUN + 1)}
    sources = [SOURCE / "kort-fortalt.md", SOURCE / "deltagere.toml", *sorted((SOURCE / "ark").iterdir())]
    for path in [*shipped(), *sources, QUESTIONS, MATERIALS.parent / "sources.toml"]:
        text = words(text_of(path))
        shared = [" ".join(text[n : n + RUN]) for n in range(len(text)) if tuple(text[n : n + RUN]) in runs]
        assert shared == [], path.name
