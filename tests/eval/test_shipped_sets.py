"""The shipped question sets hold together with what they ask about, and the shipped library meets its gate."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.marked import squash
from corpus.sqlstore import SqlStore
from eval.evidence import EvidenceIndex
from eval.gate import broken_rules, parse_rule
from eval.law_slice import provisions
from eval.question_files import load_set
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.sets import SHIPPED
from eval.subject import open_subject
from service.assistant import open_engine
from service.settings import Settings

GATE = ("citation_support<1.0", "faithfulness<1.0", "facts<0.6", "right_page<0.65", "false_refusals>0.25")
"""The floor under which the shipped library may never fall; the figures themselves stand above it."""


@pytest.mark.parametrize("name", ["digest", "report", "documents"])
def test_a_shipped_set_is_read_without_a_fault(name: str) -> None:
    questions = load_set(SHIPPED / f"{name}.jsonl").questions
    assert len(questions) >= 60
    assert sum(not q.answerable for q in questions) >= 12
    assert sum(bool(q.history) for q in questions) >= 5


@pytest.mark.parametrize(
    "name",
    [
        "silent",
        "elsewhere",
        *(f"{kind}-{of}" for kind in ("twins", "premises") for of in ("report", "digest", "documents")),
    ],
)
def test_a_set_without_answers_holds_none(name: str) -> None:
    questions = load_set(SHIPPED / f"{name}.jsonl").questions
    assert len({q.text.lower() for q in questions}) == len(questions) >= 40
    assert not any(q.answerable for q in questions)


def test_the_reports_set_quotes_it_briefly_and_truly(testdata: Path) -> None:
    report = squash((testdata / "report" / "vip-klimaprojekterne.txt").read_text(encoding="utf-8"))
    for question in load_set(SHIPPED / "report.jsonl").questions:
        for anchor in (a for group in question.evidence for a in group):
            assert squash(anchor) in report, question.question_id
            assert len(re.findall(r"\S+", anchor)) <= 7


@pytest.mark.slow
def test_the_law_set_quotes_its_slice_briefly_and_truly(testdata: Path) -> None:
    questions = load_set(SHIPPED / "law.jsonl").questions
    texts = [squash(row["text"]) for row in provisions(testdata / "training" / "law.jsonl.xz")]
    assert len(questions) >= 60
    assert len(texts) == 10_795
    for question in questions:
        for anchor in (a for group in question.evidence for a in group):
            assert len(anchor.split()) <= 9
            assert 0 < sum(squash(anchor) in text for text in texts) <= 6, question.question_id


@pytest.mark.slow
def test_every_anchor_of_the_digests_set_stands_in_the_shipped_library(shipped: Settings) -> None:
    evidence = EvidenceIndex(SqlStore(open_engine(shipped)))
    questions = load_set(SHIPPED / "digest.jsonl").questions
    assert {q.question_id: evidence.gold(q).missing for q in questions if evidence.gold(q).missing} == {}


@pytest.mark.slow
def test_the_shipped_library_meets_its_gate(shipped: Settings, tmp_path: Path) -> None:
    every_third = load_set(SHIPPED / "digest.jsonl").questions[::3]
    subject = open_subject(shipped)
    run = new_run(tmp_path, QuestionSet("digest", every_third), subject.conditions)
    summary = execute(run, subject)
    assert summary is not None
    assert broken_rules([parse_rule(rule) for rule in GATE], summary, None) == []
