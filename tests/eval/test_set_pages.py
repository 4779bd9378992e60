"""Question sets on the pages: read, edited question by question, gone back to a version, taken home."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from quality_site import quality_client

from eval.question_files import read_set
from eval.questions import QuestionSet
from eval.sets import named_set, save_set, set_versions


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return quality_client(tmp_path)[0]


FIELDS = {"spoergsmaal": "Hvad koster en bod?", "noegle": "85", "type": "Tal", "kilde": "Torvet, side 1"}


def test_a_question_is_added_corrected_and_deleted(client: TestClient, small_set: QuestionSet, tmp_path: Path) -> None:
    save_set(tmp_path, small_set)
    assert "Nyt spørgsmål" in client.get("/kvalitet/saet/lille/ret").text
    added = client.post("/kvalitet/saet/lille/ret", data={**FIELDS, "valg": "gem"})
    assert "Hvad koster en bod?" in added.text
    question = named_set("lille", tmp_path).questions[-1]
    assert (question.facts, question.sources[0].page, question.kind) == ((("85",),), 1, "number")
    nr = question.question_id
    assert "Torvet, side 1" in client.get(f"/kvalitet/saet/lille/ret?nr={nr}").text
    assert '<td data-label="Forventet kilde">Torvet, side 1</td>' in client.get("/kvalitet/saet/lille").text
    assert "»fik 14 nye broer«" in client.get("/kvalitet/saet/lille").text
    client.post(f"/kvalitet/saet/lille/ret?nr={nr}", data={**FIELDS, "noegle": "85 | femogfirs"})
    assert named_set("lille", tmp_path).questions[-1].facts == (("85", "femogfirs"),)
    wrong = client.post(f"/kvalitet/saet/lille/ret?nr={nr}", data={**FIELDS, "kilde": "Torvet, side to"})
    assert "er ikke et tal" in wrong.text
    client.post(f"/kvalitet/saet/lille/ret?nr={nr}", data={"valg": "slet"})
    assert named_set("lille", tmp_path) == small_set
    assert [(v.added, v.changed, v.removed) for v in set_versions(tmp_path, "lille")] == [
        (0, 0, 1), (0, 1, 0), (1, 0, 0), (13, 0, 0),
    ]  # fmt: skip
    second = set_versions(tmp_path, "lille")[1]
    client.post("/kvalitet/saet/lille/version", data={"noegle": second.key})
    assert named_set("lille", tmp_path).questions[-1].facts == (("85", "femogfirs"),)
    assert "Nye: 1 · rettede: 0 · slettede: 0" in client.get("/kvalitet/saet/lille").text


def test_the_same_questions_again_are_no_new_version(small_set: QuestionSet, tmp_path: Path) -> None:
    for _ in range(3):
        save_set(tmp_path, small_set)
    assert len(set_versions(tmp_path, "lille")) == 1


def test_a_shipped_set_is_copied_before_it_is_edited(client: TestClient, tmp_path: Path) -> None:
    html = {"accept": "text/html"}
    refused = client.get("/kvalitet/saet/digest/ret", headers=html)
    assert refused.status_code == 422
    assert "Lav en kopi" in refused.text
    copy = client.post("/kvalitet/saet/digest/kopi", data={"navn": "vores digest"})
    assert copy.url.path == "/kvalitet/saet/vores-digest"
    assert named_set("vores-digest", tmp_path).questions == named_set("digest", tmp_path).questions
    for taken in ("digest", "vores digest", " vores/digest "):
        answer = client.post("/kvalitet/saet/digest/kopi", data={"navn": taken}, headers=html)
        assert answer.status_code == 422
        assert "er tomt eller i brug" in answer.text
    assert len(set_versions(tmp_path, "vores-digest")) == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_a_set_is_taken_home_and_brought_back(
    client: TestClient, small_set: QuestionSet, tmp_path: Path, kind: str
) -> None:
    save_set(tmp_path, small_set)
    content = client.get(f"/kvalitet/hent/lille.{kind}").content
    (tmp_path / f"hjem.{kind}").write_bytes(content)
    assert read_set(tmp_path / f"hjem.{kind}").question_set.questions == small_set.questions
    page = client.post("/kvalitet/saet", files={"fil": (f"tilbage.{kind}", io.BytesIO(content))})
    assert "13 spørgsmål fra tilbage" in page.text
    assert named_set("tilbage", tmp_path).questions == small_set.questions


def test_danish_excels_csv_goes_in_and_its_faults_are_told(client: TestClient, tmp_path: Path) -> None:
    text = "spørgsmål;forventet svar;må ikke besvares\nHvad gør Åse på Ærø?;Fisker ål;\nHvem?;;måske\n"
    page = client.post("/kvalitet/saet", files={"fil": ("gamle år.csv", io.BytesIO(text.encode("cp1252")))})
    assert "Række 3: »Må ikke besvares« skal være ja eller nej" in page.text
    assert named_set("gamle-år", tmp_path).questions[0].text == "Hvad gør Åse på Ærø?"


def test_a_large_sheet_is_not_too_large(client: TestClient, tmp_path: Path) -> None:
    rows = "".join(f"Hvad er tal nummer {n} i rækken af lange spørgsmål?;{n};{'ord ' * 60}\n" for n in range(1500))
    page = client.post(
        "/kvalitet/saet", files={"fil": ("stor.csv", io.BytesIO(f"spørgsmål;forventet svar;note\n{rows}".encode()))}
    )
    assert "1.500 spørgsmål fra stor.csv" in page.text


@pytest.mark.parametrize(
    "path", ["/kvalitet/saet/..%2F..%2Fx", "/kvalitet/saet/%2Fetc%2Fpasswd", "/kvalitet/hent/..%2Fx.xlsx"]
)
def test_only_names_are_looked_up(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


def test_a_file_of_the_server_is_no_set(client: TestClient, tmp_path: Path, small_set: QuestionSet) -> None:
    (tmp_path / "hemmelig.csv").write_text("spørgsmål;forventet svar\nHvad?;et\n", encoding="utf-8")
    with client:
        assert client.post("/kvalitet/koersel", data={"saet": str(tmp_path / "hemmelig.csv")}).status_code == 422


def test_a_name_too_long_for_a_file_is_cut_or_not_found(client: TestClient, tmp_path: Path) -> None:
    long = "𝕒" * 300
    assert client.post("/kvalitet/saet/digest/kopi", data={"navn": long}).status_code == 200
    assert named_set(long[:60], tmp_path).questions == named_set("digest", tmp_path).questions
    assert client.get(f"/kvalitet/saet/{long}").status_code == 422
    assert client.get(f"/kvalitet/hent/{long}.csv").status_code == 422
    assert client.get("/kvalitet/hent/digest.csv", params={"version": long}).status_code == 404
    sent = {"fil": (f"{long}.csv", io.BytesIO("spørgsmål;forventet svar\nHvem?;Ida\n".encode()))}
    assert "1 spørgsmål fra" in client.post("/kvalitet/saet", files=sent).text
