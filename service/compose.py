"""Lays the chosen spans out as Danish Markdown: every one word for word, every one with its marker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.marked import squash
from service.candidates import Candidate, is_list_item, spans_of
from service.cite import Citer
from service.extract import leans
from service.lookup_types import Lookup
from service.names import NameBook

_NOW = re.compile(r"\b(i øjeblikket|for tiden|i dag|på nuværende tidspunkt|for nylig|lige nu)\b", re.IGNORECASE)
"""Words that tie a sentence to the day it was written, so that a snapshot is not sold as the present."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One chosen sentence and whether it is shown: the store still holds its very words."""

    shown: str
    supported: bool


def compose(
    chosen: Sequence[Candidate], *, citer: Citer, names: NameBook, intro: str = ""
) -> tuple[list[str], list[Verdict]]:
    """The pieces of the answer, which concatenate to its text, and a verdict a sentence.

    What the store no longer holds or what has no words is left out. intro: our words before the quotes, "" for none.
    """
    pieces: list[str] = [f"{intro}\n\n"] if intro else []
    verdicts: list[Verdict] = []
    groups = [list(g) for _, g in groupby(chosen, key=lambda c: c.passage.passage_id)]
    mixed = len({c.passage.project for c in chosen}) > 1
    last_subject = ""
    for group in groups:
        subject = subject_of(group[0], names)
        shows = (mixed or leans(group[0].text)) and subject != last_subject
        last_subject = subject
        made = _group(group, citer, verdicts)
        if made and pieces and not pieces[-1].endswith("\n\n"):
            pieces.append("\n\n")
        if made and shows and subject and squash(subject) not in squash(made[0]):
            made[0] = f"**{subject}:** {made[0]}" if not made[0].startswith("- ") else f"**{subject}:**\n\n{made[0]}"
        pieces.extend(made)
    return pieces, verdicts


def compose_lookup(lookup: Lookup, citer: Citer) -> list[str]:
    """The pieces of a looked-up answer; a row whose words are no longer stored is left out."""
    rows = []
    for row in lookup.rows:
        citations = [c for c in map(citer.cite, row.cited) if c is not None]
        if not citations:
            continue
        if row.quoted:
            gap = " " if all(c.role == "sentence" for c in row.cited) else "\n\n"
            quotes = gap.join(f"{' '.join(c.quote.split())} [{c.marker}]" for c in citations)
            rows.append(f"{row.said} {quotes}".strip())
        else:
            rows.append(f"{row.said} {''.join(f'[{c.marker}]' for c in citations)}")
    if not rows:
        return []
    head = [f"{lookup.intro}\n\n"] if lookup.intro else []
    gaps = ["", *("\n" if before.startswith("- ") else "\n\n" for before in rows)]
    return [*head, *(f"{gap}{row}" for gap, row in zip(gaps, rows, strict=False))]


def subject_of(candidate: Candidate, names: NameBook) -> str:
    """What the passage is about in a few words: its project, else its section's heading, else its document."""
    passage = candidate.passage
    if passage.project:
        return names.title(passage.project)
    return candidate.source.section.heading.rstrip(":?! ") or candidate.source.document.title


def _group(group: Sequence[Candidate], citer: Citer, verdicts: list[Verdict]) -> list[str]:
    pieces: list[str] = []
    for candidate in _with_attachments(group):
        citation = citer.cite(candidate) if any(c.isalnum() for c in candidate.text) else None
        verdicts.append(Verdict(candidate.text, supported=citation is not None))
        if citation is not None:
            year = citer.year_of(candidate.source.document)
            pieces.append(_piece(candidate, citation.marker, pieces, year))
    return pieces


def _with_attachments(group: Sequence[Candidate]) -> list[Candidate]:
    """The group with who said it after a quote, and where a figure is from after a callout."""
    spans = spans_of(group[0].source)
    kept = {c.number: c for c in group}
    if group[0].passage.kind == "quote":
        kept.update({c.number: c for c in spans if c.role == "speaker"})
    for candidate in group:
        after = spans[candidate.number + 1 :]
        if candidate.role == "figure" and after and after[0].role == "origin":
            kept[after[0].number] = after[0]
    return [kept[n] for n in sorted(kept)]


def _piece(candidate: Candidate, marker: int, before: Sequence[str], year: str) -> str:
    text = " ".join(candidate.text.split())
    if is_list_item(candidate):
        gap = "\n" if before and before[-1].lstrip("\n").startswith("- ") else "\n\n" if before else ""
        return f"{gap}- {text} [{marker}]"
    if candidate.role == "speaker":
        return f"{chr(10) * 2 if before else ''}— {text} [{marker}]"
    gap = "\n\n" if before and before[-1].lstrip("\n").startswith("- ") else " " if before else ""
    return f"{gap}{text} [{marker}]{dated(text, year)}"


def dated(text: str, year: str) -> str:
    """A remark on the source's year behind a sentence that speaks of the day it was written, "" for others."""
    return f" *(kilden er fra {year})*" if year and _NOW.search(text) else ""
