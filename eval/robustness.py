"""The same questions as people really type them: how far does the score fall?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.evidence import EvidenceIndex
from eval.questions import Question
from eval.rows import Row
from eval.run import Progress, Subject, ask
from eval.stats import Difference, difference
from index.danish import analyse, is_function_word

_KEYBOARD = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
_NEAR = {c: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in _KEYBOARD for i, c in enumerate(row)}
_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class Fall:
    """kind: how the questions were changed. before, after: share of right answers over the questions asked."""

    kind: str
    count: int
    before: float
    after: float
    change: Difference


def typos(text: str, *, seed: int = 0) -> str:
    """Every other longer word gets one slip: a neighbour key, a letter twice, left out or swapped. Seeded."""
    chance = random.Random(f"{seed}:{text}")
    return _WORD.sub(lambda m: _slip(m.group(), chance) if chance.random() < 0.5 else m.group(), text)


def without_danish_letters(text: str) -> str:
    """æ, ø and å as a foreign keyboard writes them."""
    for danish, foreign in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "Ae"), ("Ø", "Oe"), ("Å", "Aa")):
        text = text.replace(danish, foreign)
    return text


def capitals(text: str) -> str:
    """The whole question in capitals."""
    return text.upper()


def keywords(text: str) -> str:
    """The words that carry meaning, without signs."""
    kept = (w for w in re.findall(r"[\w%-]+", text) if not all(is_function_word(t.term) for t in analyse(w)))
    return " ".join(kept) or text


def polite(text: str) -> str:
    """The question wrapped as in a mail."""
    small = text[:1].lower() + text[1:] if text[1:2].islower() else text
    return f"Hej, jeg sidder og arbejder på et notat og vil gerne vide: {small.rstrip('?')}? På forhånd mange tak!"


KINDS: Mapping[str, Callable[[str], str]] = {
    "Slåfejl": typos,
    "Uden æ, ø og å": without_danish_letters,
    "Store bogstaver": capitals,
    "Nøgleord": keywords,
    "Høflig indpakning": polite,
}


def falls(
    questions: Sequence[Question], subject: Subject, *, progress: Progress = lambda done, total: None
) -> list[Fall]:
    """One fall a kind, over the questions that the change leaves different."""
    evidence = EvidenceIndex(subject.store)
    total = len(questions) * (1 + len(KINDS))
    before = [_asked(n, q, subject, evidence, progress, total) for n, q in enumerate(questions, start=1)]
    found = []
    done = len(questions)
    for kind, change in KINDS.items():
        changed = [(q, row) for q, row in zip(questions, before, strict=True) if change(q.text) != q.text]
        after = [
            _asked(done + n, replace(q, text=change(q.text)), subject, evidence, progress, total)
            for n, (q, _) in enumerate(changed, start=1)
        ]
        done += len(questions)
        delta = difference([row.scores["correct"] for _, row in changed], [row.scores["correct"] for row in after])
        if delta is not None:
            found.append(Fall(kind, len(changed), _right([row for _, row in changed]), _right(after), delta))
    return found


def _asked(
    number: int, question: Question, subject: Subject, evidence: EvidenceIndex, progress: Progress, total: int
) -> Row:
    row = ask(question, subject, evidence=evidence)
    progress(number, total)
    return row


def _right(rows: Sequence[Row]) -> float:
    return sum(row.scores["correct"] for row in rows) / len(rows)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    letter, kind = word[place], chance.randrange(4)
    if kind == 0:
        near = _NEAR.get(letter.lower(), letter)
        return word[:place] + chance.choice(near) + word[place + 1 :]
    if kind == 1:
        return word[:place] + letter + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + letter + word[place + 2 :]
