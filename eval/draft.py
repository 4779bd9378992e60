"""Question proposals from what a document states: figures, times, people, participants, definitions, reasons, lists,
headings. By rule alone.

A proposal is a draft: a person accepts, edits or deletes it. Questions come from sentence patterns, never from a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.store import Store
from corpus.types import Mention, Passage
from eval.draft_rules import Small, question_of_person, questions_of, stands
from eval.questions import ExpectedSource, Question
from index.lexicon import frequencies
from service.question import language_of
from service.words import words

_ANCHOR_WORDS = 8
_ITEM_WORDS = 4
_LONGEST, _SHORTEST = 180, 12
_NAMED = ("person", "organisation", "municipality", "region")
_ASKS = re.compile(r"(?:Hv|Kan|Er|Har|Skal|Må|Bør|Får|Findes)\w*\s.+\?$")
_BULLET = re.compile(r"^(?:\d+[.)]|[-–•])\s+")
_NOTE = "Forslag, lavet af en regel. Ret eller slet."


def draft(store: Store, document_id: str) -> tuple[Question, ...]:
    """Proposals in the order of the document, each once, with anchor, fact and page. Raises NotFound.

    A heading is asked about where nothing else in its section is.
    """
    document = store.document(document_id)
    passages = store.passages_of(document_id)
    small = _small(store, document_id)
    found = [
        *_from_sentences(store, document_id, passages, small), *_from_lists(passages),
        *_from_mentions(store, document_id, passages),
    ]  # fmt: skip
    asked_about = {anchor for q in found for group in q.evidence for anchor in group}
    found += _from_headings(passages, asked_about)
    kept = list({q.text.lower(): q for q in reversed(found)}.values())[::-1]
    return tuple(
        Question(
            f"{document_id}-{number}", q.text, q.kind, evidence=q.evidence, facts=q.facts, expected=q.expected,
            sources=tuple(ExpectedSource(document.title, s.page) for s in q.sources), note=_NOTE,
        )
        for number, q in enumerate(kept, start=1)
    )  # fmt: skip


def _small(store: Store, document_id: str) -> Small:
    """Small first letters for all but names and abbreviations."""
    mentions = store.mentions(document_id=document_id)
    names = {word for m in mentions if m.kind in _NAMED for word in m.surface.split()[:1]}

    def small(subject: str) -> str:
        first = subject.split()[0]
        known = first.lower() in frequencies() and first not in names and first[1:] == first[1:].lower()
        return subject[0].lower() + subject[1:] if known else subject

    return small


def _sentences(passage: Passage) -> Iterator[str]:
    for start, end in passage.sentences:
        sentence = " ".join(passage.text[start:end].split())
        if _SHORTEST <= len(sentence) <= _LONGEST and language_of(words(sentence)) != "en":
            yield sentence


def _from_sentences(store: Store, document_id: str, passages: Sequence[Passage], small: Small) -> Iterator[Question]:
    people: dict[str, list[str]] = {}
    for mention in store.mentions(kind="person", document_id=document_id):
        people.setdefault(mention.passage_id, []).append(mention.value)
    for passage in passages:
        if passage.kind == "table":
            continue
        for sentence in _sentences(passage):
            named = (question_of_person(sentence, name) for name in people.get(passage.passage_id, ()))
            for asked in (*filter(None, named), *questions_of(sentence, small)):
                facts = ((asked.fact,),) if asked.fact else ()
                yield _proposal(asked.text, asked.kind, passage, anchor=_start(asked.anchor), facts=facts)


def _from_lists(passages: Sequence[Passage]) -> Iterator[Question]:
    """What stands behind a colon, item by item."""
    for passage in passages:
        if passage.kind != "list":
            continue
        lines = [" ".join(passage.text[start:end].split()) for start, end in passage.sentences]
        for number, intro in enumerate(lines):
            items = [_BULLET.sub("", line) for line in lines[number + 1 :] if len(line) <= _LONGEST]
            if intro.endswith(":") and len(intro) <= _LONGEST and len(items) > 1 and stands(intro):
                facts = tuple((" ".join(item.lower().rstrip(".;,").split()[:_ITEM_WORDS]),) for item in items)
                text = f"Hvilke punkter er der under »{intro[:-1]}«?"
                yield _proposal(text, "list", passage, anchor=_start(intro), facts=facts)
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
    for _, group in groupby(taking_part, key=lambda m: m.section_id):
        yield from _participants(list(group), held)


def _participants(mentions: list[Mention], held: dict[str, Passage]) -> Iterator[Question]:
    """Who takes part, from the section where one project's participants are listed."""
    passage = held.get(mentions[0].passage_id)
    if passage is None or len(mentions) < 2 or len({m.attribute("project") for m in mentions}) > 1:
        return
    about = passage.context.split(" › ")
    names = tuple((m.value.lower(),) for m in mentions)
    text = f"Hvem deltager i projektet »{about[-2] if len(about) > 1 else about[-1]}«?"
    yield _proposal(text, "list", passage, anchor=_start(passage.text), facts=names)


def _from_headings(passages: list[Passage], asked_about: set[str]) -> Iterator[Question]:
    for _, group in groupby(passages, key=lambda p: p.section_id):
        section = list(group)
        first, path = section[0], section[0].context.split(" › ")[1:]
        asked = any(anchor in " ".join(passage.text.split()) for passage in section for anchor in asked_about)
        if path and not asked and len(first.text) > _LONGEST:
            yield _proposal(_heading(path), "summary", first, anchor=_start(first.text))


def _heading(path: list[str]) -> str:
    """A heading that asks is the question itself, told apart by what it stands under."""
    *above, last = path
    if _ASKS.match(last):
        return f"I afsnittet »{above[-1]}«: {last}" if above else last
    return f"Hvad står der under »{last}« i afsnittet »{above[-1]}«?" if above else f"Hvad står der under »{last}«?"


def _proposal(
    text: str, kind: str, passage: Passage, *, anchor: str, facts: tuple[tuple[str, ...], ...] = ()
) -> Question:
    source = ExpectedSource(passage.document_id, passage.page_first)
    return Question("", text, kind, evidence=((anchor,),), facts=facts, sources=(source,))


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:_ANCHOR_WORDS])
