"""The two models of the refusal, fitted to made questions whose features say plainly why they are silent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from service import refuse
from service.learning import FOLDS
from service.refuse import probability
from service.train_refusal import Example, fit_refusal

Features = dict[str, float]


def _features(covered: float, read: float) -> Features:
    """A question whose words are met so far, of which the best is read so."""
    given = {
        "bias": 1.0,
        "covered": covered,
        "passage": covered,
        "read_first": read,
        "read_best": read,
        "read_mean": read,
    }
    return {**dict.fromkeys((*refuse.FEATURES, *refuse.BESIDE), 0.0), **given}


def _examples() -> Iterator[Example]:
    """Answerable ones are met fairly and read; other subjects are not met; premises are met wholly and not read."""
    chance = np.random.default_rng(0)
    kinds = ((0.7, 0.5, True, (1.0, 1.0)), (0.2, 0.4, False, (1.0, 1.0)), (1.0, -0.5, False, (0.0, 1.0)))
    for number in range(300):
        covered, read, answered, counts = kinds[number % 3]
        features = _features(covered + chance.normal(0, 0.1), read + chance.normal(0, 0.2))
        row = [features[name] for name in refuse.FEATURES]
        yield Example(number // 3 % FOLDS, row, answered, counts, counts == (1.0, 1.0))


@pytest.fixture(scope="module")
def refusal() -> refuse.Refusal:
    return fit_refusal(list(_examples()), falsely=0.06)[0]


def test_what_is_made_of_the_materials_own_words_is_refused_by_the_second_model_alone(refusal: refuse.Refusal) -> None:
    answerable, elsewhere, premise = _features(0.7, 0.5), _features(0.2, 0.4), _features(1.0, -0.5)
    assert probability(answerable, refusal) > 0.7
    assert probability(elsewhere, refusal) < 0.1
    assert probability(premise, refusal) < 0.3
    trusting = refuse.Refusal(refusal.about, {"bias": 9.0})
    assert probability(premise, trusting) > 0.5, "words that are met so well speak for it"
    assert probability(elsewhere, trusting) < 0.1


def test_no_more_are_refused_falsely_than_was_asked_for() -> None:
    examples = list(_examples())
    refusal, odds, answered = fit_refusal(examples, falsely=0.06)
    assert (odds[answered > 0.5] < 0).mean() == pytest.approx(0.06, abs=0.011)
    assert len(odds) == sum(example.real for example in examples)
    stricter = fit_refusal(examples, falsely=0.3)[0]
    assert stricter.said["bias"] < refusal.said["bias"]
    assert stricter.about["bias"] < refusal.about["bias"]


def test_nothing_read_leaves_the_first_model_to_decide(refusal: refuse.Refusal) -> None:
    unread = _features(1.0, 0.0)
    assert probability(unread, refusal) == probability(unread, refuse.Refusal(refusal.about, {"bias": -9.0}))
