"""The best candidates read with the question: they change places among themselves, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.cross_encoder import LogOdds
from service.elsewhere import Nearness
from service.learnt import Learnt
from service.names import NameBook
from service.question import Question
from service.refuse import Refusal, probability
from service.refuse_features import refusal_features
from service.score import FEATURES, Scored
from service.score_words import Vocabulary
from service.second_reading import READ, SecondReading
from service.word_table import count_words
from tests.service.fakes import HashEmbedder
from tests.service.havne import CATALOGUE, answerer, store

KNOWN = {
    "vocabulary": Vocabulary(count_words(store().iter_passages()), HashEmbedder()),
    "names": NameBook(store(), CATALOGUE),
    "elsewhere": Nearness(),
}

ASKED = "Hvad kostede forsøget med tang?"
LEARNT = Learnt({**dict.fromkeys(FEATURES, 0.0), "exact": 1.0, "soft": 1.0}, Refusal({}, {}))


class Likes:
    """Reads for one word, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self.word, self.given = word, [""]

    def read(self, question: str, texts: Sequence[str]) -> LogOdds:
        self.given = list(texts)
        return np.array([4.0 if self.word in text else -4.0 for text in texts], np.float32)


@pytest.fixture(scope="module")
def found() -> tuple[Question, list[Scored]]:
    made = answerer(learnt=LEARNT)
    question, sources = made.read(ASKED)
    return question, made.scorer.score(question, sources)


def test_what_answers_comes_first_and_the_rest_stay(found: tuple[Question, list[Scored]]) -> None:
    question, scored = found
    last = scored[READ - 1]
    word = max(last.candidate.text.split(), key=len)
    again = SecondReading(Likes(word), weight=1.0)(question, scored)
    assert again[0].candidate == last.candidate
    assert again[0].read == 4.0
    assert {s.candidate.key for s in again} == {s.candidate.key for s in scored}
    assert sum(s.read is not None for s in again) == READ
    unread = [s for s in again if s.read is None]
    assert [(s.candidate.key, s.score) for s in unread] == [(s.candidate.key, s.score) for s in scored[READ:]]
    read = [s.score for s in again if s.read is not None]
    assert np.mean(read) == pytest.approx(np.mean([s.score for s in scored[:READ]]))


def test_at_weight_zero_the_order_stays(found: tuple[Question, list[Scored]]) -> None:
    question, scored = found
    again = SecondReading(Likes("tang"), weight=0.0)(question, scored)
    assert [s.candidate.key for s in again] == [s.candidate.key for s in scored]
    assert SecondReading(Likes("tang"), weight=0.0)(question, []) == []


def test_a_sentence_is_read_under_its_headings(found: tuple[Question, list[Scored]]) -> None:
    question, scored = found
    encoder = Likes("tang")
    SecondReading(encoder, weight=1.0)(question, scored)
    for text, one in zip(encoder.given, scored, strict=False):
        assert text.endswith(one.candidate.text)
        assert one.candidate.source.section.heading in text


def read_by(question: Question, scored: list[Scored], liked: str) -> list[Scored]:
    return SecondReading(Likes(liked), weight=1.0)(question, scored)


def test_the_refusal_sees_what_was_read(found: tuple[Question, list[Scored]]) -> None:
    question, scored = found
    plain = refusal_features(question, scored, **KNOWN)
    assert (plain["read_first"], plain["read_best"], plain["read_mean"]) == (0.0, 0.0, 0.0)
    none = refusal_features(question, read_by(question, scored, "#"), **KNOWN)
    assert (none["read_first"], none["read_best"], none["read_mean"]) == pytest.approx((-0.8, -0.8, -0.8))


def test_a_question_of_which_nothing_is_read_as_an_answer_is_refused_however_well_its_words_are_met(
    found: tuple[Question, list[Scored]],
) -> None:
    question, scored = found
    sure = {"bias": 5.0}
    said = Refusal(sure, {"bias": 1.0, "read_best": 5.0})
    unread = refusal_features(question, scored, **KNOWN)
    silent = refusal_features(question, read_by(question, scored, "#"), **KNOWN)
    read = refusal_features(question, read_by(question, scored, "tang"), **KNOWN)
    chances = [probability(features, said) for features in (unread, silent, read)]
    assert chances[0] > 0.9, "without a reader nothing is held against it"
    assert chances[1] < 0.2
    assert chances[2] > 0.9
    assert probability(silent, Refusal(sure, sure)) > 0.9
