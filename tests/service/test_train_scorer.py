from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.answers import Message
from corpus.errors import SearchIndexError
from service import refuse, score
from service.learning import fit_logistic, fit_ranker, point_with
from service.train_scorer import OTHERS, REFUSED, Asked, Taught, labels, read_questions, train
from tests.service.havne import answerer


def test_the_ranker_finds_the_feature_that_tells() -> None:
    rng = np.random.default_rng(1)
    lists = []
    for _ in range(40):
        rows, marked = rng.normal(size=(12, 3)), np.zeros(12)
        marked[rows[:, 1].argmax()] = 1.0
        lists.append((rows, marked))
    weights = fit_ranker(lists)
    assert weights[1] > 5 * max(abs(weights[0]), abs(weights[2]))
    assert (weights == fit_ranker(lists)).all()


def test_the_logistic_is_calibrated_on_balanced_classes() -> None:
    rng = np.random.default_rng(2)
    rows = np.column_stack([np.ones(400), rng.normal(size=400)])
    answers = (rows[:, 1] + rng.normal(scale=0.5, size=400) > 0).astype(float)
    chance = 1 / (1 + np.exp(-rows @ fit_logistic(rows, answers)))
    assert ((chance > 0.5) == (answers > 0.5)).mean() > 0.8


def test_candidates_that_hold_the_evidence_are_marked() -> None:
    asked = Asked("1", "Hvor mange?", (), (("fjorten gamle pæle",),), (("14", "fjorten"),), True)
    passage = "Der var fjorten gamle pæle. Alle fjorten stod. Vandet var klart."
    texts = ["Der var fjorten gamle pæle.", "Alle fjorten stod.", "Vandet var klart."]
    assert labels(asked, texts, [passage] * 3).tolist() == [1.0, 0.5, 0.0]


def test_questions_are_read_with_history_and_groups(tmp_path: Path) -> None:
    row = {
        "id": "a2", "question": "Og nu?", "history": [{"role": "user", "content": "Før?"}], "answerable": True,
        "evidence": ["x"], "evidence_all": [["x"], ["y"]], "facts": [["1"]],
    }  # fmt: skip
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps(row) + "\n\n" + json.dumps({**row, "id": "a3"}) + "\n", "utf-8")
    (asked,) = read_questions([file], keep=lambda i: i == "a2")
    assert (asked.history, asked.groups) == ((("user", "Før?"),), (("x",), ("y",)))


def test_the_shipped_weights_name_our_features_and_where_they_come_from() -> None:
    assert set(score.load_weights()) == set(score.FEATURES)
    assert set(refuse.load_refusal().about) == set(refuse.FEATURES)
    assert set(refuse.load_refusal().said) == set(refuse.SAID)
    for path in (score.WEIGHTS, refuse.WEIGHTS):
        assert json.loads(path.read_text("utf-8"))["provenance"]


def test_weights_that_do_not_fit_are_refused_in_danish(tmp_path: Path) -> None:
    file = tmp_path / "vaegte.json"
    file.write_text('{"weights": {"vector": 1}}', "utf-8")
    with pytest.raises(SearchIndexError, match="Geninstallér"):
        score.load_weights(file)
    with pytest.raises(SearchIndexError, match="Geninstallér"):
        refuse.load_refusal(tmp_path / "mangler.json")
    with pytest.raises(SearchIndexError, match="Geninstallér"):
        refuse.load_refusal(file)


def _taught() -> Taught:
    known = (
        ("Hvor mange bundgarnspæle fik blæretang?", "14 gamle bundgarnspæle", "14"),
        ("Hvad kostede forsøget med tang?", "Forsøget kostede 250.000 kroner", "250.000"),
        ("Hvorfor blev trapperne skiftet ud?", "fordi de gamle trapper var glatte", "glatte"),
        ("Hvem siger, at broerne gynger?", "Broerne gynger, men ingen er faldet", "gynger"),
        ("Hvornår vil man plante ålegræs?", "plante ålegræs fra foråret 2032", "2032"),
        ("Hvad gav læ til tangnåle?", "læ til ålekvabber og tangnåle", "ålekvabber"),
    )
    asked = [Asked(f"a{n}", q, (), ((anchor,),), ((fact,),), True) for n, (q, anchor, fact) in enumerate(known)]
    unknown = (
        "Hvad koster en busbillet?",
        "Hvem er borgmester på månen?",
        "Hvor mange køer har de?",
        "Hvornår er det jul?",
    )
    return Taught(answerer(), [*asked, *(Asked(f"u{n}", q, (), (), (), False) for n, q in enumerate(unknown))])


def test_what_is_learnt_prefers_the_evidence_and_tells_what_has_an_answer() -> None:
    learnt, measured = train([_taught()], falsely=0.2)
    made = answerer(learnt=learnt)
    chances = {}
    for each in _taught().asked:
        question, sources = made.read(each.question)
        chances[each.question_id] = refuse.probability(made.refusal_features(question, sources), learnt.refusal)
        if each.groups:
            best = made.scorer.score(question, sources)[0].candidate
            assert labels(each, [best.text], [best.passage.text])[0] > 0, each.question
    known = [chance for i, chance in chances.items() if i.startswith("a")]
    unknown = [chance for i, chance in chances.items() if i.startswith("u")]
    assert sum(known) / len(known) > sum(unknown) / len(unknown) + 0.3
    assert set(learnt.ranker) == set(score.FEATURES)
    assert 0 <= measured["0.5"]["falsely_refused"] <= measured["0.7"]["falsely_refused"]


def test_a_follow_up_leans_on_what_the_material_has() -> None:
    """What was asked before is of the material in the one conversation and of something else in the other."""
    told = Asked("f", "Hvornår begyndte det?", (("user", "Hvad er Tanghaver ved kajen?"),), (), (), True)
    asked = [replace(told, question_id=f"f{n}") for n in range(3)]
    elsewhere = [
        Asked(f"e{n}", q, (), (), (), False) for n, q in enumerate(("Hvem malede Guernica?", "Hvad vejer en gnu?"))
    ]
    real = _taught()
    sets = [replace(real, asked=[*real.asked, *asked]), Taught(real.answerer, elsewhere, OTHERS["elsewhere"])]
    learnt = train(sets, falsely=0.2)[0]
    made = answerer(learnt=learnt)
    features = [
        made.refusal_features(*made.read(told.question, [Message("user", before), Message("assistant", REFUSED)]))
        for before in ("Hvad er Tanghaver ved kajen?", "Hvem malede Guernica?")
    ]
    assert features[0]["carried_unheard"] == 0.0
    assert features[1]["carried_unheard"] >= 0.5
    chances = [refuse.probability(f, learnt.refusal) for f in features]
    assert chances[0] > chances[1] + 0.2


def test_the_same_questions_teach_the_same_weights() -> None:
    assert train([_taught()], falsely=0.2) == train([_taught()], falsely=0.2)


def test_the_point_lets_the_wanted_share_of_answers_fall_under_it() -> None:
    chances, answers = np.arange(100.0), np.array([1.0] * 50 + [0.0] * 50)
    assert (chances[:50] < point_with(0.1, chances, answers)).mean() == pytest.approx(0.1, abs=0.02)


def test_the_refusal_says_what_it_does_at_each_threshold() -> None:
    measured = json.loads(refuse.WEIGHTS.read_text("utf-8"))["measured"]
    refused = [measured[t]["refused"] for t in sorted(measured)]
    assert refused == sorted(refused)
    assert all(0 <= measured[t]["falsely_refused"] <= measured[t]["refused"] for t in measured)
