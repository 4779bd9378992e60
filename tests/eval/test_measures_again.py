"""The measures computed a second time, from their definitions alone, over answers that hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eval_fakes import PlantedAssistant, subject
from hypothesis import given
from hypothesis import strategies as st

from corpus.answers import Answer
from corpus.sqlstore import SqlStore
from eval.case import Case, judge
from eval.evidence import EvidenceIndex
from eval.matching import Statement
from eval.measures import scores
from eval.questions import Question, QuestionSet
from eval.rows import Row, row_of
from eval.run import ask
from eval.summary import summarise
from eval.support import support_of

FACTS = ("egetræ", "14", "broer", "havnen")
BRIDGES = Question("q", "Hvor mange broer?", evidence=(("fik 14 nye broer",),), facts=tuple((f,) for f in FACTS))
UNANSWERABLE = Question("u", "Hvad?", "unanswerable", answerable=False)
letters = st.frozensets(st.sampled_from("abcde"), max_size=4)


def holds(premise: str, claim: str) -> bool:
    """A premise is a bag of letters; it supports a claim whose letters it holds."""
    return set(claim) <= set(premise.replace(" ", ""))


@given(wanted=letters, cited=st.lists(letters, max_size=4))
def test_support_follows_alce(wanted: frozenset[str], cited: list[frozenset[str]]) -> None:
    """Gao et al. 2023, §3.3: recall is 1 when the passages together entail the statement; a citation is irrelevant when
    it alone does not and the others still do, and precise when recall is 1 and it is not irrelevant."""
    whole = frozenset().union(*cited)
    recall = any(cited) and wanted <= whole
    precise = []
    for number, passage in enumerate(cited):
        rest = frozenset().union(*(other for n, other in enumerate(cited) if n != number))
        irrelevant = not wanted <= passage and wanted <= rest
        precise.append(bool(recall and passage and not irrelevant))
    premises = {number: " ".join(sorted(passage)) for number, passage in enumerate(cited, start=1)}
    statement = Statement("".join(sorted(wanted)), tuple(premises))
    assert support_of(statement, premises, holds) == (recall, tuple(precise))


def case(store: SqlStore, answer: Answer | None, question: Question) -> Case:
    return judge(question, answer, evidence=EvidenceIndex(store), store=store)


def said(text: str, status: str = "answered") -> Answer:
    return Answer("q", "q", text, status, "extractive", "m")  # type: ignore[arg-type]


statuses = st.sampled_from(["answered", "not_found", "clarify", "failed", None])
asked = st.lists(st.tuples(st.booleans(), statuses), min_size=1, max_size=12)


def summary_of(store: SqlStore, made: list[tuple[bool, str | None]]) -> dict[str, float]:
    questions, rows = [], {}
    for number, (answerable, status) in enumerate(made):
        question = replace(BRIDGES if answerable else UNANSWERABLE, question_id=str(number))
        answer = said("Havnen fik 14 broer af egetræ", status) if status else None
        questions.append(question)
        rows[str(number)] = row_of(case(store, answer, question), latency_ms=1.0)
    measures = summarise(questions, rows).measures
    return {name: interval.mean for name, interval in measures.items()}


@given(made=asked)
def test_refusals_follow_the_confusion_matrix(fixed_store: SqlStore, made: list[tuple[bool, str | None]]) -> None:
    refused = [status in ("not_found", "clarify") for _, status in made]
    must = [not answerable for answerable, _ in made]
    both = sum(r and m for r, m in zip(refused, must, strict=True))
    found = summary_of(fixed_store, made)
    assert found.get("refusal_precision") == (pytest.approx(both / sum(refused)) if any(refused) else None)
    assert found.get("refusal_recall") == (pytest.approx(both / sum(must)) if any(must) else None)
    unanswered = sum(status != "answered" for answerable, status in made if answerable)
    answerable = len(made) - sum(must)
    assert found.get("false_refusals") == (pytest.approx(unanswered / answerable) if answerable else None)


@given(made=asked)
def test_no_question_vanishes_from_the_total(fixed_store: SqlStore, made: list[tuple[bool, str | None]]) -> None:
    """CRAG by hand: right 1, refused though answerable 0, wrong or missing −1; over every question that was asked."""
    worth = {
        (True, "answered"): 1.0, (True, "not_found"): 0.0, (True, "clarify"): 0.0,
        (False, "not_found"): 1.0, (False, "clarify"): 1.0,
    }  # fmt: skip
    found = summary_of(fixed_store, made)
    assert found["crag"] == pytest.approx(sum(worth.get(one, -1.0) for one in made) / len(made))
    right = sum(worth.get(one) == 1.0 for one in made)
    assert found["correct"] == pytest.approx(right / len(made))


@given(present=st.sets(st.sampled_from(FACTS)), more=st.sampled_from(FACTS))
def test_a_fact_more_never_lowers_a_score(fixed_store: SqlStore, present: set[str], more: str) -> None:
    before = scores(case(fixed_store, said(" ".join(sorted(present))), BRIDGES))
    after = scores(case(fixed_store, said(" ".join(sorted({*present, more}))), BRIDGES))
    assert before["facts"] == pytest.approx(len(present) / len(FACTS))
    assert all(after[name] >= before[name] for name in ("facts", "correct", "crag"))


@given(repeats=st.integers(0, 3))
def test_an_invented_sentence_never_raises_a_score(fixed_store: SqlStore, repeats: int) -> None:
    sound = PlantedAssistant(fixed_store).ask("Hvor mange broer fik havnen?")
    lies = "".join(f"\nKongen ejer {n} slotte i Roskilde. [1]" for n in range(repeats))
    before = scores(case(fixed_store, sound, BRIDGES))
    after = scores(case(fixed_store, replace(sound, text=sound.text + lies), BRIDGES))
    for name in ("faithfulness", "citation_recall", "citation_precision"):
        assert before[name] == 1.0
        assert after[name] == pytest.approx(1 / (1 + repeats))


@given(data=st.data())
def test_the_order_of_the_questions_changes_no_figure(
    fixed_store: SqlStore, fixed_rows: tuple[QuestionSet, dict[str, Row]], data: st.DataObject
) -> None:
    questions, rows = fixed_rows
    shuffled = data.draw(st.permutations(questions.questions))
    again = summarise(shuffled, {q.question_id: rows[q.question_id] for q in shuffled})
    whole = summarise(questions.questions, rows)
    assert again.by_kind == whole.by_kind
    assert again.verdicts == whole.verdicts
    assert (again.latency_p50_ms, again.latency_p95_ms) == (whole.latency_p50_ms, whole.latency_p95_ms)
    for name, interval in whole.measures.items():
        other = again.measures[name]
        assert (other.mean, other.low, other.high) == pytest.approx((interval.mean, interval.low, interval.high)), name


@pytest.fixture(scope="module")
def fixed_rows(fixed_store: SqlStore) -> tuple[QuestionSet, dict[str, Row]]:
    """Nine questions with an answer each, some of them wrong or refused."""
    texts = (
        "Hvor mange broer fik havnen?", "Hvem passer slusen?", "Hvor mange gamle ege har skoven?",
        "Hvad hedder kongen?", "Hvad koster boderne?", "Hvor mange kasser makrel?", "Skriv en sang",
        "Hvor ruger ugler?", "Hvem fælder træer?",
    )  # fmt: skip
    questions = tuple(
        Question(str(n), text, "fact" if n % 2 else "number", facts=(("14", "mette"),), answerable=n % 3 > 0)
        for n, text in enumerate(texts)
    )
    measured = subject(fixed_store)
    evidence = EvidenceIndex(fixed_store)
    return QuestionSet("f", questions), {q.question_id: ask(q, measured, evidence=evidence) for q in questions}
