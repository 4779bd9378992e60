"""The names that pronouns and ordinals of a follow-up stand for."""

from __future__ import annotations

import re
from itertools import islice

from service.names import MEANT, NameBook
from service.ordinals import items_of, ordinal_in, with_item
from service.question import kind_of
from service.thread import Thread, plain
from service.words import words

FEW = 3
"""Of so few words is "og den anden?"."""
_AND = re.compile(r"^\s*(?:og|så|and)\s+", re.IGNORECASE)
_PERSON = re.compile(r"\b(han|hun|ham|hende|hans|hendes|he|she|him|her|his)\b", re.IGNORECASE)


def meant(question: str, thread: Thread, names: NameBook) -> list[str]:
    """Those of them, as they are called: a person for "han", one of a list for "den anden".

    An ordinal counts in what the last question compared, else in the latest list that an answer told.
    """
    before, stands_for = thread.asked[-1], list[str]()
    if _PERSON.search(question):
        spoken_of = (e.value for text in (before, plain(thread.answer)) for e in names.find(text) if e.kind == "person")
        stands_for += islice(spoken_of, 1)
    nth = _nth(question, thread, names)
    return [*stands_for, *([nth] if nth else [])]


def asked_of_nth(question: str, thread: Thread, names: NameBook) -> str:
    """The question asked of the project that its ordinal stands for; "" where it stands for none."""
    item = _nth(question, thread, names)
    projects = {e.value: e.surface for e in names.find(item) if e.kind == "project" and e.sure == 1.0} if item else {}
    if len(projects) != 1:
        return ""
    (project,) = projects.values()
    own = _AND.sub("", question.strip()).rstrip("?. ")
    if kind_of(own) == "keyword" and len(words(own)) <= FEW:
        return f"Fortæl om {project}"
    return f"{with_item(own, project)}?"


def _nth(question: str, thread: Thread, names: NameBook) -> str:
    """What the ordinal of the question stands for, "" for none."""
    place = ordinal_in(question)
    if place is None:
        return ""
    before = thread.asked[-1]
    like = names.projects_like(before)
    found = (e for e in names.find(before) if e.kind == "project" and (e.sure >= MEANT or e.value in like))
    compared = [names.title(project) for project in dict.fromkeys(e.value for e in found)]
    items = compared if len(compared) > 1 else list(thread.items) or listed(thread.answer)
    return "".join(items[place:][:1])


def listed(answer: str) -> list[str]:
    """What an answer lists: its Markdown items, else the parts of its first enumeration."""
    items = [plain(i) for i in items_of(answer)]
    if items:
        return items
    sentence = next((s for s in re.split(r"(?<=[.!?])\s+", plain(answer)) if " og " in s), "").rstrip(". ")
    sentence = sentence.rpartition(": ")[2]
    parts = re.split(r",\s+|\s+og\s+", re.sub(r"^(?:blandt andet|for eksempel)\s+", "", sentence, flags=re.IGNORECASE))
    return [p.strip() for p in parts if p.strip()] if len(parts) > 1 else []
