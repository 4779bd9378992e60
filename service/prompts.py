"""The prompts, in Danish, from the files of `service/prompts`. What others wrote is put in as data.

Angle brackets in a source, a turn or a question are exchanged for others, so that no text can end the element it
stands in or begin one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.answers import Message, Source
from service.generate import Prompt

FOLDER = Path(__file__).parent / "prompts"
NO_ANSWER = "INTET SVAR"
"""What a model is asked to write, and nothing else, when the sources do not answer."""
TURNS = 6
TURN_CHARS = 600
"""So much of a conversation is shown, newest last."""
_BRACKETS = str.maketrans("<>", "‹›")


@dataclass(frozen=True, slots=True)
class _Shown:
    number: int
    place: str
    year: str
    text: str


def answer_prompts(question: str, sources: Sequence[Source]) -> list[Prompt]:
    """Asks for an answer with a source number behind each sentence; sources are numbered from 1 in their order."""
    return _pair("svar", question=question, sources=_shown(sources))


def condense_prompts(question: str, history: Sequence[Message]) -> list[Prompt]:
    """Asks for the question as it stands alone."""
    turns = [Message(m.role, m.content[:TURN_CHARS]) for m in history[-TURNS:]]
    return _pair("forstaa", question=question, turns=turns)


def suggestion_prompts(question: str, sources: Sequence[Source]) -> list[Prompt]:
    """Asks for three next questions, one a line."""
    return _pair("forslag", question=question, sources=_shown(sources))


def within(sources: Sequence[Source], chars: int) -> list[Source]:
    """The first sources whose texts together are at most `chars` long, and always the first."""
    kept: list[Source] = []
    used = 0
    for source in sources:
        used += len(source.passage.text)
        if kept and used > chars:
            break
        kept.append(source)
    return kept


def _shown(sources: Sequence[Source]) -> list[_Shown]:
    return [
        _Shown(n, s.passage.context.replace('"', "”"), s.document.published[:4], s.passage.text)
        for n, s in enumerate(sources, 1)
    ]


def _pair(name: str, **values: object) -> list[Prompt]:
    system = _FILES.get_template(f"{name}_system.txt").render(no_answer=NO_ANSWER)
    return [Prompt("system", system), Prompt("user", _FILES.get_template(f"{name}_bruger.txt").render(**values))]


def _as_data(value: object) -> object:
    return value.translate(_BRACKETS) if isinstance(value, str) else value


_FILES = Environment(
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, finalize=_as_data, trim_blocks=True, lstrip_blocks=True
)
