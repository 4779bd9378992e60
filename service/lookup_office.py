"""Who holds an office, as in "Hvem er klimakoordinator i Albertslund?": read where people are named with titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.answers import Source
from service.candidates import Candidate
from service.chosen import Chosen
from service.lookup_short import long_form
from service.lookup_types import Lookup, Row
from service.office import is_office
from service.question import Question
from service.score_words import stems_of
from service.span_names import spans_naming
from service.words import Word, words

_ASKED = re.compile(
    r"^\W*(?:(?:hvem|who) (?:er|var|is|was)|hvad hed(?:der)?|hvad er navnet på|"
    r"hvilke[nt]?\b(?=.*\b(?:citere\w*|udtal\w+)))\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(hedde\w*|navn\w*|citere\w*|udtal\w*|person\w*|kommune[nrs]?|called|named?)$", re.IGNORECASE
)
"""Words of such a question that need not stand beside the name; a municipality is told from another by its own name."""

MOST = 8
"""So many lines are quoted."""


def holder_of(question: Question, chosen: Chosen, sources: Sequence[Source]) -> Lookup | None:
    """The lines that name somebody with the title that is asked for and all else that the question says of it.

    None for another question, one that names somebody, and where nobody is named with all of that. sources: what was
    found, where abbreviations may be spelt out.
    """
    if not _ASKED.search(question.own) or question.values("person"):
        return None
    asked = [w for w in words(question.own) if w.content and not _SAYS_NOTHING.match(w.surface)]
    people = [m for m in chosen.mentions("person") if m.attribute("title")]
    offices = stems_of(" ".join(m.attribute("title") for m in people))
    if not asked or not any(w.stem in offices or is_office(w.surface) for w in asked):
        return None
    spelt = {w.stem: long_form(short, sources) for w in asked if (short := w.surface.partition("-")[0]).isupper()}
    spans = [span for span in spans_naming(chosen, people) if _holds(span, asked, spelt)]
    rows = tuple(Row("", (span,), quoted=True) for span in _once(spans))
    return Lookup("", rows, "titel") if rows else None


def _holds(span: Candidate, asked: Sequence[Word], spelt: Mapping[str, str]) -> bool:
    """spelt: what the abbreviations among the asked words are short for, by stem."""
    held = stems_of(span.text)
    return all(w.stem in held or _all_in(stems_of(spelt.get(w.stem, "")), held) for w in asked)


def _all_in(stems: frozenset[str], held: frozenset[str]) -> bool:
    return bool(stems) and stems <= held


def _once(spans: Sequence[Candidate]) -> list[Candidate]:
    """The spans without those that say the same."""
    kept: dict[frozenset[str], Candidate] = {}
    for span in spans:
        kept.setdefault(stems_of(span.text), span)
    return list(kept.values())[:MOST]
