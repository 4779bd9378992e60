"""A language model's help around the answer: reading a follow-up, and proposing what to ask next.

Both are proposals. A reading that names what nobody has named, or that comes too late, gives way to the rules'.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from collections.abc import Generator as Pieces
from concurrent.futures import CancelledError
from contextlib import suppress
from time import monotonic

from corpus.answers import Message, Source
from corpus.errors import GeneratorUnavailable
from service.events import Working
from service.generate import BEAT_S, Model
from service.names import NameBook
from service.prompts import condense_prompts, suggestion_prompts, within
from service.thread import Condensed
from service.verify_facts import names_in, numbers_of
from service.words import words

log = logging.getLogger("klimasvar.generate")

LONGEST = 300
MOST = 3
_LEAD = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])?\s*")


class Rephraser:
    """Asks one model. Holds no state of a conversation."""

    def __init__(self, model: Model, names: NameBook) -> None:
        self._model = model
        self._names = names

    def condense(self, question: str, history: Sequence[Message], ruled: Condensed, *, until: float) -> Condensed:
        """The model's reading of a follow-up that the rules are not sure of, else the rules'."""
        if not history or not ruled.understood or ruled.sure:
            return ruled
        deadline = min(until, monotonic() + self._model.help_timeout_s)
        try:
            said = self._model.generator.complete(condense_prompts(question, history), until=deadline)
        except GeneratorUnavailable as error:
            log.warning("follow-up read by rule: %s", error.detail)
            return ruled
        reading = " ".join(said.split())
        known = " ".join((question, *(m.content for m in history)))
        if not self._stands(reading, known):
            log.info("the model's reading of a follow-up was not used")
            return ruled
        more = "" if ruled.goes_on == "same" else ruled.goes_on
        return Condensed(reading, told=ruled.told, understood=reading, goes_on=more, said=ruled.said)

    def suggest(self, question: str, sources: Sequence[Source]) -> Pieces[Working, None, str]:
        """The model's words, "" when none come in time. Closing it stops the model."""
        deadline = monotonic() + self._model.help_timeout_s
        given = within(sources, self._model.source_chars // 2)
        coming = self._model.generator.submit(suggestion_prompts(question, given), until=deadline)
        try:
            while monotonic() < deadline:
                yield Working()
                with suppress(TimeoutError):
                    return coming.result(timeout=BEAT_S)
        except (GeneratorUnavailable, CancelledError) as error:
            log.info("suggestions by rule: %s", type(error).__name__)
        finally:
            coming.cancel()
        return ""

    def suggested(
        self, asked: str, said: str, ruled: Sequence[str], *, answers: Callable[[str], bool]
    ) -> tuple[str, ...]:
        """At most three questions, the model's first. answers: whether the material answers one; asked: left out."""
        lines = (_LEAD.sub("", line).strip() for line in said.splitlines())
        proposed = [line for line in lines if line.endswith("?") and len(line) <= LONGEST and line != asked]
        kept = [line for line in dict.fromkeys(proposed[: 2 * MOST]) if answers(line)]
        return tuple(dict.fromkeys((*kept, *ruled)))[:MOST]

    def _stands(self, reading: str, known: str) -> bool:
        """True for one question that names and counts nothing that the conversation has not."""
        if not reading.endswith("?") or len(reading) > LONGEST or not any(w.content for w in words(reading)):
            return False
        stems = {w.stem for w in words(known)}
        numbers = {n.value for n in numbers_of(known)}
        named = names_in(reading, self._names).values()
        return all(n.value in numbers for n in numbers_of(reading)) and all(name <= stems for name in named)
