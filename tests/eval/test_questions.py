from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.answers import Message
from corpus.errors import InvalidQuestionSet
from eval.question_files import load_set, read_set, write_jsonl, write_table, write_template
from eval.questions import ExpectedSource, Question, QuestionSet

HEAD = "id;spørgsmål;forventet svar;nøgleoplysninger;kilde;citat;type;må ikke besvares;samtale;note"


def test_a_set_survives_json_lines_whole(small_set: QuestionSet, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "lille.jsonl", small_set)
    assert load_set(tmp_path / "lille.jsonl") == small_set


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_set_survives_a_table(small_set: QuestionSet, tmp_path: Path, suffix: str) -> None:
    write_table(tmp_path / f"lille{suffix}", small_set)
    assert load_set(tmp_path / f"lille{suffix}") == small_set


def test_the_version_follows_the_questions_and_nothing_else(small_set: QuestionSet) -> None:
    again = QuestionSet("et andet navn", small_set.questions)
    shorter = QuestionSet(small_set.name, small_set.questions[1:])
    assert again.version == small_set.version
    assert shorter.version != small_set.version
    assert len(small_set.version) == 64


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_is_read_as_danish_excel_writes_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    cells = [HEAD.split(";"), ["7", "Hvad gør Åse på Ærø?", "Fisker ål", "ål | åleruse", "Ærø-rapport, side 3",
             "fanger ål ved kysten", "Fakta", "nej", "", "æ ø å"]]  # fmt: skip
    text = "\r\n".join(delimiter.join(f'"{c}"' for c in row) for row in cells)
    (tmp_path / "sæt.csv").write_bytes(text.encode(encoding))
    (question,) = load_set(tmp_path / "sæt.csv").questions
    assert question == Question(
        "7", "Hvad gør Åse på Ærø?", "fact", evidence=(("fanger ål ved kysten",),), facts=(("ål", "åleruse"),),
        sources=(ExpectedSource("Ærø-rapport", 3),), expected="Fisker ål", note="æ ø å",
    )  # fmt: skip


def test_a_conversation_stands_in_one_cell(tmp_path: Path) -> None:
    row = '1;Og hvornår?;I maj;;;;;;"Bruger: Hvem kommer?\nAssistent: Naboen.";'
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    (question,) = load_set(tmp_path / "a.csv").questions
    assert question.history == (Message("user", "Hvem kommer?"), Message("assistant", "Naboen."))
    assert question.kind == "followup"


FAULTY = (
    ("1;;svar;;;;;;;", "Spørgsmålet er tomt."),
    ("1;Hvad?;;;;;;;;", "skal have et forventet svar"),
    ("1;Hvad?;svar;;;;Gåde;;;", "Typen »Gåde« findes ikke."),
    ("1;Hvad?;svar;;;;;måske;;", "skal være ja eller nej, men er »måske«"),
    ("1;Hvad?;svar;;Rapport, side tre;;;;;", "Siden i kilden »Rapport, side tre« er ikke et tal."),
    ("1;Hvad?;svar;;;;;;hej med dig;", "Samtalen skal have en linje for hver replik"),
    ("1;Hvad?;svar;;;;;;Assistent: Ja.;", "begynde med brugeren"),
    ("1;Hvad?;;tal;;;;ja;;", "kan ikke have nøgleoplysninger"),
    ("0;God?;svar;;;;;;;", "Samme id står også i række 2."),
    ("2;God;svar;;;;;;;", ""),
)


@pytest.mark.parametrize(("row", "message"), FAULTY)
def test_a_faulty_row_is_named_and_the_others_are_kept(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n0;Et godt?;svar;;;;;;;\n{row}\n", encoding="utf-8")
    read = read_set(tmp_path / "a.csv")
    if not message:
        assert read.problems == ()
        assert len(read.question_set.questions) == 2
        return
    (problem,) = read.problems
    assert problem.row == 3
    assert message in problem.message
    assert [q.text for q in read.question_set.questions] == ["Et godt?"]
    with pytest.raises(InvalidQuestionSet, match=r"har 1 fejl\. Række 3: "):
        load_set(tmp_path / "a.csv")


def test_the_same_question_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n;Hvad?;svar;;;;;;;\n;HVAD?;svar;;;;;;;\n", encoding="utf-8")
    (problem,) = read_set(tmp_path / "a.csv").problems
    assert (problem.row, problem.message) == (3, "Samme spørgsmål står også i række 2.")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.csv", b"fejl;overskrift\n1;2\n", "mangler kolonnen"),
        ("a.csv", "spørgsmål;ukendt\n1;2\n".encode(), "ukendte kolonner: ukendt"),
        ("a.csv", b"", "mangler kolonnen"),
        ("a.xlsx", b"not a workbook", "kan ikke læses som et regneark"),
        ("a.pdf", b"%PDF", "er ikke et spørgsmålssæt"),
        ("a.jsonl", b"", "indeholder ingen spørgsmål"),
        ("a.jsonl", b"{", "Række 1: Linjen er ikke gyldig JSON"),
        ("a.jsonl", b"[1]", "Række 1: Linjen er ikke et JSON-objekt"),
        ("a.jsonl", b'{"question": "Hvad?", "facts": ["x"], "id": "1"}', "facts skal være en liste af lister"),
        ("a.jsonl", b'{"question": "Hvad?", "answerable": "ja", "id": "1"}', "answerable skal være true"),
        ("a.jsonl", b'{"question": ["Hvad?"], "id": "1"}', "question skal være en tekst"),
    ],
)
def test_an_unusable_file_gives_one_danish_sentence(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(InvalidQuestionSet, match=message):
        load_set(tmp_path / name)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidQuestionSet, match="findes ikke"):
        load_set(tmp_path / "væk.csv")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_template_is_itself_a_right_set(tmp_path: Path, suffix: str) -> None:
    write_template(tmp_path / f"skabelon{suffix}")
    questions = load_set(tmp_path / f"skabelon{suffix}").questions
    assert [q.answerable for q in questions] == [True, True, False]
    assert questions[1].history


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    question = Question("1", "=1+1 er hvad?", expected="@to")
    write_table(tmp_path / "a.xlsx", QuestionSet("a", (question,)))
    (read,) = load_set(tmp_path / "a.xlsx").questions
    assert read.text == "'=1+1 er hvad?"


def test_the_shared_format_is_read(testdata: Path) -> None:
    path = testdata / "questions" / "report_dev.jsonl"
    questions = load_set(path).questions
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [q.question_id for q in questions] == [line["id"] for line in lines]
    assert sum(not q.answerable for q in questions) == sum(not line["answerable"] for line in lines)
    assert sum(len(q.evidence) > 1 for q in questions) == sum("evidence_all" in line for line in lines)
