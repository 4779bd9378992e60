"""Question proposals from what a document states: figures, dates, people, participants, headings. By rule alone.

A proposal is a draft: a person accepts, edits or deletes it. Questions come from sentence patterns, never from a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from corpus.store import Store
from corpus.types import Mention, Passage
from eval.questions import ExpectedSource, Question

_SHARE = re.compile(r"^(?P<fact>\d+(?:[.,]\d+)?)\s*(?:%|procent) af (?P<rest>.+?)[.:;]?$", re.IGNORECASE | re.DOTALL)
_COUNT = re.compile(r"^(?!(?:19|20)\d\d\b)(?P<fact>\d[\d.,]*)(?P<rest>\s[^\W\d_].+?)[.:;]?$", re.DOTALL)
_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_WHEN = re.compile(
    rf"^(?:I|Fra|Siden|I løbet af|Ved udgangen af|I begyndelsen af|I efteråret|I foråret|Den)\s+"
    rf"(?P<fact>(?:\d{{1,2}}\.\s+)?(?:(?:{_MONTHS})\s+)?(?:19|20)\d\d)\s+(?P<rest>[^\W\d_].+?)[.:;]?$",
    re.DOTALL,
)
_RULES = (
    (_SHARE, "Hvor stor en andel af {}?", "number"),
    (_COUNT, "Hvor mange{}?", "number"),
    (_WHEN, "Hvornår {}?", "fact"),
)
_ANCHOR_WORDS = 8
_LONGEST = 180
_NOTE = "Forslag, lavet af en regel. Ret eller slet."


def draft(store: Store, document_id: str) -> tuple[Question, ...]:
    """Proposals in the order of the document, each once, with anchor, fact and page. Raises NotFound."""
    document = store.document(document_id)
    passages = store.passages_of(document_id)
    found = [*_from_sentences(passages), *_from_mentions(store, document_id, passages), *_from_headings(passages)]
    kept = list({q.text.lower(): q for q in reversed(found)}.values())[::-1]
    return tuple(
        Question(
            f"{document_id}-{number}", q.text, q.kind, evidence=q.evidence, facts=q.facts, expected=q.expected,
            sources=tuple(ExpectedSource(document.title, s.page) for s in q.sources), note=_NOTE,
        )
        for number, q in enumerate(kept, start=1)
    )  # fmt: skip


def _from_sentences(passages: list[Passage]) -> Iterator[Question]:
    for passage in passages:
        for start, end in passage.sentences:
            sentence = " ".join(passage.text[start:end].split())
            for pattern, form, kind in _RULES:
                match = pattern.match(sentence)
                if match and len(sentence) <= _LONGEST:
                    text = form.format(match["rest"])
                    yield _proposal(text, kind, passage, anchor=_start(sentence), facts=((match["fact"].lower(),),))
                    break


def _from_mentions(store: Store, document_id: str, passages: list[Passage]) -> Iterator[Question]:
    held = {p.passage_id: p for p in passages}
    for mention in store.mentions(kind="person", document_id=document_id):
        title, passage = mention.attribute("title"), held.get(mention.passage_id)
        if title and passage is not None:
            yield _proposal(
                f"Hvem er {mention.value}?", "who", passage, anchor=mention.surface, facts=((title.lower(),),)
            )
    taking_part = store.mentions(kind="participant", document_id=document_id)
    for section_id, group in groupby(taking_part, key=lambda m: m.section_id):
        yield from _participants(section_id, list(group), held)


def _participants(section_id: str, mentions: list[Mention], held: dict[str, Passage]) -> Iterator[Question]:
    passage = held.get(mentions[0].passage_id)
    if passage is None or len(mentions) < 2:
        return
    about = passage.context.split(" › ")
    names = tuple((m.value.lower(),) for m in mentions)
    text = f"Hvem deltager i {about[-2] if len(about) > 1 else about[-1]}?"
    yield _proposal(text, "list", passage, anchor=_start(passage.text), facts=names)


def _from_headings(passages: list[Passage]) -> Iterator[Question]:
    for context, group in groupby(passages, key=lambda p: p.context):
        first = next(iter(group))
        path = context.split(" › ")[1:]
        if path and len(first.text) > _LONGEST:
            yield _proposal(
                f"Hvad står der om {' – '.join(path).rstrip('?')}?", "summary", first, anchor=_start(first.text)
            )


def _proposal(
    text: str, kind: str, passage: Passage, *, anchor: str, facts: tuple[tuple[str, ...], ...] = ()
) -> Question:
    source = ExpectedSource(passage.document_id, passage.page_first)
    return Question("", text, kind, evidence=((anchor,),), facts=facts, sources=(source,))


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:_ANCHOR_WORDS])
