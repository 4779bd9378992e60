"""A question read with its conversation: what it asks for standing alone, and whether it leans on history at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.answers import Message, Source
from index.numerals import written_percent
from service.asked_list import as_question
from service.condense import condense
from service.courtesy import last_question, without_courtesy
from service.english import in_danish
from service.leaning import has_subject, points_back, takes_of_it
from service.letters import with_danish_letters
from service.lookup_question import asks_who_alone
from service.names import MEANT, NameBook
from service.numbered import with_titles
from service.parted import opening_question
from service.question import Language, Question, language_in, understand
from service.score import Scorer
from service.score_words import Vocabulary
from service.thread import BESIDE, Condensed
from service.words import words

FEW = 2
"""A question of so few content words is not tried alone."""
GAIN = 0.5
"""By how much its history must better the log-odds of the best sentence for a question that might stand alone.

On the tune halves all 19 follow-ups of that kind keep their history; of 53 questions that look like one and are none,
19 take in an unrelated history instead of all 53.
"""

PERCENT = "hvor mange procent"
_SHARE = re.compile(r"\b(?:hvor (?:stor|høj) en|hvilken) (?:andel|procentdel)(?= af\b)", re.IGNORECASE)
"""Asked so, a share is met by the same words that tell it: "hvor stor en andel af havnene"."""


class Reader:
    """Reads questions against one index."""

    def __init__(
        self, names: NameBook, vocabulary: Vocabulary, scorer: Scorer, found: Callable[[str], Sequence[Source]]
    ) -> None:
        """found: the best passages for a query."""
        self._names = names
        self._vocabulary = vocabulary
        self._scorer = scorer
        self._found = found

    def plain(self, question: str) -> str:
        """The question without courtesies, in Danish, its letters put back, its shares in digits, projects by title.

        Statements before and behind it are left out where it says by itself what it is about.
        """
        asked = without_courtesy(question)
        opening = opening_question(asked)
        asked = opening if opening and self._says_of_what(self._written(opening)) else asked
        last = self._written(last_question(asked))
        said_of = self._names.projects_like(asked) if asks_who_alone(last) else ()
        if len(said_of) == 1:
            asked = f"{last.rstrip('? ')}{BESIDE}{self._names.title(said_of[0])}?"
        else:
            alone = has_subject(last) and not (points_back(last) or takes_of_it(last))
            asked = last if alone else as_question(self._written(asked))
        return with_danish_letters(_SHARE.sub(PERCENT, asked), self._vocabulary.holds)

    def _says_of_what(self, question: str) -> bool:
        return has_subject(question) or any(e.sure >= MEANT for e in self._names.find(question))

    def _written(self, text: str) -> str:
        """In Danish, shares in digits, projects by title."""
        return with_titles(written_percent(in_danish(text, self._vocabulary.holds)), self._names.numbers)

    def condensed(self, plain: str, history: Sequence[Message]) -> Condensed:
        """The question as it stands alone. What may stand alone as well is read both ways, and the better one kept."""
        turns = [replace(m, content=self._written(m.content)) if m.role == "user" else m for m in history]
        condensed = condense(plain, turns, names=self._names, near=self._near)
        if not condensed.perhaps or sum(word.content for word in words(plain)) <= FEW:
            return condensed
        alone = Condensed(plain)
        return condensed if self._best(condensed) - self._best(alone) > GAIN else alone

    def alone(self, question: str) -> Question:
        """The question as it is understood without a conversation."""
        return self.understood(Condensed(self.plain(question)), language_in(question))

    def understood(self, condensed: Condensed, language: Language = "da") -> Question:
        """The condensed question as it is understood. language: that in which it was asked."""
        asked = understand(
            condensed.text, names=self._names, own=condensed.own, topic=condensed.topic, kind=condensed.kind,
            told=condensed.told, goes_on=condensed.goes_on, said=condensed.said,
        )  # fmt: skip
        return replace(asked, language=language)

    def _near(self, new: str, old: str) -> float:
        stem = next((word.stem for word in words(old)), old)
        return float(self._vocabulary.away([new], self._vocabulary.ids([stem]))[0, 0])

    def _best(self, condensed: Condensed) -> float:
        scored = self._scorer.score(self.understood(condensed), self._found(condensed.text))
        return scored[0].score if scored else float("-inf")
