"""The Kvalitet pages, in process: a set goes in, a run is followed, read, judged, compared, taken home."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eval_fakes import contents, subject
from fastapi.testclient import TestClient
from quality_site import quality_client

from corpus.answers import Answer
from corpus.database import open_database
from corpus.sqlstore import SqlStore
from eval.case import judge
from eval.compare import compare
from eval.evidence import EvidenceIndex
from eval.pace import about, pace_of
from eval.question_files import write_table
from eval.questions import Question, QuestionSet
from eval.rows import row_of
from eval.run import Subject, execute
from eval.runs import Choice, new_run, open_run, turn
from eval.sets import save_set
from eval.views import said_of, why
from eval.workbook import read_rows
from eval.worker import FAILED, Worker, state_of


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    client, _, _ = quality_client(tmp_path)
    with client:
        yield client


def workbook(tmp_path: Path, small_set: QuestionSet) -> bytes:
    """Thirty rows, three of them faulty."""
    more = tuple(Question(f"m{n}", f"Hvor mange broer fik havnen, bro {n}?", facts=(("14",),)) for n in range(14))
    faulty = (
        Question("x1", "", facts=(("1",),)),
        Question("x2", "Hvad mangler?"),
        Question("a1", "Igen?", expected="x"),
    )
    write_table(tmp_path / "s.xlsx", QuestionSet("s", (*small_set.questions, *more, *faulty)))
    return (tmp_path / "s.xlsx").read_bytes()


def wait(client: TestClient, number: int) -> dict[str, object]:
    for _ in range(600):
        told: dict[str, object] = client.get(f"/kvalitet/{number}/status").json()
        if told["state"] != "waiting":
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_a_spreadsheet_with_faults_goes_in_and_its_run_matches_the_command_line(
    client: TestClient, small_set: QuestionSet, tmp_path: Path
) -> None:
    files = {"fil": ("mit sæt.xlsx", io.BytesIO(workbook(tmp_path, small_set)))}
    page = client.post("/kvalitet/saet", files=files).text
    assert "27 spørgsmål fra mit sæt.xlsx er gemt" in page
    assert page.count("<li>Række ") == 3
    assert "Række 29: Spørgsmålet er tomt." in page
    assert "Samme id står også i række 2." in page
    run_page = client.post("/kvalitet/koersel", data={"saet": "mit-sæt", "note": "<b>første</b>"})
    assert run_page.url.path == "/kvalitet/1"
    assert wait(client, 1) == {"done": 27, "total": 27, "state": "finished", "text": "27 af 27"}
    run = open_run(tmp_path, 1)
    by_hand = new_run(tmp_path / "cli", run.question_set(), run.config.conditions)
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    execute(by_hand, subject(store))
    assert compare(by_hand, run).changes == ()
    assert by_hand.summary().measures == run.summary().measures
    page = client.get("/kvalitet/1").text
    assert "&lt;b&gt;første&lt;/b&gt;" in page
    assert page.count('class="quality-question"') == 27
    excel = client.get("/kvalitet/1/rapport.xlsx").content
    (tmp_path / "r.xlsx").write_bytes(excel)
    assert read_rows(tmp_path / "r.xlsx")[1][0] == "Rigtige svar"


def test_runs_queue_stop_and_go_on(client: TestClient, tmp_path: Path, small_set: QuestionSet) -> None:
    files = {"fil": ("a.xlsx", io.BytesIO(workbook(tmp_path, small_set)))}
    client.post("/kvalitet/saet", files=files)
    for _ in range(3):
        client.post("/kvalitet/koersel", data={"saet": "a"})
    client.post("/kvalitet/3/stop")
    assert wait(client, 3)["state"] in ("stopped", "finished")
    assert wait(client, 1)["state"] == wait(client, 2)["state"] == "finished"
    client.post("/kvalitet/3/fortsaet")
    assert wait(client, 3) == {"done": 27, "total": 27, "state": "finished", "text": "27 af 27"}
    page = client.get("/kvalitet").text
    assert page.count('<th scope="row"><a href="/kvalitet/') == 3
    assert "/kvalitet/sammenlign?a=2&amp;b=3" in page
    assert "Ingen spørgsmål ændrede sig." in client.get("/kvalitet/sammenlign?a=2&b=3").text


def test_a_run_that_waits_says_how_many_are_before_it(store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    waiting = Worker(tmp_path, lambda choice: subject(store))
    runs = [waiting.start(small_set) for _ in range(3)]
    assert [said_of(run) for run in runs] == ["I gang", "I kø, 1 kørsel foran", "I kø, 2 kørsler foran"]
    waiting.stop(2)
    assert [said_of(run) for run in runs] == ["I gang", "Stoppet", "I kø, 1 kørsel foran"]


def test_a_run_goes_on_after_a_restart(store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    for content in contents():
        store.put(content)

    def broken(choice: Choice) -> Subject:
        raise RuntimeError("no assistant yet")

    first = Worker(tmp_path, lambda choice: subject(store))
    run = first.start(small_set)
    assert state_of(run) == "waiting"
    second = Worker(tmp_path, lambda choice: subject(store))
    second.open()
    for _ in range(400):
        if run.finished:
            break
        time.sleep(0.05)
    second.close()
    assert run.summary().count == 13
    failing = Worker(tmp_path, broken)
    other = first.start(small_set)
    failing.open()
    for _ in range(400):
        if state_of(other) == "failed":
            break
        time.sleep(0.05)
    failing.close()
    assert state_of(other) == "failed"


def test_runs_that_are_lost_on_the_disk_do_not_hold_up_the_next(
    store: SqlStore, small_set: QuestionSet, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for content in contents():
        store.put(content)
    asked_for = Worker(tmp_path, lambda choice: subject(store))
    lost, deleted, torn, last = (asked_for.start(small_set) for _ in range(4))

    def once_broken(choice: Choice) -> Subject:
        if lost.folder.exists():
            (torn.folder / "config.json").write_text("{", encoding="utf-8")
            shutil.rmtree(deleted.folder)
            shutil.rmtree(lost.folder)
            raise OSError("No space left on device")
        return subject(store)

    worker = Worker(tmp_path, once_broken)
    worker.open()
    for _ in range(400):
        if last.finished:
            break
        time.sleep(0.05)
    worker.close()
    assert last.finished
    assert (torn.folder / FAILED).exists()
    said = [record.getMessage() for record in caplog.records if record.name == "klimasvar.eval"]
    assert [s for s in said if "marked" not in s] == ["run 1 failed", "run 2 failed", "run 3 failed"]


def test_the_compare_page_names_the_cause(client: TestClient, small_set: QuestionSet, tmp_path: Path) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    for faults in ({}, {"page_shift": 1}):
        measured = subject(store, **faults)
        execute(new_run(tmp_path, small_set, measured.conditions), measured)
    page = client.get("/kvalitet/sammenlign?a=1&b=2").text
    assert "Kildehenvisning: samme svar, andre kilder: 9" in page
    assert "Indstillingen KLIMASVAR_PAGE_SHIFT" in page
    assert page.count('class="quality-question"') == 9


def test_a_verdict_is_kept_with_name_and_reason(client: TestClient, small_set: QuestionSet, tmp_path: Path) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    execute(new_run(tmp_path, small_set, subject(store).conditions), subject(store))
    told = client.post("/kvalitet/1/dom", data={"spoergsmaal": "a1", "dom": "wrong", "navn": "Mette", "grund": "Nej"})
    assert "Dommen er rettet af Mette: Nej" in told.text
    assert "enige om 0 % af 1 dom" in told.text
    assert client.get("/kvalitet/1?vis=rettede").text.count('class="quality-question"') == 1
    assert client.get("/kvalitet/1?vis=forkerte").text.count('class="quality-question"') == 1
    assert client.post("/kvalitet/1/dom", data={"spoergsmaal": "a1", "dom": "måske", "navn": "M"}).status_code == 422
    assert client.post("/kvalitet/1/dom", data={"spoergsmaal": "a1", "dom": "right", "grund": "x"}).status_code == 422
    without = client.post("/kvalitet/1/dom", data={"spoergsmaal": "a1", "dom": "right", "navn": "M", "grund": " "})
    assert (without.status_code, "Skriv hvorfor" in without.text) == (422, True)
    assert open_run(tmp_path, 1).rows()["a1"].verdict == "right"


def test_what_changed_since_the_run_before_is_shown_and_why(
    client: TestClient, small_set: QuestionSet, tmp_path: Path
) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    for faults in ({}, {"threshold": 99}):
        measured = subject(store, **faults)
        execute(new_run(tmp_path, small_set, measured.conditions), measured)
    assert "Ændret siden" not in client.get("/kvalitet/1").text
    page = client.get("/kvalitet/2?vis=aendrede").text
    assert '<a href="?vis=aendrede" aria-current="true">Ændret siden #1</a>' in page
    assert page.count('class="quality-question"') == 9
    assert page.count("Der blev sagt fra, selv om svaret står i dokumenterne.") == 9
    assert "Der blev sagt fra, som der skulle." in client.get("/kvalitet/2").text
    overview = client.get("/kvalitet").text
    assert [f"<dt>{title}</dt>" in overview for title in ("Rigtige svar", "Rigtig kilde", "Sagde fra med rette")] == [
        True, True, True,
    ]  # fmt: skip
    assert "siden #1" in overview
    assert "lille: 13 spørgsmål" not in overview
    save_set(tmp_path, small_set)
    assert "lille: 13 spørgsmål, under 10 sek." in client.get("/kvalitet").text


@pytest.mark.parametrize(
    ("answer", "facts", "expected", "told"),
    [
        ("Fem broer", (("14",), ("egetræ", "eg")), "", "Svaret mangler: 14; egetræ eller eg."),
        ("14 broer af eg", (("14",), ("egetræ", "eg")), "", "Svaret har alle nøgleoplysninger."),
        ("Fem broer", (), "14 nye broer", "Svaret passer ikke med det forventede svar."),
        ("Fem broer", (), "", "Svaret passer ikke med den forventede kilde."),
    ],
)
def test_a_verdict_says_what_it_rests_on(
    small_store: SqlStore, answer: str, facts: tuple[tuple[str, ...], ...], expected: str, told: str
) -> None:
    question = Question("q", "?", facts=facts, expected=expected, evidence=(("fik 14 nye broer",),))
    given = Answer("q", "q", answer, "answered", "extractive", "m")
    case = judge(question, given, evidence=EvidenceIndex(small_store), store=small_store)
    assert why(question, row_of(case, latency_ms=1.0)) == told


def test_progress_is_sent_as_it_happens_with_the_time_that_is_left(
    client: TestClient, small_set: QuestionSet, tmp_path: Path
) -> None:
    save_set(tmp_path, small_set)
    client.post("/kvalitet/koersel", data={"saet": "lille"})
    followed = client.get("/kvalitet/1/fremdrift")
    assert followed.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[6:]) for line in followed.text.splitlines() if line.startswith("data: ")]
    assert followed.text.count("event: done") == 1
    assert told[-1] == {"done": 13, "total": 13, "state": "finished", "text": "13 af 13"}
    assert [t["done"] for t in told] == sorted(t["done"] for t in told)


def test_the_rest_takes_as_long_as_what_was_asked_since_it_was_taken_up(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    run = new_run(tmp_path, small_set, subject(small_store).conditions)
    assert str(pace_of(run, going=True)) == "0 af 13"
    execute(run, subject(small_store), stop=lambda: len(run.rows()) == 4)
    (run.folder / "pace.json").write_text(json.dumps({"since": time.time() - 40, "done": 2}), encoding="utf-8")
    assert pace_of(run, going=True).left_s == pytest.approx(180, abs=2)
    assert str(pace_of(run, going=True)) == "4 af 13 · ca. 3 min. tilbage"
    assert str(pace_of(run, going=False)) == "4 af 13"


@pytest.mark.parametrize(
    ("seconds", "told"), [(3, "under 10 sek."), (38, "ca. 40 sek."), (89, "ca. 90 sek."), (240, "ca. 4 min.")]
)
def test_a_time_is_told_as_one_says_it(seconds: float, told: str) -> None:
    assert about(seconds) == told


def test_a_run_of_the_command_line_that_was_killed_can_be_gone_on_with(
    client: TestClient, small_set: QuestionSet, tmp_path: Path
) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    run = new_run(tmp_path, small_set, subject(store).conditions)
    execute(run, subject(store), stop=lambda: len(run.rows()) == 4)
    assert state_of(run) == "stopped"
    with turn(tmp_path):
        assert state_of(run) == "waiting"
    page = client.get("/kvalitet/1").text
    assert "<span>4 af 13</span>" in page
    assert "Fortsæt" in page
    client.post("/kvalitet/1/fortsaet")
    assert wait(client, 1)["state"] == "finished"


def test_how_answers_are_made_is_chosen_at_the_start_and_kept(
    store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    for content in contents():
        store.put(content)
    asked_for: list[Choice] = []

    def chosen(choice: Choice) -> Subject:
        asked_for.append(choice)
        return subject(store)

    client, _, _ = quality_client(tmp_path, subject_of=chosen, generator_model="stor-model")
    save_set(tmp_path, small_set)
    with client:
        assert "Med sprogmodellen stor-model" in client.get("/kvalitet").text
        client.post("/kvalitet/koersel", data={"saet": "lille", "svar": "ordret", "dommer": "ja"})
        assert wait(client, 1)["state"] == "finished"
        page = client.get("/kvalitet/1").text
    assert set(asked_for) == {Choice(extractive=True, judge=True)}
    assert open_run(tmp_path, 1).config.choice == Choice(extractive=True, judge=True)
    assert "Ordrette svar" in page
    assert "Sprogmodellen dømmer med" in page


def test_a_long_run_is_shown_a_page_at_a_time(client: TestClient, small_set: QuestionSet, tmp_path: Path) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    many = tuple(
        replace(q, question_id=f"{q.question_id}-{n}", text=f"Nummer {n}: {q.text}")
        for n in range(10)
        for q in small_set.questions
    )
    execute(new_run(tmp_path, QuestionSet("mange", many), subject(store).conditions), subject(store))
    shown = [client.get(f"/kvalitet/1?side={number}").text for number in (1, 2, 3, 99)]
    assert [page.count('class="quality-question"') for page in shown] == [50, 50, 30, 30]
    assert "130 spørgsmål, side 2 af 3" in shown[1]
    assert 'href="?vis=&amp;side=1"' in shown[1]
    assert 'href="?vis=&amp;side=3"' in shown[1]
    assert "side=4" not in shown[2]
    judged = {"spoergsmaal": "a1-9", "dom": "wrong", "navn": "M", "grund": "Nej", "tilbage": "vis=&side=3"}
    assert client.post("/kvalitet/1/dom", data=judged, follow_redirects=False).headers["location"] == (
        "/kvalitet/1?vis=&side=3#a1-9"
    )


@pytest.mark.parametrize("kind", ["html", "json", "md", "xlsx"])
def test_every_report_can_be_taken_home(client: TestClient, small_set: QuestionSet, tmp_path: Path, kind: str) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    execute(new_run(tmp_path, small_set, subject(store).conditions), subject(store))
    answer = client.get(f"/kvalitet/1/rapport.{kind}")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_the_empty_pages_say_what_to_do(client: TestClient) -> None:
    assert "Der er ingen kørsler endnu." in client.get("/kvalitet").text
    assert client.get("/kvalitet/hent/skabelon.xlsx").content[:2] == b"PK"
    assert client.get("/kvalitet/fil/quality.css").headers["content-type"].startswith("text/css")
    assert "Kvalitet" in client.get("/").text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/kvalitet/9", 404), ("/kvalitet/9/status", 404), ("/kvalitet/sammenlign?a=1&b=2", 404),
     ("/kvalitet/saet/findes-ikke", 422), ("/kvalitet/fil/andet.js", 422)],
)  # fmt: skip
def test_what_is_not_there_is_told(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == status
    assert "findes ikke" in answer.text


def test_a_file_that_is_no_set_is_one_sentence(client: TestClient) -> None:
    answer = client.post("/kvalitet/saet", files={"fil": ("a.pdf", b"%PDF")}, headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert "er ikke et spørgsmålssæt" in answer.text
