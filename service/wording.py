"""Answers in a language model's words: from the word-for-word answer to the finished one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Generator as Pieces
from dataclasses import dataclass, replace
from time import monotonic

from corpus.answers import Answer, Message, Source, Usage
from service.cite import Citer
from service.events import Suggested, TextPiece, Working
from service.generate import Meter, Model
from service.names import NameBook
from service.question import Question
from service.rephrase import Rephraser
from service.thread import Condensed
from service.verify import Verifier
from service.write import Writer


@dataclass(frozen=True, slots=True)
class ByRule:
    """What is done without the model. extract: the pieces of the word-for-word answer; refuse: what is said when there
    is none."""

    extract: Callable[[Citer], Sequence[str]]
    refuse: Callable[[], str]


class Wording:
    """One model's part in one question, which it begins when it is made."""

    def __init__(self, model: Model, verifier: Verifier, names: NameBook) -> None:
        self._until = monotonic() + model.timeout_s
        self._meter = Meter()
        self._model = replace(model, generator=model.generator.metered(self._meter))
        self._writer = Writer(self._model, verifier)
        self._rephraser = Rephraser(self._model, names)

    @property
    def usage(self) -> Usage:
        """What the question has cost so far."""
        return self._meter.usage

    def condense(self, question: str, history: Sequence[Message], ruled: Condensed) -> Condensed:
        """The model's reading of a follow-up, else the rules'."""
        return self._rephraser.condense(question, history, ruled, until=self._until)

    def reword(
        self, answer: Answer, asked: Question, sources: Sequence[Source], citer: Citer, by_rule: ByRule
    ) -> Pieces[TextPiece | Working, None, Answer]:
        """The pieces of the answer as the model words it; returns the answer. Closing it stops the model.

        answer: the word-for-word one, which it replaces or gives way to. citer: a new one.
        """
        if asked.language == "en":  # the sources are Danish, and a translation could not be checked against them
            yield TextPiece(answer.text)
            return answer
        finished = yield from self._writer.write(
            asked, sources, citer, until=self._until, extract=lambda: by_rule.extract(citer), refuse=by_rule.refuse
        )
        generated = finished.mode == "generated"
        return replace(
            answer, text=finished.text, status=finished.status, mode=finished.mode,
            model_id=self._model.generator.model_id if generated else answer.model_id,
            citations=citer.citations, verdicts=finished.verdicts, notice=finished.notice,
            trace=(*answer.trace, *finished.trace),
        )  # fmt: skip

    def suggest(
        self, asked: Question, sources: Sequence[Source], ruled: Sequence[str], *, answers: Callable[[str], bool]
    ) -> Pieces[Working | Suggested, None, None]:
        """What the model would ask next, unless that is what the rules would. Closing it stops the model.

        ruled: the rules' suggestions. answers: whether the material answers a question.
        """
        said = yield from self._rephraser.suggest(asked.text, sources)
        suggestions = self._rephraser.suggested(asked.own, said, ruled, answers=answers)
        if suggestions != tuple(ruled):
            yield Suggested(suggestions)
