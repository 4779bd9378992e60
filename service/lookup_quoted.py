"""Who is quoted, on a project or in all: for each person the line that names them, with their title where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import Mention
from service.chosen import Chosen
from service.lookup_question import HOW_MANY
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.score_words import stems_of
from service.span_names import spans_naming
from service.words import words

_SPEAKS = (
    r"(?:udtaler sig|udtalte sig|har udtalt sig|citere[st]|er citeret|bliver citeret|blev citeret|kommer til orde|"
    r"kom til orde|interview\w*)"
)
_QUOTED = re.compile(
    rf"\b(?:hvem|(?:hvilke|hvor mange) personer)\b[^?]{{0,40}}\b{_SPEAKS}\b|"
    r"\bwho (is|was|are) (quoted|interviewed)\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(udtal\w*|citer\w*|interview\w*|orde|person\w*|rapport\w*|materiale\w*|dokument\w*|kommune[nrs]?|quoted)$",
    re.IGNORECASE,
)
"""Such words of the question say nothing of who is asked for."""


def quoted_on(question: Question, chosen: Chosen, names: NameBook) -> Lookup | None:
    """The people that are named under the project asked about, or with all else that the question says of them.

    None for another question, and where there are none.
    """
    if not _QUOTED.search(question.own):
        return None
    projects = question.asked().projects()
    if len(projects) == 1:
        under = {source.passage.passage_id for source in chosen.of_project(projects[0])}
        people = [m for m in chosen.mentions("person") if m.passage_id in under]
        return _lines(f"Citeret om »{names.title(projects[0])}«:", chosen, people)
    titled = [m for m in chosen.mentions("person") if m.attribute("title")]
    asked = {w.stem for w in words(question.own) if w.content and not _SAYS_NOTHING.match(w.surface)}
    count = len({m.value for m in titled})
    counts = not asked and HOW_MANY.search(question.own)
    counted = f"{count} {'person' if count == 1 else 'personer'} er citeret"
    intro = f"{counted if counts else 'Citeret'} i {chosen.name}:"
    return None if projects else _lines(intro, chosen, titled, holding=frozenset(asked))


def _lines(
    intro: str, chosen: Chosen, people: Sequence[Mention], *, holding: frozenset[str] = frozenset()
) -> Lookup | None:
    """Each person's line, those alone that hold all of the stems."""
    titled = {m.value: m for m in people if m.attribute("title")}
    first = {m.value: titled.get(m.value, m) for m in reversed(people)}
    spans = spans_naming(chosen, [m for m in people if first[m.value] is m])
    rows = tuple(Row("", (span,), quoted=True) for span in spans if holding <= stems_of(span.text))
    return Lookup(intro, rows, "citerede") if rows else None
