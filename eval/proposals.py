"""Proposed questions: answers that people saved or voted down, and drafts. A person accepts, edits or declines each.

`<data>/eval/proposals/<id>.json` is one that waits; `decided.txt` there holds the ids of votes that have been decided.
A vote is read where it is stored, so that it goes away with the conversation it belongs to.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from corpus.answers import Message
from corpus.errors import NotFound
from corpus.journal import Feedback, Journal, SavedAnswer
from eval.matching import MARKER
from eval.questions import ExpectedSource, Question, from_json, to_json
from eval.runs import append_line, write_whole

Origin = Literal["saved", "vote", "draft"]
ORIGINS = {"saved": "Gemt som test", "vote": "Ikke nyttigt svar", "draft": "Udkast fra et dokument"}
_ID = re.compile(r"[\w-]+")
_ANCHOR_WORDS = 8
_LONGEST_EXPECTED = 600


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that is in no set yet. about: where it comes from, in Danish. created: ISO 8601 in UTC.

    answer_id: the answer it was made from, "" for a draft.
    """

    proposal_id: str
    question: Question
    origin: Origin
    about: str
    created: str
    answer_id: str = ""


def propose_answer(data: Path, journal: Journal, answer_id: str) -> Proposal:
    """Keeps a question and the answer it got as a proposal (once an answer). Raises NotFound for an unknown answer."""
    answer = journal.answer(answer_id)
    proposal = Proposal(
        f"svar-{answer_id}", question_of(answer, _turns_before(journal, answer)), "saved", "", _now(), answer_id
    )
    _write(data, proposal)
    return proposal


def propose_drafts(data: Path, drafts: Sequence[Question], *, about: str) -> list[Proposal]:
    """Keeps drafts as proposals, in their order."""
    now, batch = _now(), secrets.token_hex(4)
    kept = [Proposal(f"udkast-{batch}-{n:03d}", q, "draft", about, now) for n, q in enumerate(drafts, start=1)]
    for proposal in kept:
        _write(data, proposal)
    return kept


def waiting(data: Path, journal: Journal) -> list[Proposal]:
    """What nobody has decided yet: saved answers, then answers voted of no use, then drafts; newest first."""
    stored = [_read(path) for path in sorted(_home(data).glob("*.json"))]
    done = _decided(data) | {p.proposal_id for p in stored}
    votes = [_of_vote(journal, vote) for vote in journal.feedback() if not vote.useful]
    found = [*stored, *(p for p in votes if p.proposal_id not in done)]
    order = list(ORIGINS)
    newest_first = sorted(found, key=lambda p: p.created, reverse=True)
    return sorted(newest_first, key=lambda p: order.index(p.origin))


def one_waiting(data: Path, journal: Journal, proposal_id: str) -> Proposal:
    """Raises NotFound when it does not exist or is decided already."""
    for proposal in waiting(data, journal):
        if proposal.proposal_id == proposal_id:
            return proposal
    raise NotFound("Forslaget findes ikke mere. Måske har en kollega taget stilling til det.")


def decide(data: Path, proposal_id: str) -> None:
    """Takes the proposal off the list for good, whether it was accepted or declined."""
    append_line(_home(data, made=True) / "decided.txt", proposal_id)
    if _ID.fullmatch(proposal_id):
        (_home(data) / f"{proposal_id}.json").unlink(missing_ok=True)


def question_of(answer: SavedAnswer, history: Sequence[Message], *, right: bool = True) -> Question:
    """The question with what is known of its answer. right: somebody found the answer good, so it is what to expect.

    The places cited become the expected quotes, any of which is enough.
    """
    body = answer.body
    refused = answer.status in ("not_found", "clarify")
    cited = cast(list[dict[str, object]], body.get("citations") or []) if right and not refused else []
    anchors = tuple(dict.fromkeys(" ".join(str(c["quote"]).split()[:_ANCHOR_WORDS]) for c in cited))
    pages = dict.fromkeys((str(c["document_title"]), int(str(c.get("page") or 0))) for c in cited)
    expected = " ".join(MARKER.sub("", str(body.get("answer", ""))).split()) if cited else ""
    answerable = not (refused and right)
    kind = "unanswerable" if not answerable else "followup" if history else "fact"
    return Question(
        f"svar-{answer.answer_id}", answer.question, kind, history=tuple(history),
        evidence=(anchors,) if anchors else (), sources=tuple(ExpectedSource(*page) for page in list(pages)[:1]),
        expected=expected[:_LONGEST_EXPECTED], answerable=answerable,
    )  # fmt: skip


def _of_vote(journal: Journal, vote: Feedback) -> Proposal:
    answer = journal.answer(vote.answer_id)
    about = "; ".join(filter(None, (", ".join(vote.reasons), vote.note)))
    question = question_of(answer, _turns_before(journal, answer), right=False)
    return Proposal(f"svar-{vote.answer_id}", question, "vote", about, vote.created, vote.answer_id)


def _turns_before(journal: Journal, answer: SavedAnswer) -> tuple[Message, ...]:
    turns: list[Message] = []
    for earlier in journal.answers(answer.conversation_id):
        if earlier.answer_id == answer.answer_id:
            break
        turns += [Message("user", earlier.question), Message("assistant", str(earlier.body.get("answer")))]
    return tuple(turns)


def _write(data: Path, proposal: Proposal) -> None:
    row = {name: getattr(proposal, name) for name in Proposal.__slots__ if name != "question"}
    text = json.dumps({**row, "question": to_json(proposal.question)}, ensure_ascii=False, indent=1)
    write_whole(_home(data, made=True) / f"{proposal.proposal_id}.json", text)


def _read(path: Path) -> Proposal:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Proposal(**{**row, "question": from_json(row["question"])})


def _decided(data: Path) -> set[str]:
    path = _home(data) / "decided.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def _home(data: Path, *, made: bool = False) -> Path:
    folder = data / "eval" / "proposals"
    if made:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
