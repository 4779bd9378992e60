"""Groups to learn reading from: a question with texts that answer it and texts that do not.

The hard ones are near: a part of a document with and without the sentence that answers, and a question beside one that
looks like it and is not answered (contrast sets, Gardner et al. 2020). Easier ones are the sentences
of the same document nearest to the question, those of the most similar documents, and passages that a search finds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from index.embed import Embedder
from index.static import FloatMatrix
from index.train.asked import passage_key, question_pairs
from index.train.measure import GramIndex
from index.train.reading import TrainingData
from index.train.written import Document, parts_of, read_law_questions

Kind = Literal[
    "asked", "asked alone", "twin", "twin alone", "near", "spelt alike", "beside asked", "beside near", "law asked",
    "law near", "mined",
]  # fmt: skip
HELD_OUT = 12
SIMILAR = 10
NEAREST = 3
TITLE_LETTERS = 90
PASSAGE_LETTERS = range(200, 1500)
SAME_TEXT = 0.93
LONG, REPORTED = 11.0, 4.0
"""A paired document of so many words a sentence is written as reports are, and read so much oftener: most are not."""
FOUND_FIRST, FOUND_LATER = 12, 50
SPELT_ALIKE = 8
AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Group:
    """Each time it is learnt from, `answering` and `silent` are read, and `drawn` of the silent `others`.

    `unlike`, unless "", is a question that the answering texts do not answer, read with each of them. `weight` is how
    often the group is read against others of its kind.
    """

    kind: Kind
    question: str
    answering: tuple[str, ...]
    silent: tuple[str, ...]
    others: tuple[str, ...] = ()
    drawn: int = 0
    unlike: str = ""
    weight: float = 1.0


def document_groups(
    documents: Sequence[Document], embedder: Embedder, chance: random.Random
) -> tuple[list[Group], list[Group]]:
    """(to learn from, held out), parted by document: every HELD_OUT-th of a writer is held out."""
    places = embedder.embed_passages([document.under_heading(document.text) for document in documents])
    learnt: list[Group] = []
    held: list[Group] = []
    for number, document in enumerate(documents):
        near = np.argsort(-(places @ places[number]), kind="stable")[: SIMILAR + 1]
        others = [documents[i] for i in near if i != number][:SIMILAR]
        found = held if _is_held(document) else learnt
        groups = (*_asked(document, others, embedder, chance), *_near(document, embedder, chance))
        found += [replace(group, weight=_weight(document)) for group in groups]
    return learnt, held


def spelt_alike_groups(documents: Sequence[Document]) -> Iterator[Group]:
    """Each question that names its document's subject with its answer and sentences of others that share its letters.

    Those are what a search by words finds where nothing answers. A question that names none may well be answered there.
    """
    learnt = [document for document in documents if not _is_held(document)]
    parts = [(number, d.under_heading(part)) for number, d in enumerate(learnt) for part in parts_of(d.text)]
    owners, grams = np.array([number for number, _ in parts]), GramIndex([text for _, text in parts])
    for number, document in enumerate(learnt):
        for question, answer in (pair for pair in document.asked if document.is_named_in(pair[0])):
            scores = np.where(owners == number, -1.0, grams.scores(question))
            others = tuple(parts[i][1] for i in np.argsort(-scores, kind="stable")[:SPELT_ALIKE] if scores[i] > 0)
            right, drawn = (document.under_heading(answer),), min(2, len(others))
            yield Group("spelt alike", question, right, (), others, drawn, weight=_weight(document))


def _is_held(document: Document) -> bool:
    return int(document.key[1:]) % HELD_OUT == 0


def _weight(document: Document) -> float:
    return REPORTED if document.paired and document.words_a_sentence >= LONG else 1.0


def law_groups(data: TrainingData, embedder: Embedder) -> Iterator[Group]:
    """A group for each question in near.tsv whose passage is in `data`."""
    questions = list(read_law_questions(data))
    wanted = {question.passage for question in questions}
    passages = {key: (text, read) for text, read in _passages(data).items() if (key := passage_key(text)) in wanted}
    for question in questions:
        if question.passage not in passages:
            continue
        text, read = passages[question.passage]
        if question.answered:
            yield Group("law asked", question.question, (read,), ())
        else:
            parts = _nearest_first(question.question, parts_of(text), embedder)[:2]
            yield Group("law near", question.question, (), (read,), tuple(parts), 1)


def mined_groups(data: TrainingData, embedder: Embedder, *, pool: int, chance: random.Random) -> Iterator[Group]:
    """Each written question with its passage and four that the embedder finds for it among `pool` others."""
    pairs, passages = list(question_pairs(data)), _passages(data)
    own = dict.fromkeys(passage for _, passage in pairs)
    others = [text for text in passages if len(text) in PASSAGE_LETTERS and text not in own]
    texts = [*own, *chance.sample(others, min(pool, len(others)))]
    rows = {text: row for row, text in enumerate(texts)}
    held = embedder.embed_passages(texts)
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        similar = embedder.embed_queries([question for question, _ in some]) @ held.T
        for (question, passage), scores in zip(some, similar, strict=True):
            found = _found(scores, held, rows[passage], chance)
            yield Group("mined", question, (passages[passage],), (), tuple(passages[texts[row]] for row in found), 2)


def _asked(
    document: Document, similar: Sequence[Document], embedder: Embedder, chance: random.Random
) -> Iterator[Group]:
    """The answering part between its neighbours and the neighbours without it; the part alone among others."""
    headed = document.under_heading
    unlike = [near.question for near in document.near] if document.paired else [""] * len(document.asked)
    for (question, answer), looks_like in zip(document.asked, unlike, strict=True):
        before, after = (parts_of(text) for text in document.text.split(answer, 1))
        if not before and not after:
            continue
        rest = [part for part in parts_of(document.text) if part not in answer and answer not in part]
        others = [headed(part) for part in _nearest_first(question, rest, embedder)[:NEAREST]]
        for other in chance.sample(similar, min(2, len(similar))):
            others += [other.under_heading(p) for p in _nearest_first(question, parts_of(other.text), embedder)[:1]]
        around = headed(" ".join([*before[-1:], answer, *after[:1]]))
        without = headed(" ".join([*before[-2:], *after[:2]]))
        yield Group("asked", question, (around,), (without,), unlike=looks_like)
        yield Group("asked alone", question, (headed(answer),), (), tuple(others), min(2, len(others)), looks_like)


def _near(document: Document, embedder: Embedder, chance: random.Random) -> Iterator[Group]:
    """What the document says nearest to the question, without and, where there is one, with the answering sentence.

    Nearest in a paired document is what answers the question that looks like it.
    """
    headed, parts = document.under_heading, parts_of(document.text)
    for number, near in enumerate(document.near):
        nearest = _nearest_first(near.question, parts, embedder)
        first = parts_of(document.asked[number][1])[:1] if document.paired else nearest[:1]
        at = parts.index(first[0]) if first and first[0] in parts else parts.index(nearest[0])
        silent = (headed(_window(parts, at)),)
        others = tuple(headed(part) for part in dict.fromkeys([parts[at], *nearest[:NEAREST]]))
        if not near.answer:
            yield Group("near", near.question, (), silent, others, 1)
            continue
        place = at + chance.randrange(2)
        around = headed(_window([*parts[:place], near.answer, *parts[place:]], place))
        yield Group("twin", near.question, (around,), silent)
        yield Group("twin alone", near.question, (headed(near.answer),), (), others, min(2, len(others)))


def _window(parts: Sequence[str], at: int) -> str:
    return " ".join(parts[max(0, at - 1) : at + 2])


def _nearest_first(question: str, parts: Sequence[str], embedder: Embedder) -> list[str]:
    if not parts:
        return []
    similar = embedder.embed_passages(parts) @ embedder.embed_queries([question])[0]
    return [parts[i] for i in np.argsort(-similar, kind="stable")]


def _found(scores: FloatMatrix, held: FloatMatrix, own: int, chance: random.Random) -> list[int]:
    """Two of the first that are found and two of those after them, none nearly the passage itself."""
    first = np.argpartition(-scores, min(FOUND_LATER + 10, len(scores) - 1))[: FOUND_LATER + 10]
    ranked = [int(row) for row in first[np.argsort(-scores[first], kind="stable")]]
    other = [row for row in ranked if row != own and held[row] @ held[own] < SAME_TEXT]
    near, far = other[:FOUND_FIRST], other[FOUND_FIRST:FOUND_LATER]
    return chance.sample(near, min(2, len(near))) + chance.sample(far, min(2, len(far)))


def _passages(data: TrainingData) -> Mapping[str, str]:
    """{passage: as it is read} of law, whose title is read first, and of parliament."""
    found = {}
    for provision in data.provisions():
        text = provision.text.strip()
        found[text] = f"{provision.title[:TITLE_LETTERS]}: {text}" if provision.title else text
    return found | {text: text for speech in data.speeches() if (text := speech.strip())}
