"""Does what an answer claims stand in what it cites? By rule; `eval.judge` asks a language model the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.answers import Answer, Citation
from corpus.errors import NotFound
from corpus.marked import squash
from corpus.types import Passage
from eval.cited import Cited, known_by
from eval.matching import Statement, markers_in, statements

Entails = Callable[[str, str], bool]
"""True when the first text (a premise) supports the second (a claim)."""

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


def check_citations(answer: Answer, cited: Cited) -> tuple[CitationCheck, ...]:
    """One check a citation, in order."""
    marked = set(markers_in(answer.text))
    return tuple(_check(citation, cited, marked=citation.marker in marked) for citation in answer.citations)


def judge_claims(answer: Answer, cited: Cited) -> tuple[Claim, ...]:
    """Every claim of the answer, in order, by rule. A marker without a citation supports nothing."""
    premises = premises_of(answer, cited)
    shown = [known_by(s.passage) for s in answer.sources] + list(premises.values())
    return tuple(_claim(statement, premises, shown) for statement in statements(answer.text))


def premises_of(answer: Answer, cited: Cited) -> dict[int, str]:
    """Marker → the stored text behind it, never the quote as the answer claims it; "" when it does not exist."""
    return {c.marker: cited.premise(c.passage_id) for c in answer.citations}


def support_of(statement: Statement, premises: Mapping[int, str], entails: Entails) -> tuple[bool, tuple[bool, ...]]:
    """Whether the statement's citations together support it, and which of them it needs (both after ALCE)."""
    cited = [premises.get(marker, "") for marker in statement.markers]
    if not any(cited) or not entails(" ".join(cited), statement.text):
        return False, (False,) * len(cited)
    if len(cited) == 1:
        return True, (True,)
    others = (" ".join(cited[:n] + cited[n + 1 :]) for n in range(len(cited)))
    needed = (entails(p, statement.text) or not entails(o, statement.text) for p, o in zip(cited, others, strict=True))
    return True, tuple(bool(premise) and flag for premise, flag in zip(cited, needed, strict=True))


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


def _claim(statement: Statement, premises: Mapping[int, str], shown: Sequence[str]) -> Claim:
    supported, precise = support_of(statement, premises, supports)
    return Claim(statement, supported, precise, supported or any(supports(text, statement.text) for text in shown))


def _check(citation: Citation, cited: Cited, *, marked: bool) -> CitationCheck:
    passage = cited.passage(citation.passage_id)
    if passage is None:
        return CitationCheck(False, False, False, marked)
    try:
        stored = cited.store.text(citation.document_id, citation.char_start, citation.char_end)
    except NotFound:
        return CitationCheck(False, False, False, marked)
    exact = bool(citation.quote) and stored == citation.quote
    inside = (
        passage.document_id == citation.document_id
        and passage.char_start <= citation.char_start
        and citation.char_end <= passage.char_end
    )
    return CitationCheck(exact, inside, _on_page(citation, passage, cited), marked)


def _on_page(citation: Citation, passage: Passage, cited: Cited) -> bool:
    boxes = cited.store.boxes(citation.document_id, citation.char_start, citation.char_end)
    pages = {box.page for box in boxes} or set(range(passage.page_first, passage.page_last + 1))
    label = cited.labels(citation.document_id).get(citation.page, "")
    return citation.page in pages and label == citation.page_label


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _known(word: str, known: set[str]) -> bool:
    word = word.lower()
    stem = word[: max(4, len(word) - 3)]
    return word in known or (len(word) > 4 and any(k.startswith(stem) for k in known))
