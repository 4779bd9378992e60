"""Who is quoted on a project: for each person the line that names them there, with their title where it stands."""

from __future__ import annotations

import re

from service.chosen import Chosen
from service.lookup import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.span_names import spans_naming

_QUOTED = re.compile(
    r"\bhvem\b[^?]{0,25}\b(udtaler sig|udtalte sig|har udtalt sig|citere[st]|er citeret|blev citeret|kommer til orde|"
    r"kom til orde|interview\w*)\b|\bwho (is|was|are) (quoted|interviewed)\b",
    re.IGNORECASE,
)


def quoted_on(question: Question, chosen: Chosen, names: NameBook) -> Lookup | None:
    """The people that are named under the project asked about; None for another question, or where there are none."""
    projects = question.asked().projects() if _QUOTED.search(question.own) else ()
    if len(projects) != 1:
        return None
    under = {source.passage.passage_id for source in chosen.of_project(projects[0])}
    people = [m for m in chosen.mentions("person") if m.passage_id in under]
    titled = {m.value: m for m in people if m.attribute("title")}
    first = {m.value: titled.get(m.value, m) for m in reversed(people)}
    spans = spans_naming(chosen, [m for m in people if first[m.value] is m])
    rows = tuple(Row("", (span,), quoted=True) for span in spans)
    return Lookup(f"Citeret om »{names.title(projects[0])}«:", rows, "citerede") if rows else None
