"""Which tools, guides and templates there are: the documents of that kind, each with how it begins."""

from __future__ import annotations

import re

from service.chosen import Chosen
from service.lookup_contents import beginnings
from service.lookup_types import Lookup
from service.names import NameBook
from service.question import Question
from service.words import words

_OF_ANY = ("værktøj", "guide", "skabelon")
_KINDS: dict[str, tuple[str, ...]] = {
    "værktøj": _OF_ANY, "materiale": _OF_ANY, "guide": ("guide",), "vejledning": ("guide",), "skabelon": ("skabelon",),
}  # fmt: skip
"""What is asked for, and the kinds of documents that are it."""
_ASKED = re.compile(rf"\b({'|'.join(_KINDS)})(?:er|erne|rne|r|et|t)?\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\bhvilke\b|\bhvad (?:er|findes) der af\b|\b(?:er|findes) der\b|\b(?:liste|oversigt|overblik) over\b|"
    r"\b(?:vis|nævn|list|giv)\b|\bhvor mange\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:find\w*|fandt\w*|liste?|oversigt|overblik|vis|nævn|giv|alle|samtlige|adgang|tilgængelige?|bruge?|få|har|hente?|"
    r"projekt\w*|udviklet|lavet|kommune\w*|materialet|biblioteket|forskellige|\d+)$",
    re.IGNORECASE,
)


def materials(question: Question, chosen: Chosen, names: NameBook) -> Lookup | None:
    """The documents of the kind that is asked for, of the project that is named where one is.

    None for another question, and where there is none of that kind: what a report tells of its tools stands in it.
    """
    asked = _ASKED.search(question.own)
    if not asked or not _ASKS.search(question.own) or question.topic:
        return None
    project = (*question.projects(), *names.projects_like(question.own))[:1]
    said = [w for w in words(question.own) if w.content and not _ASKED.fullmatch(w.surface)]
    of_project = [(e.start, e.end) for e in question.entities if e.kind == "project"]
    other = [
        w.surface
        for w in said
        if not (_SAYS_NOTHING.match(w.surface) or names.projects_like(w.surface))
        and not any(start <= w.start < end for start, end in of_project)
    ]
    kinds = _KINDS[asked[1].lower()]
    held = [d for d in chosen.documents() if d.kind in kinds and (not project or d.project == project[0])]
    if other or not held:
        return None
    rows = beginnings((d.title, chosen.of_document(d.document_id)) for d in held)
    whose = f" til »{names.title(project[0])}«" if project else ""
    what = "ét dokument" if len(held) == 1 else f"{len(held)} dokumenter"
    return Lookup(f"I {chosen.name} fortæller {what} om værktøjer{whose}:", rows, "værktøjer")
