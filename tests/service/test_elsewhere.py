"""Questions on other subjects than the material's, by the bundled embedder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.marked import squash
from index.embed import BUNDLED, open_embedder
from service.answer import Answerer
from service.elsewhere import read_cohort
from tests.service.fakes import MemoryStore, OverlapRetriever, make_content
from tests.service.havne import CATALOGUE, ask, store

SETS = Path(__file__).parents[2] / "eval" / "data"
EGGS = "Hvor længe skal et æg koge i vandet, før det er hårdt?"


def over(library: MemoryStore, *, threshold: float = 1.1) -> Answerer:
    return Answerer(library, OverlapRetriever(library), open_embedder(BUNDLED), CATALOGUE, threshold=threshold)


@pytest.fixture(scope="module")
def harbour() -> Answerer:
    return over(store())


def elsewhere(made: Answerer, question: str) -> float:
    return made.refusal_features(*made.read(question))["elsewhere"]


def test_a_question_on_another_subject_is_nearer_to_others_like_it(harbour: Answerer) -> None:
    assert elsewhere(harbour, EGGS) > elsewhere(harbour, "Hvor mange bundgarnspæle fik blæretang?") + 0.2


def test_questions_that_the_material_is_about_do_not_count() -> None:
    cook = ("Et æg skal koge i seks minutter, før det er blødt, og i ti, før det er hårdt.", "Æg koges i vand.")
    eggs = MemoryStore(make_content("mad", "Kogebogen", ((("Kogebogen", "Æg"), "", "text", cook),)))
    assert elsewhere(over(eggs), EGGS) < elsewhere(over(store()), EGGS)


def test_nothing_found_is_near_to_nothing(harbour: Answerer) -> None:
    asked, _ = harbour.read(EGGS)
    assert harbour.refusal_features(asked, []) == {}


def test_a_question_on_another_subject_is_refused_plainly(harbour: Answerer) -> None:
    answer = ask(harbour, EGGS)
    assert answer.text == "Det fremgår ikke af materialet."
    assert "andre emner" in dict(answer.trace)["Emne"]


def test_however_little_certainty_is_asked_for_another_subject_is_refused() -> None:
    made = over(store(), threshold=0.001)
    assert ask(made, "Hvor mange bundgarnspæle fik blæretang?").status == "answered"
    assert not ask(made, EGGS).citations


@pytest.mark.parametrize(
    "question", ["What is the tallest mountain in Rødvig?", "Hvem er kongen af Skagens Kinamuseum?"]
)
def test_hardly_anything_but_words_that_are_not_there_is_on_another_subject(question: str) -> None:
    assert not ask(over(store(), threshold=0.001), question).citations


def test_a_question_beside_the_material_is_told_what_comes_nearest(harbour: Answerer) -> None:
    answer = ask(harbour, "Hvem dykkede efter tang i Rødvig?")
    assert "Nærmest kommer" in answer.text
    assert "Emne" not in dict(answer.trace)


def test_no_question_that_is_measured_with_is_in_the_cohort() -> None:
    rows = [json.loads(line) for path in SETS.glob("*.jsonl") for line in path.read_text("utf-8").splitlines() if line]
    measured = {squash(row["question"]).rstrip("?") for row in rows}
    cohort = [squash(question).rstrip("?") for question in read_cohort()]
    assert len(cohort) > 1000
    assert len(set(cohort)) == len(cohort)
    assert not measured & set(cohort)
