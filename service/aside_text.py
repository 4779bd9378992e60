"""What is answered to asides: what the service is and keeps, how an answer is checked, what to ask instead."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.answers import Message
from service.aside import aside_of
from service.aside_sorts import Aside
from service.generate import Model
from service.names import NameBook
from service.question import Language, language_of
from service.words import level, words

TEXTS = Path(__file__).parent / "data" / "asides.toml"


@dataclass(frozen=True, slots=True)
class Asides:
    """Answers what is said to the service itself.

    name: the service's, "" for none. told_apart: nothing else is called so. model: the language model's, "" for none.
    """

    name: str = ""
    told_apart: bool = True
    model: str = ""

    def reply(self, message: str) -> str:
        """The whole answer, in the language of the message; "" for a question to the material."""
        about = self._about(message)
        return self._text(about, language_of(words(message))) if about else ""

    def left_out(self, history: Sequence[Message]) -> tuple[Message, ...]:
        """The conversation without asides and what was answered to them: the next question leans on neither."""
        kept: list[Message] = []
        aside = False
        for message in history:
            aside = bool(self._about(message.content)) if message.role == "user" else aside
            kept += [] if aside else [message]
        return tuple(kept)

    def _about(self, message: str) -> Aside:
        return aside_of(message, name=self.name if self.told_apart else "")

    def _text(self, about: Aside, language: Language) -> str:
        texts = _texts()[language]
        told = {
            key: text.format(model=self.model)
            for key, text in texts["wording" if self.model else "quoting"].items()
        }  # fmt: skip
        phrases = {key: text for key, text in texts.items() if isinstance(text, str)}
        called = f"{self.name}, " if self.name else ""
        return str(texts["said"][about].format(**phrases, **told, called=called))


def open_asides(name: str, model: Model | None, names: NameBook) -> Asides:
    """Those of a service of that name. An ordinary word and what the material names are not taken for the service."""
    said = words(name)
    ordinary = len(said) == 1 and level(said[0]) > 0
    return Asides(name, not (ordinary or names.find(name)), model.generator.model_id if model else "")


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    return tomllib.loads(TEXTS.read_text("utf-8"))
