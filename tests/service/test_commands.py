"""The commands as a person in a terminal meets them: results on stdout, one Danish sentence for each mistake."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from eval.commands import main
from index.generation import live_name
from service.commands import prepare
from service.settings import Settings


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of one command."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def note(folder: Path, text: str = "# Mad\n\nRørby Kommune sparede 40 tons mad i 2023.\n") -> Path:
    path = folder / "notat.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_goes_in_and_a_cited_answer_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(tmp_path / "data"))
    code, out, _ = run(capsys, "ingest", str(note(tmp_path)), *data, "--json")
    report = json.loads(out)
    assert (code, report["status"], report["passages"]) == (0, "added", 1)
    code, out, _ = run(capsys, "ask", "Hvor meget mad sparede Rørby Kommune i 2023?", *data, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"] == "Rørby Kommune sparede 40 tons mad i 2023."
    code, out, _ = run(capsys, "search", "madspild i Rørby", *data)
    assert "40 tons" in out
    assert run(capsys, "check", *data)[:2] == (0, "Alt er i orden.\n")
    code, out, _ = run(capsys, "ingest", str(note(tmp_path)), *data)
    assert "uændret" in out


def test_shipped_documents_answer_with_a_page(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    question = "Hvor mange kommuner har en godkendt klimaplan?"
    code, out, _ = run(capsys, "ask", question, "--data", str(shipped.data), "--json")
    answer = json.loads(out)
    assert code == 0
    assert "27 af" in answer["answer"]
    assert "29" in answer["answer"]
    assert all(c["page"] is None or c["page"] > 0 for c in answer["citations"])
    assert answer["citations"]


def test_preparing_leaves_a_built_index_alone(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = live_name(shipped.data / "index")
    prepare(shipped)
    assert live_name(shipped.data / "index") == before
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["ask"], 2, "mangler"),
        (["spørg"], 2, "findes ikke"),
        (["ingest"], 2, "Angiv mindst én fil"),
        (["ingest", "ikke-her.pdf"], 66, "ikke-her.pdf findes ikke"),
        (["ask", "Hvad?", "--data", "ingen-mappe"], 69, "ingen-mappe"),
        (["search", "ord", "-k", "0"], 2, "Ugyldig værdi"),
        (["index", "--rollback"], 69, "tidligere indeks"),
        (["index"], 69, "ingen dokumenter"),
    ],
)
def test_a_mistake_is_one_danish_sentence(
    arguments: list[str], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KLIMASVAR_DATA", str(tmp_path / "data"))
    ended, out, err = run(capsys, *arguments)
    assert (ended, out) == (code, "")
    assert sentence in err
    assert err.count("Fejl:") == 1


@pytest.mark.parametrize("question", ["", "   ", "?!", "\0"])
def test_an_empty_question_is_refused(question: str, shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "ask", question, "--data", str(shipped.data))
    assert code == 64
    assert "tomt" in err


def test_a_question_of_ten_megabytes_is_refused(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "ask", "æ" * 10_000_000, "--data", str(shipped.data))
    assert code == 64
    assert "2.000 tegn" in err
    assert len(err) < 300


def test_an_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KLIMASVAR_PROT", "1")
    code, _, err = run(capsys, "check")
    assert code == 78
    assert "KLIMASVAR_PROT" in err


def test_a_bad_file_is_reported_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tom.pdf").write_bytes(b"")
    (tmp_path / "program.exe").write_bytes(b"MZ\0\1\2")
    note(tmp_path)
    files = (str(tmp_path), str(tmp_path / "program.exe"))
    code, out, _ = run(capsys, "ingest", *files, "--data", str(tmp_path / "data"), "--json")
    rows = {row["filename"]: row for row in map(json.loads, out.splitlines())}
    assert code == 65
    assert rows["notat.md"]["status"] == "added"
    assert "tom" in rows["tom.pdf"]["error"]
    assert rows["program.exe"]["error"]


def test_a_taken_port_is_one_sentence(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run(capsys, "serve", "--port", str(port), "--data", str(shipped.data))
    assert code == 69
    assert f"127.0.0.1:{port}" in err


def test_a_changed_byte_in_the_index_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    run(capsys, "ingest", str(note(tmp_path)), "--data", str(data))
    victim = next((data / "index").glob("g*/vectors.faiss"))
    content = bytearray(victim.read_bytes())
    content[-1] ^= 1
    victim.write_bytes(content)
    code, out, _ = run(capsys, "check", "--data", str(data))
    assert code == 74
    assert "vectors.faiss" in out


def test_the_index_is_rebuilt_beside_and_rolled_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(tmp_path / "data"))
    run(capsys, "ingest", str(note(tmp_path)), *data)
    code, out, _ = run(capsys, "index", *data, "--json")
    assert (code, json.loads(out)["name"]) == (0, "g000002")
    code, out, _ = run(capsys, "index", "--rollback", *data)
    assert code == 0
    assert "g000001" in out


def test_a_page_is_drawn_as_the_reader_saw_it(
    shipped: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "side.png"
    data = ("--data", str(shipped.data))
    code, out, _ = run(capsys, "inspect", "kort-fortalt", "--page", "3", "--out", str(target), *data)
    assert (code, out.strip()) == (0, str(target))
    assert target.read_bytes().startswith(b"\x89PNG")
    assert run(capsys, "inspect", "findes-ikke", *data)[0] == 66
    assert run(capsys, "inspect", "kort-fortalt", "--page", "999", *data)[0] == 66


def test_an_index_of_another_model_is_refused_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(tmp_path / "data"))
    run(capsys, "ingest", str(note(tmp_path)), *data)
    manifest = tmp_path / "data" / "index" / "g000001" / "manifest.json"
    made = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**made, "embedder_fingerprint": "0" * 64}))
    code, _, err = run(capsys, "ask", "Hvor meget mad sparede Rørby?", *data)
    assert code == 78
    assert "klimasvar index" in err
    prepare(Settings(data=tmp_path / "data"))
    assert run(capsys, "ask", "Hvor meget mad sparede Rørby?", *data)[0] == 0


def test_what_other_code_prepared_is_made_again_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    run(capsys, "ingest", str(note(tmp_path)), "--data", str(data))
    made_by = data / "index" / "g000001" / "answers" / "made-by.json"
    made_by.write_text(json.dumps({**json.loads(made_by.read_text()), "code": "0" * 64}))
    assert run(capsys, "ask", "Hvor meget mad sparede Rørby?", "--data", str(data))[0] == 0
    prepare(Settings(data=data))
    assert live_name(data / "index") == "g000002"
    prepare(Settings(data=data))
    assert live_name(data / "index") == "g000002"


def test_an_address_that_others_reach_is_refused_while_there_is_no_login(
    shipped: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "serve", "--host", "0.0.0.0", "--data", str(shipped.data))
    assert code == 69
    assert "KLIMASVAR_ALLOW_NETWORK" in err


def test_a_search_stays_within_the_kind_and_the_year(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(shipped.data), "--json")
    code, out, _ = run(capsys, "search", "samkørsel kampagne", "--kind", "guide", *data)
    assert code == 0
    assert {json.loads(line)["document_id"] for line in out.splitlines()} == {"samkoerselsguide"}
    assert run(capsys, "search", "samkørsel", "--year", "2026", *data)[1]


def test_an_explained_search_names_the_parts_in_danish(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "search", "samkørsel kampagne", "--explain", "--data", str(shipped.data))
    assert "bogstavfølger" in out
    assert "ord for ord" in out
    first = out[: out.index("\n2. ")]
    words = next(line for line in first.splitlines() if line.startswith("   Ord i teksten: "))
    assert "samkørsel" in words
    shares = re.findall(r"(\d+) % \(", first)
    assert sum(map(int, shares)) == pytest.approx(100, abs=len(shares))


def test_an_explained_search_says_how_a_mistyped_word_was_read(
    shipped: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(shipped.data))
    assert "Læst som: samkørsel kampagne" in run(capsys, "search", "samkørrsel kampagne", "--explain", *data)[1]
    assert "Læst som" not in run(capsys, "search", "samkørsel kampagne", "--explain", *data)[1]
    _, out, _ = run(capsys, "search", "samkørrsel kampagne", "--explain", "--json", *data)
    why = json.loads(out.splitlines()[0])["why"]
    assert why["query"] == "samkørsel kampagne"
    assert {"words", "context"} & {match["field"] for match in why["matched"]}
    assert "why" not in json.loads(run(capsys, "search", "samkørsel", "--json", *data)[1].splitlines()[0])


def test_the_same_text_in_two_documents_is_one_hit_with_two_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(tmp_path / "data"))
    same = "Kantinerne sparede 40 tons mad i 2023."
    for name, heading in (("a", "Mad"), ("b", "Andet")):
        (tmp_path / f"{name}.md").write_text(f"# {heading}\n\n{same}\n\n## Plast {name}\n\nPlast {name}.\n", "utf-8")
        run(capsys, "ingest", str(tmp_path / f"{name}.md"), *data)
    _, out, _ = run(capsys, "search", "hvor meget mad sparede kantinerne", *data, "--json")
    hits = [hit for hit in map(json.loads, out.splitlines()) if hit["text"] == same]
    assert len(hits) == 1
    assert len(hits[0]["also"]) == 1
    assert {hits[0]["document_id"], hits[0]["also"][0]["document_id"]} == {"a", "b"}
    assert "Står også i: " in run(capsys, "search", "hvor meget mad sparede kantinerne", *data)[1]


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (("--project", "nix"), "Projekt »nix« findes ikke. Vælg klimaplaner, madspild, "),
        (("--project", "madspild", "--project", ""), "Projekt »« findes ikke."),
        (("--network", "transpor"), "Tema »transpor« findes ikke. Vælg transport"),
        (("--document", "kort-fortlat"), "kort-fortalt"),
        (("--municipality", "Balerup"), "Kommune »Balerup« findes ikke. Vælg fx Ballerup"),
        (("--kind", "roman"), "Slags »roman« findes ikke."),
        (("--year", "1999"), "År »1999« findes ikke."),
    ],
)
def test_a_filter_that_does_not_exist_is_refused_with_those_that_do(
    command: str, filters: tuple[str, ...], sentence: str, shipped: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, command, "madspild", *filters, "--data", str(shipped.data))
    assert (code, out) == (64, "")
    assert sentence in err
    assert err.strip().endswith("eller fjern filteret.")
    assert err.count("Fejl:") == 1
