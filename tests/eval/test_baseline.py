"""A run kept in a file: later runs are compared with it and held to it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from eval_fakes import Run, subject

from corpus.errors import InputError
from corpus.sqlstore import SqlStore
from eval.baseline import read_baseline, write_baseline
from eval.compare import compare
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run


def test_a_run_equals_its_own_baseline_and_a_fault_does_not(
    small_store: SqlStore, small_set: QuestionSet, tmp_path: Path
) -> None:
    sound, broken = (subject(small_store, **faults) for faults in ({}, {"page_shift": 1}))
    runs = [new_run(tmp_path, small_set, measured.conditions) for measured in (sound, broken)]
    for run, measured in zip(runs, (sound, broken), strict=True):
        execute(run, measured)
    write_baseline(tmp_path / "b.jsonl", runs[0])
    kept = read_baseline(tmp_path / "b.jsonl")
    assert kept.question_set() == small_set
    assert compare(kept, runs[0]).changes == ()
    assert compare(kept, runs[0]).conditions == ()
    assert compare(kept, runs[1]).causes == compare(runs[0], runs[1]).causes == {"citation": 9}


def test_a_third_kept_in_a_file_is_still_a_third(small_store: SqlStore, small_set: QuestionSet, tmp_path: Path) -> None:
    one_of_three = replace(small_set.questions[0], facts=(("14",), ("messing",), ("granit",)))
    run = new_run(tmp_path, QuestionSet("tredjedele", (one_of_three,)), subject(small_store).conditions)
    execute(run, subject(small_store))
    assert run.rows()["a1"].scores["facts"] == pytest.approx(1 / 3)
    write_baseline(tmp_path / "b.jsonl", run)
    found = compare(read_baseline(tmp_path / "b.jsonl"), run)
    assert found.changes == ()
    assert not [name for name, d in found.differences.items() if d.delta or d.beyond_noise]


def test_the_gate_holds_a_run_to_a_file(
    klimasvar: Run, set_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = str(tmp_path / "baseline.jsonl")
    assert klimasvar("eval", "run", "--set", set_file, "--save-baseline", kept)[0] == 0
    gate = ("--fail-on", "citation_support<1.0", "--fail-on", "facts drop>noise", "--fail-on", "correct drop>noise")
    reports = ("--junit", str(tmp_path / "r.xml"), "--markdown", str(tmp_path / "r.md"))
    code, out, err = klimasvar("eval", "run", "--set", set_file, "--baseline", kept, *gate, *reports)
    assert (code, err) == (0, "")
    assert "Ingen spørgsmål ændrede sig" in out
    monkeypatch.setenv("KLIMASVAR_REFUSAL_THRESHOLD", "1.0")
    code, _, err = klimasvar("eval", "run", "--set", set_file, "--baseline", kept, *gate, *reports)
    assert code == 1
    assert "Ikke godkendt: facts drop>noise: facts er" in err
    assert "facts drop>noise" in (tmp_path / "r.md").read_text(encoding="utf-8")
    suite = ET.parse(tmp_path / "r.xml").getroot()
    assert suite.find("testcase[@name='conditions']/failure") is not None


@pytest.mark.parametrize("raw", ["", "{}", '{"number": 1}\n', "ikke json"])
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, raw: str) -> None:
    (tmp_path / "b.jsonl").write_text(raw, encoding="utf-8")
    with pytest.raises(InputError, match="er ikke en kørsel"):
        read_baseline(tmp_path / "b.jsonl")
    with pytest.raises(InputError, match="kan ikke læses"):
        read_baseline(tmp_path / "findes-ikke.jsonl")
