"""Reads a follow-up together with what was said before: one standalone question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.answers import Message
from service.asked_again import asked_for_counted, asked_opposite
from service.asked_contents import asks_for_contents, asks_for_other_projects, asks_for_projects
from service.courtesy import courtesy_alone
from service.exchange import Near, asked_of, exchanged, without_lead
from service.go_on import goes_on, says_nothing
from service.leaning import asks_something, has_own_name, has_subject, leans_on_history, points_back, takes_up
from service.lookup_question import TAKES_PART, asks_who_alone
from service.meant import asked_of_nth, meant
from service.names import MEANT, Entity, EntityKind, NameBook
from service.of_places import asked_of_places
from service.of_project import asked_of_members, asked_of_project, asked_of_projects
from service.one_project import projects_meant
from service.ordinals import ordinal_in
from service.question import GoesOn, kind_of
from service.set_beside import set_beside
from service.thread import BESIDE, WHICH, Condensed, Thread, after, plain, turns
from service.words import words

ANSWER_CHARS = 300
"""So much of the last answer is remembered."""
MANY = 4
"""An answer that names so many projects by their full names is about none of them."""
_WHAT_ABOUT = re.compile(r"^\s*(?:og\s+)?(?:hvad med|hvad så med|what about|how about)\s+(.+)$", re.IGNORECASE)
_PUT_RIGHT = re.compile(
    r"^\s*(?:nej|næ|nå|no)\b[,.!]?\s+ikke\b[^,.]{1,40}[,.]?\s*(?:men|jeg (?:mener|mente))\s+(.+)$|"
    r"^\s*(?:(?:nej|næ|nå|no)\b[,.!]?\s+)?(?:(?:jeg|vi|i|we)\s+(?:mente?|mener|tænkte på|meant?))\s+"
    r"(?!at\b|that\b|det\b|den\b|du\b|ikke\b|it\b|not\b)(.+)$|"
    r"^\s*(?:nej|næ|no),?\s+(?!(?:tak|thanks|det|den|du|ikke|jeg|vi|i|der|it|that|not)\b)((?:[\w%-]+\s*){1,5})[.?!]*$",
    re.IGNORECASE,
)
"""What was meant instead of what was understood: "nej, jeg mente plast"."""
_ASKS_ON = re.compile(r"^\s*(?!og\b|som\b|der\b|hv)\w+ (?:det|den|de|der|it|they|that)\b", re.IGNORECASE)
"""Behind a comma such words ask the same once more: "Hvad med skolerne, går det bedre dér?"."""
_BARE_AND = re.compile(
    r"^\s*(?:og|and)\s+(?!hvis\b|når\b|fordi\b|if\b|when\b)((?:i|for|på|hos|til|om|in|for)?\s*[^?]{2,60}?)\s*\??$",
    re.IGNORECASE,
)
_PLACE: dict[EntityKind, str] = {"municipality": "place", "region": "place"}
"""Kinds of names that take each other's place."""


def condense(
    question: str, history: Sequence[Message], *, names: NameBook, near: Near = lambda new, old: 0.0
) -> Condensed:
    """The question as it stands alone: names carried, replaced or dropped; a change of topic leaves history out."""
    thread: Thread | None = None
    before: list[str] = []
    for asked, answer in (turn for turn in turns(history) if not courtesy_alone(turn[0])):
        said = plain(asked)
        thread = after(said, _read(said, thread, before, names, near), answer, thread)
        before.append(said)
    return _read(question, thread, before, names, near)


def _read(question: str, thread: Thread | None, before: Sequence[str], names: NameBook, near: Near) -> Condensed:
    """before: every question before it, oldest first."""
    if thread is None or courtesy_alone(question) or asks_for_contents(question):
        return Condensed(question)
    instead = _put_right(question)
    if kind_of(instead) != "keyword":
        return _read(instead, thread, before, names, near)
    if compared := set_beside(question, before, names):
        return Condensed(compared, understood=compared, sure=True, stands=compared)
    if thread.answer.startswith(WHICH) and any(e.kind == "project" for e in names.find(question)):
        whole = f"{thread.asked[-1].rstrip('?')} i {question.rstrip('?. ')}?"
        chosen = whole if kind_of(question) == "keyword" else ""
        return Condensed(chosen or question, understood=chosen, sure=True, stands=chosen)
    if whole := asked_of_nth(question, thread, names):
        return Condensed(whole, understood=whole, stands=whole)
    last = thread.asked[-1]
    if whole := asked_opposite(question, last) or asked_for_counted(question, last):
        return Condensed(whole, " ".join(thread.before), understood=whole, sure=True, stands=whole)
    if whole := asked_of_places(question, thread.asked, names) or asked_of_members(question, thread.asked, names):
        return Condensed(whole, understood=whole, stands=whole)
    replaced = _replaced(question, thread, names, near) if ordinal_in(question) is None else None
    if replaced is not None:
        return replaced
    if asks_for_other_projects(question) and not (asks_for_projects(question, names.together) or points_back(question)):
        return Condensed(question)
    if whole := asked_of_projects(question, last, names):
        return Condensed(whole, understood=whole, stands=whole)
    leans = leans_on_history(question, names) or takes_up(question, " ".join(thread.asked))
    if leans and (whole := asked_of_project(question, thread.asked, names)):
        return Condensed(whole, understood=whole, stands=whole)
    return _follow_up(question, thread, names) if leans else Condensed(question)


def _follow_up(question: str, thread: Thread, names: NameBook) -> Condensed:
    more, before, said = goes_on(question), thread.asked[-1], "\n".join(thread.said)
    stands_for = meant(question, thread, names)
    if more in ("more", "example") and not stands_for:
        reading = _reading(question, "", before)
        return replace(thread.last, goes_on=more, said=said, understood=reading, sure=False, stands="")
    apart = (has_subject(thread.asked[0]) and not asks_who_alone(question)) or asks_for_other_projects(question)
    filled = " ".join([question, *stands_for, *([] if apart else _carried(question, thread, names))])
    reading = _reading(question, filled[len(question) :], before)
    return Condensed(
        filled, thread.leant_on, told=_told(more, thread), understood=reading,
        perhaps=not (points_back(question) or asks_for_other_projects(question)),
        goes_on=more, said=said,
    )  # fmt: skip


def _told(more: GoesOn, thread: Thread) -> str:
    """What is remembered of the last answer: the whole of it where its reason is asked for, once."""
    if more != "deeper":
        return thread.told[:ANSWER_CHARS]
    return "" if thread.last.goes_on == "deeper" else thread.told


def _carried(question: str, thread: Thread, names: NameBook) -> list[str]:
    """The project that the last answer names most, by its full name before others; [] where a question names one.

    None is where an answer names many alike. Nor is one carried into a conversation about something else that is named.
    """
    asked = (question, *thread.asked)
    if any(e.kind == "project" and e.sure >= MEANT for text in asked for e in names.find(text)):
        return []
    if has_own_name(thread.asked[0]):
        return []
    named = [e for e in names.find(thread.told) if e.kind == "project" and e.sure >= 0.75]
    like = [e for e in named if e.value in names.projects_like(thread.asked[-1])]
    likely = like or [e for e in named if e.sure == 1.0] or named
    often = Counter(e.value for e in likely).most_common(1)
    if not often or (not like and len({e.value for e in named if e.sure == 1.0}) >= MANY):
        return []
    return [e.surface for e in likely if e.value == often[0][0]][:1]


def _replaced(question: str, thread: Thread, names: NameBook, near: Near) -> Condensed | None:
    """ "Hvad med X?" asked again of X: the question before with X in place of its like; None for others."""
    instead = _put_right(question)
    match = _WHAT_ABOUT.match(question) or (_BARE_AND.match(question) if _is_bare(question) else None)
    if not (match or instead) or says_nothing(question):
        return None
    rest = _first_clause((instead or (match.group(1) if match else "")).strip().rstrip("?").strip())
    before = thread.asked[-1].rstrip("?").split(BESIDE)[0]
    pair = _pair(rest, thread, names)
    if pair is None and len(thread.asked) > 1 and len(names.projects_like(rest)) == 1:
        return _asked_last(rest, next((q for q in reversed(thread.asked) if asks_something(q)), before).rstrip("?"))
    if pair is None and instead and leans_on_history(rest, names):
        return _follow_up(rest, thread, names)
    if pair is None and instead:
        return Condensed(rest, understood=rest, sure=True, stands=rest)
    if pair is None:
        return _of_another(rest, before, thread, names, near)
    place, old = pair
    if place < len(thread.asked) - 1 and asks_something(before):
        return _asked_last(rest, before)
    whole, earlier = thread.asked[place], " ".join(thread.before[:place])
    standalone = f"{whole[: old.start]}{without_lead(rest)}{whole[old.end :].rstrip('?')}?"
    return Condensed(standalone, earlier, understood=standalone, sure=True, stands=standalone)


def _asked_last(rest: str, last: str) -> Condensed:
    """The last question, which names nothing of the kind itself, asked of `rest`: in place of its pronoun, if any."""
    standalone = asked_of(last, without_lead(rest), " i " if TAKES_PART.search(last) else BESIDE)
    return Condensed(standalone, understood=standalone, sure=True, stands=standalone)


def _put_right(question: str) -> str:
    """What is meant instead, "" where nothing is put right."""
    found = _PUT_RIGHT.match(question)
    return (found[1] or found[2] or found[3] or "").strip() if found else ""


def _first_clause(rest: str) -> str:
    """What is asked about, without a question behind it that only asks the same once more."""
    head, _, tail = rest.partition(",")
    return head if tail and _ASKS_ON.search(tail) and not has_subject(tail) else rest


def _of_another(rest: str, before: str, thread: Thread, names: NameBook, near: Near) -> Condensed:
    """The question before asked of something that no name stands for, in place of the word that it is like."""
    whole, left = exchanged(before, rest, near=near)
    standalone = f"{whole or before + BESIDE + rest}?"
    leant_on = " ".join((*thread.before, left or before, *_carried(rest, thread, names)))
    bare = kind_of(rest) == "keyword"
    return Condensed(
        rest, leant_on, kind_of(before if bare else rest), understood=standalone, stands=standalone,
        goes_on="same" if bare else "",
    )  # fmt: skip


def _pair(rest: str, thread: Thread, names: NameBook) -> tuple[int, Entity] | None:
    """The latest name of the thread's questions that one in `rest` takes the place of, and in which question it is."""
    new = [e for e in names.find_more(rest) if e.kind != "network"]
    for place in reversed(range(len(thread.asked))):
        held = (e for e in names.find_more(thread.asked[place]) if e.kind != "project" or e.sure >= MEANT)
        for old in sorted(held, key=lambda e: -e.sure):
            if any(_PLACE.get(n.kind, n.kind) == _PLACE.get(old.kind, old.kind) and n.value != old.value for n in new):
                return place, old
    return _like_pair(rest, thread, names)


def _like_pair(rest: str, thread: Thread, names: NameBook) -> tuple[int, Entity] | None:
    """The latest project that the thread's questions mean, where `rest` means another."""
    new = {e.value for e in projects_meant(rest, names)}
    for place in reversed(range(len(thread.asked))) if len(new) == 1 else ():
        old = next((e for e in projects_meant(thread.asked[place], names) if e.value not in new), None)
        if old:
            return place, old
    return None


def _is_bare(question: str) -> bool:
    """True for "Og i ældreplejen?": no question word, no verb of its own to speak of."""
    return kind_of(question) == "keyword" and len(words(question)) <= 5


def _reading(question: str, filled: str, before: str) -> str:
    about = filled.strip()
    note = f"om {about}, " if about else ""
    return f"{question.strip().rstrip('?')}? ({note}i forlængelse af »{before.rstrip('?')}?«)"
