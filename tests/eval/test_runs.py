"""Runs as a whole: measured, stopped, killed, resumed, compared with a planted fault, reported, gated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from eval_fakes import PlantedAssistant, subject

from corpus.errors import InputError, NotFound
from corpus.sqlstore import SqlStore
from eval.baseline import read_baseline, write_baseline
from eval.compare import compare
from eval.gate import broken_rules, parse_rule
from eval.measures import BY_NAME
from eval.questions import QuestionSet
from eval.report import comparison_text, run_json, run_markdown, run_text, write_junit, write_workbook
from eval.report_html import run_html
from eval.run import Subject, execute
from eval.runs import Run, all_runs, new_run, open_run, turn
from eval.verdicts import HumanVerdict, agreement
from eval.workbook import read_rows


def run_of(tmp_path: Path, small_set: QuestionSet, measured: Subject) -> Run:
    run = new_run(tmp_path, small_set, measured.conditions)
    assert execute(run, measured) is not None
    return run


def test_the_sound_assistant_gets_everything_right(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    run = run_of(tmp_path, small_set, subject(small_store))
    summary = run.summary()
    assert summary.count == 13
    assert summary.verdicts == {"right": 13}
    for name in ("correct", "facts", "citation_support", "right_page", "refusal_recall", "followups", "recall@1"):
        assert summary.measures[name].mean == 1.0, name
    assert summary.measures["false_refusals"].mean == 0.0
    assert summary.measures["followups"].count == 1
    assert summary.by_kind["unanswerable"]["correct"].count == 4
    assert run.finished
    assert open_run(tmp_path, run.config.number) == run


def test_a_stopped_run_goes_on_where_it_was(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    asked: list[str] = []

    class Counting(PlantedAssistant):
        def ask(self, question: str, **more: object) -> object:  # type: ignore[override]
            asked.append(question)
            return PlantedAssistant.ask(self, question, **more)  # type: ignore[arg-type]

    measured = replace(subject(small_store), assistant=Counting(small_store))  # type: ignore[arg-type]
    run = new_run(tmp_path, small_set, measured.conditions)
    assert execute(run, measured, stop=lambda: len(asked) == 5) is None
    assert not run.finished
    assert len(run.rows()) == 5
    seen: list[tuple[int, int]] = []
    execute(open_run(tmp_path, 1), measured, progress=lambda done, total: seen.append((done, total)))
    assert asked == [q.text for q in small_set.questions]
    assert seen == [(n, 13) for n in range(5, 14)]
    assert run.finished


KILLED = """
    import sys, time
    from pathlib import Path
    sys.path.insert(0, {tests!r})
    from eval_fakes import PlantedAssistant, contents, subject
    from corpus.database import open_database
    from corpus.sqlstore import SqlStore
    from eval.run import execute
    from eval.runs import open_run

    store = SqlStore(open_database("sqlite://"))
    for content in contents():
        store.put(content)
    data = Path({data!r})

    def slowly(done, total):
        print(done, flush=True)
        time.sleep(0.2)

    execute(open_run(data, 1), subject(store), progress=slowly)
"""


def test_a_killed_run_loses_nothing_and_equals_an_unbroken_one(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    run = new_run(tmp_path, small_set, subject(small_store).conditions)
    script = textwrap.dedent(KILLED).format(tests=str(Path(__file__).parent), data=str(tmp_path))
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < 4:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    path = run.folder / "rows.jsonl"
    path.write_bytes(path.read_bytes() + b'{"question_id": "torn')
    before = run.rows()
    assert 4 <= len(before) < 13
    execute(run, subject(small_store))
    after = run.rows()
    assert list(after) == [q.question_id for q in small_set.questions]
    assert {i: after[i] for i in before} == before
    whole = run_of(tmp_path, small_set, subject(small_store))
    assert compare(whole, run).changes == ()


def test_a_run_is_not_finished_on_other_ground(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    run = new_run(tmp_path, small_set, subject(small_store).conditions)
    done: list[int] = []
    execute(run, subject(small_store), progress=lambda n, total: done.append(n), stop=lambda: len(done) > 4)
    before = run.rows()
    with pytest.raises(InputError, match="begyndt på et andet grundlag"):
        execute(run, subject(small_store, page_shift=1))
    assert run.rows() == before
    assert 0 < len(before) < 13


def test_a_repeat_without_a_change_reports_no_difference(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    first = run_of(tmp_path, small_set, subject(small_store))
    second = run_of(tmp_path, small_set, subject(small_store))
    comparison = compare(first, second)
    assert comparison.changes == ()
    assert comparison.conditions == ()
    assert comparison.mcnemar_p == 1.0
    assert not any(d.beyond_noise or d.delta for d in comparison.differences.values())
    assert "Ingen spørgsmål ændrede sig" in comparison_text(comparison)


@pytest.mark.parametrize(
    ("faults", "cause", "questions"),
    [
        ({"page_shift": 1}, "citation", {f"a{n}" for n in range(1, 10)}),
        ({"reverse": True}, "retrieval", None),
        ({"threshold": 1}, "refusal", {"u1", "u3"}),
        ({"threshold": 99}, "refusal", {f"a{n}" for n in range(1, 10)}),
    ],
)
def test_a_planted_fault_is_told_apart_and_named(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path, faults: dict[str, object], cause: str,
    questions: set[str] | None,
) -> None:  # fmt: skip
    before = run_of(tmp_path, small_set, subject(small_store))
    after = run_of(tmp_path, small_set, subject(small_store, **faults))
    comparison = compare(before, after)
    assert comparison.worse > 0
    assert comparison.better == 0
    assert set(comparison.causes) == {cause}
    if questions is not None:
        assert {c.question.question_id for c in comparison.changes} == questions
    assert [what for what, _, _ in comparison.conditions] == [
        f"Indstillingen KLIMASVAR_{name.upper()}" for name in faults
    ]
    back = compare(after, before)
    assert (back.better, back.worse) == (comparison.worse, 0)


def test_a_dropped_document_is_a_fault_of_the_corpus(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    before = run_of(tmp_path, small_set, subject(small_store))
    small_store.remove("skoven")
    after = run_of(tmp_path, small_set, subject(small_store))
    comparison = compare(before, after)
    assert {c.question.question_id for c in comparison.changes} == {"a4", "a5", "a6"}
    assert comparison.causes == {"corpus": 3}
    assert set(after.summary().missing) == {"a4", "a5", "a6"}
    assert "Dokumenterne" in [what for what, _, _ in comparison.conditions]


def test_an_assistant_that_breaks_is_a_row_that_scores_zero(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    class Broken(PlantedAssistant):
        def ask(self, question: str, **more: object) -> object:  # type: ignore[override]
            if "ege" in question:
                raise ZeroDivisionError("planted")
            return PlantedAssistant.ask(self, question, **more)  # type: ignore[arg-type]

    measured = replace(subject(small_store), assistant=Broken(small_store))  # type: ignore[arg-type]
    before = run_of(tmp_path, small_set, subject(small_store))
    run = run_of(tmp_path, small_set, measured)
    row = run.rows()["a4"]
    assert row.error == "ZeroDivisionError: planted"
    assert row.scores["correct"] == row.scores["facts"] == 0.0
    assert row.scores["crag"] == -1.0
    assert run.summary().measures["correct"].mean == pytest.approx(12 / 13)
    assert compare(before, run).causes == {"failure": 1}


def test_runs_of_other_questions_cannot_be_compared(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    first = run_of(tmp_path, QuestionSet("a", small_set.questions[:2]), subject(small_store))
    second = run_of(tmp_path, QuestionSet("b", small_set.questions[2:]), subject(small_store))
    with pytest.raises(InputError, match="ingen spørgsmål til fælles"):
        compare(first, second)


def test_a_question_that_was_rewritten_is_left_out(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    changed = (replace(small_set.questions[0], facts=(("99",),)), *small_set.questions[1:])
    first = run_of(tmp_path, small_set, subject(small_store))
    second = run_of(tmp_path, QuestionSet("b", changed), subject(small_store))
    comparison = compare(first, second)
    assert comparison.skipped == ("a1",)
    assert comparison.count == 12


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("facts<0.9", False),
        ("citation_support<1.0", True),
        ("fact_recall<1", False),
        ("false_refusals>0.1", False),
        ("right_page drop>noise", True),
        ("right_page drop>0.5", True),
        ("facts drop>noise", False),
        ("false_refusals drop>noise", False),
        ("latency_p95_ms<0", False),
    ],
)
def test_the_gate_says_which_rule_is_broken_and_why(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path, rule: str, broken: bool
) -> None:
    before = run_of(tmp_path, small_set, subject(small_store))
    after = run_of(tmp_path, small_set, subject(small_store, page_shift=1))
    reasons = broken_rules([parse_rule(rule)], after.summary(), compare(before, after))
    assert bool(reasons) is broken
    assert all(reason.startswith(rule) for reason in reasons)


def test_a_measure_where_less_is_better_drops_when_it_rises(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    before = run_of(tmp_path, small_set, subject(small_store))
    after = run_of(tmp_path, small_set, subject(small_store, threshold=99))
    rule = parse_rule("false_refusals drop>noise")
    assert broken_rules([rule], after.summary(), compare(before, after))
    assert not broken_rules([rule], before.summary(), compare(after, before))


@pytest.mark.parametrize("text", ["", "facts", "facts<", "ukendt<1", "facts<noise", "facts drop<noise", "facts==1"])
def test_a_rule_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="kan ikke forstås"):
        parse_rule(text)


def test_a_drop_without_a_baseline_is_refused(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    run = run_of(tmp_path, small_set, subject(small_store))
    with pytest.raises(InputError, match="--baseline"):
        broken_rules([parse_rule("facts drop>noise")], run.summary(), None)


def test_a_persons_verdict_overrides_and_both_are_kept(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    run = run_of(tmp_path, small_set, subject(small_store))
    run.add_verdict(HumanVerdict("a1", "wrong", "Mette", "Tallet er forældet", "2031-01-01T00:00:00+00:00"))
    run.add_verdict(HumanVerdict("a2", "right", "Mette", "", "2031-01-01T00:00:00+00:00"))
    assert run.rows()["a1"].verdict == "right"
    assert run.judged_rows()["a1"].verdict == "wrong"
    assert run.summary().measures["correct"].mean == pytest.approx(12 / 13)
    agreed = agreement(run.rows(), run.verdicts())
    assert agreed is not None
    assert (agreed.count, agreed.share, agreed.kappa) == (2, 0.5, 0.0)
    with pytest.raises(NotFound):
        run.add_verdict(HumanVerdict("findes ikke", "right", "Mette", "", ""))


def test_runs_get_numbers_of_their_own_and_unknown_ones_are_told(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    conditions = subject(small_store).conditions
    numbers = [new_run(tmp_path, small_set, conditions, note=str(n)).config.number for n in range(11)]
    assert numbers == list(range(1, 12))
    assert [run.config.note for run in all_runs(tmp_path)] == [str(n) for n in range(11)]
    with pytest.raises(NotFound, match="Kendte kørsler: 1, 2"):
        open_run(tmp_path, 99)


def test_only_one_run_has_its_turn(tmp_path: Path) -> None:
    waiter = f"from pathlib import Path; from eval.runs import turn\nwith turn(Path({str(tmp_path)!r})): print('in')"
    root = Path(__file__).resolve().parents[2]
    with turn(tmp_path):
        process = subprocess.Popen([sys.executable, "-c", waiter], cwd=root, stdout=subprocess.PIPE)
        time.sleep(1.0)
        assert process.poll() is None
    out, _ = process.communicate(timeout=30)
    assert out.strip() == b"in"


def test_reports_can_be_read_again(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    before = run_of(tmp_path, small_set, subject(small_store))
    run = run_of(tmp_path, small_set, subject(small_store, page_shift=1))
    summary, comparison = run.summary(), compare(before, run)
    text = run_text(run, summary)
    assert "Rigtige svar" in text
    assert "100 %" in text
    whole = json.loads(run_json(run, summary))
    assert whole["summary"]["measures"]["facts"]["mean"] == 1.0
    assert len(whole["rows"]) == 13
    assert "Kildehenvisning" in comparison_text(comparison)
    assert "| Rigtige svar |" in run_markdown(run, summary, comparison, ["facts<1"])
    write_workbook(tmp_path / "r.xlsx", run, summary)
    assert read_rows(tmp_path / "r.xlsx")[0][0] == "Mål"
    write_junit(tmp_path / "r.xml", run, ["for få"])
    suite = ET.parse(tmp_path / "r.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("14", "1", "0")


def test_the_page_is_self_contained_and_escapes_what_it_shows(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    evil = replace(small_set.questions[0], text="<script>alert(1)</script> broer havnen fik?")
    run = run_of(tmp_path, QuestionSet("<b>", (evil,)), subject(small_store))
    page = run_html(run, run.summary())
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "&lt;script&gt;" in page
    assert 'lang="da"' in page
    assert all(BY_NAME[name].title in page for name in run.summary().measures)


def test_ends_of_lines_within_a_text_and_torn_lines_do_not_cost_a_run_its_rows(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    odd = replace(small_set.questions[0], question_id="u\u2028\x85\u2029u", text="Hvor mange?\u2028Og \x85hvor?")
    run = run_of(tmp_path, QuestionSet("ender", (odd, *small_set.questions[1:])), subject(small_store))
    assert next(iter(run.rows())) == odd.question_id
    assert len(run.rows()) == len(run.question_set().questions) == 13
    verdict = HumanVerdict(odd.question_id, "right", "Ida\u2028", "fordi", "2026-01-01T10:00:00+00:00")
    run.add_verdict(verdict)
    with (run.folder / "verdicts.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"question_id": "1", "ver')
    assert run.verdicts() == {odd.question_id: verdict}
    write_baseline(tmp_path / "b.jsonl", run)
    assert read_baseline(tmp_path / "b.jsonl").questions == run.question_set().questions
