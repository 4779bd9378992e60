"""Candidates: the sentences, list items, rows and callouts that an answer may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from corpus.answers import Source
from corpus.types import Passage

Role = Literal["sentence", "intro", "item", "row", "speaker", "origin", "figure"]
BODY: tuple[Role, ...] = ("sentence", "intro", "item", "row")
"""Roles of what a text says itself, not beside it."""
_ORIGIN = re.compile(
    r"\s*(?:kilder?:|source:|(?:gengivet|bearbejdet|oversat|uddrag|frit|reproduced|adapted|excerpt)\b[^.»“\"]{0,40}"
    r"\b(?:efter|fra|af|from) [»“\"]|\w+ er (?:skrevet|gengivet|bearbejdet|oversat) (?:\w+ )?efter\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One span of one found passage. number: its place among the passage's spans, from 0.

    role: intro is the sentence before a list's items; speaker names who said a quote; origin is a "Kilde: …" line.
    """

    source: Source
    number: int
    start: int
    end: int
    role: Role

    @property
    def passage(self) -> Passage:
        return self.source.passage

    @property
    def text(self) -> str:
        """The stored words, byte for byte."""
        return self.passage.text[self.start : self.end]

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other candidate."""
        return self.passage.passage_id, self.number


def candidates(sources: Iterable[Source]) -> list[Candidate]:
    """Every span of every source, by rank and place."""
    return [c for source in sources for c in spans_of(source)]


def spans_of(source: Source) -> list[Candidate]:
    """The spans of one source with their roles."""
    passage = source.passage
    spans = passage.sentences or ((0, len(passage.text)),)
    roles = roles_of(passage, spans)
    return [Candidate(source, n, start, end, roles[n]) for n, (start, end) in enumerate(spans)]


def roles_of(passage: Passage, spans: Sequence[tuple[int, int]]) -> list[Role]:
    """What each span is in its passage, told by the kind of passage and by how the span is written."""
    texts = [passage.text[start:end] for start, end in spans]
    roles: list[Role] = []
    for number, text in enumerate(texts):
        if is_origin(text):
            roles.append("origin")
        elif passage.kind == "quote" and is_speaker(text):
            roles.append("speaker")
        elif passage.kind == "list":
            roles.append(_list_role(texts, number, roles))
        elif passage.kind == "table":
            roles.append("intro" if number == 0 and _captions(text, texts[1:]) else "row")
        else:
            roles.append("figure" if passage.kind == "figure" else "sentence")
    return roles


def _captions(text: str, rows: Sequence[str]) -> bool:
    """True for what stands over a table: it ends with a colon, or has no column's name where most rows have."""
    named = bool(rows) and 2 * sum(": " in row for row in rows) > len(rows)
    return text.rstrip().endswith(":") or (": " not in text and "?" not in text and named)


def _list_role(texts: list[str], number: int, before: list[Role]) -> Role:
    """Sentences before the items, the last of them the intro; items; then perhaps sentences again."""
    text = texts[number].rstrip()
    opens = text.endswith((":", ";")) or _breaks_off(text, texts[number + 1 :])
    if opens and number < len(texts) - 1:
        return "intro"
    if "intro" in before:
        intro = len(before) - 1 - before[::-1].index("intro")
        if _breaks_off(texts[intro], texts[intro + 1 :]):
            return "item" if text[:1].islower() else "sentence"
        inner = intro > 0 and before[intro - 1] == "intro"
        if not inner and _goes_on(texts[intro + 1 :], number - intro - 1):
            return "sentence"
        last = _whole(text) and number == len(texts) - 1
        return "sentence" if last and not texts[number - 1].rstrip().endswith((",", " og", ".", ":", ";")) else "item"
    after = texts[number + 1 :]
    later = any(t.rstrip().endswith((":", ";")) or _breaks_off(t, after[n + 1 :]) for n, t in enumerate(after))
    return "sentence" if later or text.endswith((".", "!", "?")) else "item"


def _goes_on(items: Sequence[str], at: int) -> bool:
    """True for a whole sentence after two or more items in small letters, with no such item behind it."""
    written_small = [item.partition(" ")[0].islower() for item in items]
    behind = sum(1 for _ in takewhile(lambda item: not item.rstrip().endswith((":", ";")), items[at:]))
    unfinished = items[at - 1].rstrip().endswith((",", " og", " eller", ":", ";"))
    first = sum(1 for _ in takewhile(bool, written_small))
    return 2 <= first <= at and not any(written_small[at : at + behind]) and _whole(items[at]) and not unfinished


def _whole(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith((".", "!", "?"))


def _breaks_off(text: str, after: Sequence[str]) -> bool:
    """True for "Kommunen har", which two or more items after it, in small letters, complete, or the only one."""
    ends = text.rstrip().endswith((".", "!", "?", ",", "”", "»", ")", ":", ";"))
    items = sum(1 for _ in takewhile(lambda t: t[:1].islower(), after))
    return text[:1].isupper() and not ends and (items >= 2 or 0 < items == len(after))


def is_origin(text: str) -> bool:
    """True for a line that names where a figure, or all of a text, comes from: "Gengivet efter »…«"."""
    return bool(_ORIGIN.match(text))


def is_speaker(text: str) -> bool:
    """True for a line that names somebody with title and place: commas between short pieces, no verb to end it."""
    stripped = text.strip().strip("”\"'").rstrip(".")
    names = [w for w in stripped.split() if w[:1].isupper()]
    return len(names) >= 2 and len(stripped) < 260 and len(names) >= 0.4 * len(stripped.split()) and (
        "," in stripped or len(stripped.split()) <= 8
    ) and not stripped.endswith(("”", "!", "?"))  # fmt: skip


def is_list_item(candidate: Candidate) -> bool:
    """True for what stands under an intro."""
    return candidate.role in ("item", "row")


def intro_of(candidate: Candidate) -> Candidate | None:
    """The intro that an item or row stands under, or None."""
    above = [c for c in spans_of(candidate.source) if c.number < candidate.number and c.role == "intro"]
    return above[-1] if above and is_list_item(candidate) else None


def items_of(candidate: Candidate) -> list[Candidate]:
    """The items of the list that the candidate (an intro or an item) belongs to, in order.

    Those of an intro right before another one are all that follow, the inner intros too.
    """
    spans = spans_of(candidate.source)
    intros = [c.number for c in spans if c.role == "intro"]
    first = max((n for n in intros if n <= candidate.number), default=-1)
    if first in intros and first + 1 in intros:
        return [c for c in spans[first + 1 :] if is_list_item(c) or c.role == "intro"]
    last = min((n for n in intros if n > candidate.number), default=len(spans))
    return [c for c in spans if first < c.number < last and is_list_item(c)]


def went_on(last: Candidate, sources: Iterable[Source]) -> list[Candidate]:
    """The items of the list that `last` is an item of in the passage after its own; [] when it ends with its passage.

    A long list is parted between passages, and only the first of them has its intro.
    """
    passage, spans = last.passage, spans_of(last.source)
    if passage.kind != "list" or not is_list_item(last) or last.number != len(spans) - 1:
        return []
    after = next((s for s in sources if _follows(s.passage, passage)), None)
    more = spans_of(after) if after else []
    return [] if any(c.role == "intro" for c in more) else [replace(c, role="item") for c in more]


def _follows(passage: Passage, before: Passage) -> bool:
    return (passage.section_id, passage.ordinal, passage.kind) == (before.section_id, before.ordinal + 1, "list")
