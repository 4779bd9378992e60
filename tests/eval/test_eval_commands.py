"""`klimasvar eval …` over a small library with the real search and the real answers."""

from __future__ import annotations

import importlib.util
import json
import lzma
import re
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from eval_fakes import Run

from corpus.catalogue import MATERIALS
from eval import bench_peers
from eval.command_group import measure
from eval.commands import main
from eval.question_files import load_set, write_jsonl
from eval.questions import Question, QuestionSet
from eval.robustness import KINDS, keywords, typos, without_danish_letters
from eval.running import running_server
from eval.runs import open_run
from eval.sets import save_set
from ingest.pdf import PdfReader
from service.settings import Settings


def test_a_run_is_printed_stored_and_compared(klimasvar: Run, set_file: str, tmp_path: Path) -> None:
    reports = ("--html", str(tmp_path / "r.html"), "--junit", str(tmp_path / "r.xml"))
    code, out, _ = klimasvar("eval", "run", "--set", set_file, "--note", "første", *reports)
    assert code == 0
    assert "Holdbare kilder" in out
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "r.xml").stat().st_size > 500
    code, out, _ = klimasvar("eval", "run", "--set", set_file, "--json")
    whole = json.loads(out)
    assert code == 0
    assert len(whole["rows"]) == 13
    assert whole["summary"]["measures"]["citation_support"]["mean"] == 1.0
    assert whole["config"]["conditions"]["index_generation"] == "g000001"
    number = whole["config"]["number"]
    code, out, _ = klimasvar("eval", "compare", str(number - 1), str(number))
    assert code == 0
    assert "Ingen spørgsmål ændrede sig." in out
    assert "første" in klimasvar("eval", "runs")[1]
    assert f"Kørsel {number}" in klimasvar("eval", "report", str(number))[1]


def test_the_gate_ends_with_one_and_the_reason(klimasvar: Run, set_file: str) -> None:
    code, _, err = klimasvar("eval", "run", "--set", set_file, "--fail-on", "citation_support<1.0")
    assert (code, err) == (0, "")
    code, _, err = klimasvar("eval", "run", "--set", set_file, "--fail-on", "facts>=0")
    assert code == 1
    assert "Ikke godkendt: facts>=0: facts er " in err
    code, _, err = klimasvar("eval", "run", "--set", set_file, "--baseline", "1", "--fail-on", "facts drop>noise")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("eval", "run", "--set", "findes-ikke"), 65, "Spørgsmålssættet findes-ikke findes ikke"),
        (("eval", "run", "--set", "digest", "--fail-on", "vrøvl"), 64, "kan ikke forstås"),
        (("eval", "run", "--set", "digest", "--fail-on", "facts drop>noise"), 64, "--baseline"),
        (("eval", "compare", "98", "99"), 66, "Kørsel 98 findes ikke"),
        (("eval", "report", "99"), 66, "Kørsel 99 findes ikke"),
        (("eval", "run", "--resume", "99"), 66, "Kørsel 99 findes ikke"),
        (("eval", "import", "findes-ikke.xlsx"), 65, "findes ikke"),
        (("eval", "draft", "findes-ikke", "--out", "x.xlsx"), 66, "findes ikke. Se listen under Dokumenter"),
        (("eval", "ukendt"), 2, "findes ikke"),
    ],
)
def test_bad_input_is_one_danish_sentence(klimasvar: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    given, _, err = klimasvar(*arguments)
    assert given == code
    assert message in err
    assert "Traceback" not in err


COMMANDS = sorted(measure.commands)


def test_help_is_danish(klimasvar: Run) -> None:
    code, out, _ = klimasvar("eval", "--help")
    assert code == 0
    assert "Brug: klimasvar eval [INDSTILLINGER] KOMMANDO …" in out
    assert "Sammenlign to kørsler" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_is_danish_to_its_last_word(klimasvar: Run, command: str) -> None:
    code, out, _ = klimasvar("eval", command, "--help")
    assert code == 0
    assert out.startswith(f"Brug: klimasvar eval {command} [INDSTILLINGER]")
    english = r"\b(OPTIONS|TEXT|INTEGER|RANGE|PATH|FILE|FLOAT|required|default|[Tt]he|and|show)\b"
    assert not re.search(english, out), out


def test_without_an_index_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], set_file: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["eval", "run", "--set", set_file, "--data", str(tmp_path / "tom")])
    assert stop.value.code == 69
    assert "indeks" in capsys.readouterr().err


def test_retrieval_is_tabled_by_variant_for_both_halves(klimasvar: Run, set_file: str) -> None:
    code, out, _ = klimasvar("eval", "run", "--retrieval", "--set", set_file, "--json")
    table = json.loads(out)
    assert code == 0
    assert {score["part"] for score in table["scores"]} <= {"tune", "test"}
    fused = [score for score in table["scores"] if score["variant"] == "fused"]
    assert sum(score["measures"]["recall@5"]["count"] for score in fused) == 8
    assert all(score["measures"]["recall@10"]["mean"] == 1.0 for score in fused)
    code, out, _ = klimasvar("eval", "run", "--retrieval", "--set", set_file, "--embedder", "dansk-statisk")
    assert code == 0
    assert "Vektorer giver" in out
    assert "Det hele, dansk-statisk" in out


def test_robustness_is_tabled(klimasvar: Run, set_file: str) -> None:
    code, out, _ = klimasvar("eval", "robustness", "--set", set_file, "--json")
    assert code == 0
    assert {fall["kind"] for fall in json.loads(out)} == set(KINDS)


def test_each_part_of_the_search_is_taken_away_and_passages_are_cut_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about = ("Broen over åen", "Mølleren på bakken", "Smeden ved torvet", "Kroen i skoven", "Færgen til øen")
    told = (
        f"{place} blev bygget i {1701 + 7 * n}. " + " ".join(f"Her står {word} ord om stedet." for word in "abcdefgh")
        for n, place in enumerate(about)
    )
    (tmp_path / "egnen.md").write_text("# Egnen\n\n" + "\n\n".join(told), encoding="utf-8")
    questions = (
        Question(f"q{n}", f"Hvornår blev {place[0].lower()}{place[1:]} bygget?", facts=((str(1701 + 7 * n),),))
        for n, place in enumerate(about)
    )
    write_jsonl(tmp_path / "s.jsonl", QuestionSet("s", tuple(questions)))
    data = ("--data", str(tmp_path / "data"))
    for arguments in (
        ("ingest", str(tmp_path / "egnen.md"), *data),
        ("eval", "ablate", "--set", str(tmp_path / "s.jsonl"), "--passage-words", "30", "--json", *data),
    ):
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert not stop.value.code
    variants = {variant["name"]: variant for variant in json.loads(capsys.readouterr().out)}
    assert {"det hele", "uden vektorer", "uden overskrifter", "uden kontekstlinjer", "stykker på 30 ord"} <= set(
        variants
    )
    assert all(change["delta"] == 0 for change in variants["det hele"]["change"].values())
    assert variants["stykker på 30 ord"]["means"]["correct"] == 1.0
    assert not [path for path in (tmp_path / "data").iterdir() if path.name.startswith("tmp")]


def test_a_set_is_imported_by_name_and_faults_are_told(klimasvar: Run, tmp_path: Path, library: Path) -> None:
    path = tmp_path / "Vores sæt.csv"
    path.write_text("spørgsmål;forventet svar\nHvor mange ege?;62\n;intet\n", encoding="cp1252")
    code, out, err = klimasvar("eval", "import", str(path))
    assert code == 65
    assert "1 spørgsmål er gemt som Vores-sæt." in out
    assert "Række 3: Spørgsmålet er tomt." in err
    assert [q.text for q in load_set(library / "eval" / "sets" / "Vores-sæt.jsonl").questions] == ["Hvor mange ege?"]
    assert klimasvar("eval", "run", "--set", "Vores-sæt")[0] == 0


def test_a_verdict_from_the_command_line_counts(klimasvar: Run, set_file: str) -> None:
    number = json.loads(klimasvar("eval", "run", "--set", set_file, "--json")[1])["config"]["number"]
    code, _, _ = klimasvar("eval", "verdict", str(number), "u1", "wrong", "--name", "Mette", "--reason", "Nej")
    assert code == 0
    whole = json.loads(klimasvar("eval", "report", str(number), "--json")[1])
    assert next(row for row in whole["rows"] if row["question_id"] == "u1")["verdict"] == "wrong"
    assert whole["agreement"]["count"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hvor mange ærter får Åse på øen?", "Hvor mange aerter faar Aase paa oeen?"), ("Ingen her", "Ingen her")],
)
def test_a_foreign_keyboard_spells_out_the_danish_letters(text: str, expected: str) -> None:
    assert without_danish_letters(text) == expected


def test_keywords_keep_the_words_that_mean_something() -> None:
    left = keywords("Hvem af kommunerne står bag en klimaplan?").split()
    assert {"kommunerne", "klimaplan"} <= set(left)
    assert not {"Hvem", "af", "en"} & set(left)
    assert keywords("og hvad så?") == "og hvad så?"


def test_typos_are_the_same_every_time_and_leave_short_words() -> None:
    text = "Hvor mange kommuner har en godkendt klimaplan i regionen?"
    assert typos(text) == typos(text)
    assert typos(text) != text
    assert typos("og det var ham") == "og det var ham"


def test_the_bench_of_reading_counts_every_copy_once(klimasvar: Run) -> None:
    digest = str(MATERIALS / "kort-fortalt.pdf")
    code, out, _ = klimasvar("eval", "bench", "--ingest", digest, "--copies", "2", "--json")
    found = json.loads(out)
    assert (code, found["documents"]) == (0, 2)
    assert found["pages"] == 2 * len(PdfReader().read(Path(digest)).pages)
    assert found["pages_per_s"] == pytest.approx(found["pages"] / found["cpu_s"])
    assert 0 < found["again_s"] < found["wall_s"]
    assert [pages for pages, _ in found["each"]] == [found["pages"] // 2] * 2
    assert all(mib > 0 for _, mib in found["each"])
    code, _, err = klimasvar("eval", "bench", "--ingest", str(MATERIALS / "uddannelsestjeneste.md"), "--copies", "2")
    assert code != 0
    assert "ikke en PDF" in err


def test_the_bench_of_a_run_tells_every_round(klimasvar: Run, set_file: str) -> None:
    code, out, _ = klimasvar("eval", "bench", "--run", "3", "--set", set_file, "--json")
    found = json.loads(out)
    assert (code, found["questions"]) == (0, 13)
    assert [len(found[name]) for name in ("wall_s", "cpu_s", "rss_mib")] == [3, 3, 3]
    assert all(second > 0 for second in (*found["cpu_s"], *found["wall_s"]))
    assert found["rss_mib"][-1] - found["rss_mib"][0] < 20
    assert "Hukommelse efter" in klimasvar("eval", "bench", "--run", "1", "--set", set_file)[1]


@pytest.mark.slow
def test_a_run_outlives_the_server_that_was_killed(klimasvar: Run, library: Path, small_set: QuestionSet) -> None:
    many = tuple(replace(q, question_id=f"{q.question_id}-{n}") for n in range(12) for q in small_set.questions[:9])
    asked = tuple(replace(q, text=f"{q.text[:-1]}, spurgte nummer {n}?") for n, q in enumerate(many))
    save_set(library, QuestionSet("mange", asked))
    settings = Settings(data=library)
    with running_server(settings) as (process, address, _):
        told = httpx.post(f"{address}/kvalitet/koersel", data={"saet": "mange"}, follow_redirects=True)
        run = open_run(library, int(told.url.path.rpartition("/")[2]))
        while len(run.rows()) < 5:
            time.sleep(0.02)
        process.kill()
        process.wait()
    before = run.rows()
    assert 5 <= len(before) < len(asked)
    assert not run.finished
    with running_server(settings):
        until = time.monotonic() + 120
        while not run.finished and time.monotonic() < until:
            time.sleep(0.1)
    assert run.finished
    assert {i: run.rows()[i] for i in before} == before
    assert list(run.rows()) == [q.question_id for q in asked]
    ran = json.loads(klimasvar("eval", "run", "--set", "mange", "--json")[1])["config"]["number"]
    same = json.loads(klimasvar("eval", "compare", str(run.config.number), str(ran), "--json")[1])
    assert (same["changes"], same["conditions"]) == ([], [])


@pytest.mark.slow
def test_the_bench_prints_every_figure(klimasvar: Run, set_file: str) -> None:
    code, out, _ = klimasvar("eval", "bench", "--set", set_file, "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found["start_s"]) == 3
    assert all(found[name]["p50_ms"] <= found[name]["p95_ms"] for name in ("http", "question", "search"))
    assert found["passages"] == 9


def test_the_bench_of_answers_tells_every_step(klimasvar: Run, set_file: str) -> None:
    code, out, _ = klimasvar("eval", "bench", "--answers", "--set", set_file, "--json")
    (found,) = json.loads(out)
    assert code == 0
    assert [s["step"] for s in found["steps"]] == [
        "understand",
        "retrieve",
        "score",
        "read",
        "judge",
        "answer",
        "total",
    ]
    assert all(0 < step["p50_ms"] <= step["p95_ms"] for step in found["steps"])
    assert (found["passages"], found["steps"][-1]["count"]) == (9, 13)
    out = klimasvar("eval", "bench", "--answers", "--set", set_file)[1]
    assert "læsning" in out
    assert "processortid" in out


@pytest.mark.slow
def test_answers_are_measured_in_a_collection_of_a_size(klimasvar: Run, set_file: str, tmp_path: Path) -> None:
    law = tmp_path / "law.jsonl.xz"
    rows = (
        {
            "law": f"{n // 4}:1",
            "title": f"Lov om emne {n // 4}",
            "provision": f"§ {n}",
            "text": f"Kommunen har sag {n}.",
        }
        for n in range(16_000)
    )
    law.write_bytes(lzma.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    arguments = ("eval", "bench", "--answers", "--set", set_file, "--law", str(law))
    code, out, _ = klimasvar(*arguments, "--size", "100", "--size", "500", "--json")
    assert code == 0
    few, more = (found["passages"] for found in json.loads(out))
    assert few < 500 <= more < 504
    assert klimasvar("eval", "bench", "--answers", "--size", "100", "--law", "findes-ikke.xz")[0] == 66


def test_search_is_measured_at_growing_sizes(klimasvar: Run, tmp_path: Path) -> None:
    law = tmp_path / "law.jsonl.xz"
    rows = ({"title": f"Lov om emne {n % 9}", "text": f"§ {n}. Kommunen fører tilsyn med sag {n}."} for n in range(60))
    law.write_bytes(lzma.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    arguments = ("eval", "bench", "--retrieval", "--law", str(law), "--size", "100", "--size", "150")
    code, out, _ = klimasvar(*arguments, "--json")
    found = json.loads(out)
    assert code == 0
    assert [row["passages"] for row in found] == [100, 150]
    assert all(row["recall"] == 1.0 and row["rss_mib"] > 0 and row["disk_mib"] > 0 for row in found)
    code, _, err = klimasvar("eval", "bench", "--retrieval", "--law", "findes-ikke.xz")
    assert (code, "findes ikke" in err) == (66, True)


def test_the_bench_beside_peers_says_when_they_are_not_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = tmp_path / "law.jsonl"
    law.write_text(json.dumps({"title": "Lov om mad", "text": "Mad må ikke spildes."}) + "\n", "utf-8")
    if importlib.util.find_spec("langchain_community"):
        pytest.skip("LangChain is installed here")
    assert bench_peers.main([str(law), str(tmp_path)]) == 69
    assert "LangChain er ikke installeret" in capsys.readouterr().err
    assert bench_peers.main([str(tmp_path / "findes-ikke"), str(tmp_path)]) == 66
