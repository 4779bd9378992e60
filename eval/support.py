"""Does what an answer claims stand in what it cites? Deterministic: no model judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Answer, Citation
from corpus.errors import NotFound
from corpus.marked import squash
from corpus.store import Store
from corpus.types import Passage
from eval.matching import Statement, markers_in, statements

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATIONS = {"ikke", "ingen", "intet", "aldrig", "hverken", "not", "no", "never"}
_COVERED = 0.8
"""Share of a claim's content words that its premise must hold, for a claim that is not word for word."""


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """exact: the quote is a copy of the stored span. inside: the span lies in the cited passage. on_page: it stands
    on the page named, under the label printed there. marked: the answer's text points at it."""

    exact: bool
    inside: bool
    on_page: bool
    marked: bool

    @property
    def sound(self) -> bool:
        return self.exact and self.inside and self.on_page and self.marked


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and its judgement after ALCE (Gao et al. 2023, §3.3).

    supported: its citations together support it. precise: one flag a citation, True when the statement is supported
    and this citation supports it alone or the others do not without it. faithful: any source shown supports it.
    """

    statement: Statement
    supported: bool
    precise: tuple[bool, ...]
    faithful: bool


def check_citations(answer: Answer, store: Store) -> tuple[CitationCheck, ...]:
    """One check a citation, in order."""
    marked = set(markers_in(answer.text))
    return tuple(_check(citation, store, marked=citation.marker in marked) for citation in answer.citations)


def judge_claims(answer: Answer, store: Store) -> tuple[Claim, ...]:
    """Every claim of the answer, in order. A marker without a citation supports nothing."""
    premises = {c.marker: _premise(c, store) for c in answer.citations}
    shown = [_passage_text(s.passage) for s in answer.sources] + list(premises.values())
    return tuple(_claim(statement, premises, shown) for statement in statements(answer.text))


def supports(premise: str, claim: str) -> bool:
    """True when the claim stands in the premise word for word, or each of its numbers, names and negations does and
    at least 80 % of its content words (compared without endings)."""
    if not squash(claim) or squash(claim) in squash(premise):
        return bool(squash(claim))
    if not set(_NUMBER.findall(claim)) <= set(_NUMBER.findall(premise)):
        return False
    words, known = _words(claim), {w.lower() for w in _words(premise)}
    if any(w.lower() not in known for w in words if w.lower() in _NEGATIONS):
        return False
    if any(not _known(w, known) for w in words[1:] if w[0].isupper()):
        return False
    content = [w for w in words if len(w) > 3]
    return bool(content) and sum(_known(w, known) for w in content) >= _COVERED * len(content)


def _claim(statement: Statement, premises: dict[int, str], shown: Sequence[str]) -> Claim:
    cited = [premises.get(marker, "") for marker in statement.markers]
    supported = any(cited) and supports(" ".join(cited), statement.text)
    precise = []
    for number, premise in enumerate(cited):
        others = " ".join(cited[:number] + cited[number + 1 :])
        needed = supports(premise, statement.text) or not supports(others, statement.text)
        precise.append(supported and bool(premise) and needed)
    faithful = supported or any(supports(text, statement.text) for text in shown)
    return Claim(statement, supported, tuple(precise), faithful)


def _check(citation: Citation, store: Store, *, marked: bool) -> CitationCheck:
    try:
        stored = store.text(citation.document_id, citation.char_start, citation.char_end)
        passage = store.passages([citation.passage_id])[0]
    except NotFound:
        return CitationCheck(False, False, False, marked)
    exact = bool(citation.quote) and stored == citation.quote
    inside = (
        passage.document_id == citation.document_id
        and passage.char_start <= citation.char_start
        and citation.char_end <= passage.char_end
    )
    return CitationCheck(exact, inside, _on_page(citation, passage, store), marked)


def _on_page(citation: Citation, passage: Passage, store: Store) -> bool:
    boxes = store.boxes(citation.document_id, citation.char_start, citation.char_end)
    pages = {box.page for box in boxes} or set(range(passage.page_first, passage.page_last + 1))
    labels = {page.number: page.label for page in store.pages(citation.document_id)}
    return citation.page in pages and labels.get(citation.page, "") == citation.page_label


def _premise(citation: Citation, store: Store) -> str:
    """The stored text behind a citation, never the quote as the answer claims it; "" when it does not exist."""
    try:
        passage = store.passages([citation.passage_id])[0]
        title = store.document(passage.document_id).title
    except NotFound:
        return ""
    return f"{title} {_passage_text(passage)}"


def _passage_text(passage: Passage) -> str:
    return f"{passage.context} {passage.text}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _known(word: str, known: set[str]) -> bool:
    word = word.lower()
    stem = word[: max(4, len(word) - 3)]
    return word in known or (len(word) > 4 and any(k.startswith(stem) for k in known))
