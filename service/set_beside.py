"""A follow-up that sets beside each other what was spoken of, as in "Sammenlign det med plast"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.compare import asks_to_compare
from service.names import MEANT, NameBook

_END = r"(?=\s*(?:[?.!]|$)"
_BOTH = re.compile(
    r"\b(?:de(?:m| to(?: projekter)?)|begge(?: to| projekter)?|disse(?: to)?|the two|both|them)\b"
    rf"{_END}|\s+i forhold\b)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:det(?:te)?(?: projekt)?|den(?:ne)?|projektet|it|that|this)\b"
    rf"{_END}|\s+(?:med|og|fra|forskellig\w*|anderledes|and|with|from|different)\b)",
    re.IGNORECASE,
)
"""What points back, and not ahead: "det" of "det, som de store kommuner gør" does."""


def set_beside(question: str, asked: Sequence[str], names: NameBook) -> str:
    """The question with the names of the projects that it points back to, "" where it compares nothing or names all.

    asked: the questions before it, oldest first.
    """
    if not asks_to_compare(question):
        return ""
    both = _BOTH.search(question)
    pointer, wanted = both or _ONE.search(question), 2 if both else 1
    own = {value for value, _ in _projects(question, names)}
    spoken = {v: surface for text in asked for v, surface in _projects(text, names) if v not in own}
    alone = not (both or own or names.projects_like(question))
    if pointer is None or alone or len(own) + wanted > 2 or len(spoken) < wanted:
        return ""
    named = " og ".join(list(spoken.values())[-wanted:])
    return f"{question[: pointer.start()]}{named}{question[pointer.end() :]}"


def _projects(text: str, names: NameBook) -> list[tuple[str, str]]:
    """(project, as it is named there) of those that are meant for certain."""
    return [(e.value, e.surface) for e in names.find(text) if e.kind == "project" and e.sure >= MEANT]
