"""Counted over the lists of all projects: who is on so many of them, which two share most, who leads most projects."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from corpus.types import Mention
from service.asked_places import asked_places
from service.asked_sets import set_text
from service.asked_tallies import Tally, asked_tally
from service.candidates import Candidate
from service.chosen import Chosen
from service.held_lists import HeldList, held_lists, in_order, leads_beside
from service.listing import listed, number_of
from service.lookup_question import DENIES, HOW_MANY, LEADS, says_who
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.span_names import fewest_spans
from service.words import words

_SHARED = re.compile(
    r"\bhvilke (?:to )?\w*(?:projekt|indsats)\w*\b[^?]{0,30}\b(?:flest|mest)\b[^?]{0,25}"
    r"\b(?:til ?fælles|fælles|overlap\w*)|\bhvilke (?:to )?\w*(?:projekt|indsats)\w*\b[^?]{0,20}\boverlap\w* mest",
    re.IGNORECASE,
)
_LED_MOST = re.compile(r"\b(?P<most>flest|færrest|most|fewest)\b \w*(?:projekt|indsats|project)", re.IGNORECASE)
_KOMMUNE = re.compile(r"\bkommune\w*|\bmunicipalit\w+", re.IGNORECASE)
_EXTREME = re.compile(r"\b(?:flest|færrest|most|fewest)\b", re.IGNORECASE)
_SAYS_HOW = re.compile(r"(?:flest|færrest|most|fewest)$", re.IGNORECASE)
SHOWN = 3
"""So many counts are told, the highest first."""


def tallied(question: Question, chosen: Chosen, names: NameBook, order: Sequence[str]) -> Lookup | None:
    """What is counted over all projects; None for another question, or where lists may be seen in part only.

    order: every project.
    """
    text, counting = set_text(question), HOW_MANY.search(question.own) is not None
    if question.projects() or asked_places(question):
        return None
    if LEADS.search(text) and (most := _LED_MOST.search(text)):
        if DENIES.search(text) or len(_EXTREME.findall(text)) > 1:
            return None
        plain = all(says_who(w.surface) or _SAYS_HOW.match(w.surface) for w in words(text) if w.content)
        return _leading(chosen, text, fewest=most["most"].lower() in ("færrest", "fewest")) if plain else None
    wanted = asked_tally(text, names.together)
    if wanted is None and not _SHARED.search(text):
        return None
    lists = held_lists(order, chosen, names)
    if lists is None or sum(map(bool, lists)) < 2:
        return None
    return _on_so_many(wanted, lists, chosen, text, counting=counting) if wanted else _sharing_most(lists, chosen)


def in_most(chosen: Chosen, names: NameBook, order: Sequence[str], text: str, *, fewest: bool) -> Lookup | None:
    """Those on most lists of participants, or on fewest, and how many; None where lists may be seen in part only."""
    stored = [held for held in held_lists(order, chosen, names) or () if held]
    by_count = _by_count(stored, text)
    shown = sorted(by_count, reverse=not fewest)[: 1 if fewest else SHOWN]
    rows = _rows({count: by_count[count] for count in shown}, stored)
    often = "Færrest gange" if fewest else "Oftest"
    return Lookup(f"{often} på deltagerlisterne i {chosen.name} står:", rows, "flest") if rows else None


def _on_so_many(wanted: Tally, lists: Sequence[HeldList], chosen: Chosen, text: str, *, counting: bool) -> Lookup:
    """Those on so many lists, by how many; then those who lead a project on whose list they do not stand."""
    stored, leads = [held for held in lists if held], leads_beside(lists, chosen)
    named = (m.value for m in chosen.mentions("municipality"))
    counts = sorted(_by_count(stored, text, named).items(), reverse=True)
    fit = {count: who for count, who in counts if wanted.holds(count, len(stored))}
    rows = _rows(fit, stored) or (Row("- 0 kommuner", _spans(stored)),)
    beside = (replace(leads, said=f"- {leads.said}"),) if leads else ()
    how_many = f"{wanted.said} af de {len(stored)}" if wanted.said else f"alle {len(stored)}"
    every = [name for who in fit.values() for name in who]
    number = f" {number_of(every)}" if counting and every else ""
    intro = f"På {how_many} deltagerlister i {chosen.name}{_unlisted(lists)} står{number}:"
    return Lookup(intro, (*rows, *beside), "antal projekter")


def _by_count(stored: Sequence[HeldList], text: str, named: Iterable[str] = ()) -> dict[int, list[str]]:
    """Who is on so many lists, without regions where municipalities are asked for.

    named: those who may be on none.
    """
    by_count: dict[int, list[str]] = defaultdict(list)
    on_lists = Counter(dict.fromkeys(named, 0))
    on_lists.update(name for held in stored for name in held.members)
    for name, count in on_lists.items():
        if not _left_out(name, text):
            by_count[count].append(name)
    return by_count


def _rows(by_count: Mapping[int, Sequence[str]], stored: Sequence[HeldList]) -> tuple[Row, ...]:
    """One a number of lists, in the order given, each citing the lists that those named are on, else all of them."""
    rows = []
    for count, who in by_count.items():
        on_them = [held for held in stored if held.members & set(who)]
        rows.append(Row(f"- **{_projects(count)}:** {listed(in_order(who))}", _spans(on_them or stored)))
    return tuple(rows)


def _spans(lists: Sequence[HeldList]) -> tuple[Candidate, ...]:
    return tuple({span.key: span for held in lists for span in held.cited}.values())


def _sharing_most(lists: Sequence[HeldList], chosen: Chosen) -> Lookup | None:
    """The two lists with most names in common, all ties; a list of everybody shares all that the other has."""
    counted = [held for held in lists if held and not held.scopes]
    pairs = [(len(one.members & other.members), one, other) for one, other in combinations(counted, 2)]
    most = max((shared for shared, _, _ in pairs), default=0)
    if not most:
        return None
    rows = [
        Row(f"- **{one.title} og {other.title} ({most}):** {listed(in_order(one.members & other.members))}",
            (*one.cited, *other.cited))
        for shared, one, other in pairs if shared == most
    ]  # fmt: skip
    everybody = [held for held in lists if held.scopes]
    rows += [Row(f"- {held.title} gælder alle kommuner i {listed(held.scopes)}", held.cited) for held in everybody]
    return Lookup(
        f"Flest fælles på deltagerlisterne i {chosen.name}{_unlisted(lists)} har:", tuple(rows), "flest fælles"
    )


def _leading(chosen: Chosen, text: str, *, fewest: bool) -> Lookup | None:
    """Who leads most projects, or fewest, all ties; a region with as many beside municipalities that are asked for."""
    held: dict[str, list[Mention]] = defaultdict(list)
    for mention in chosen.mentions("coordinator"):
        if mention.attribute("project"):
            held[mention.value].append(mention)
    if not chosen.tells_all([m for found in held.values() for m in found]):
        return None
    counts = {name: len({m.attribute("project") for m in found}) for name, found in held.items()}
    asked_for = [name for name in counts if not _left_out(name, text)]
    if not asked_for:
        return None
    bound = (min if fewest else max)(counts[name] for name in asked_for)
    told = [[name for name in asked_for if counts[name] == bound]]
    told += [[name] for name in counts if name not in asked_for and counts[name] > bound and not fewest]
    rows = [
        Row(f"- **{_projects(counts[who[0]])}:** {listed(in_order(who))}{_no_kommune(who[0], text)}",
            fewest_spans(chosen, [m for name in who for m in held[name]]))
        for who in told
    ]  # fmt: skip
    return Lookup(
        f"Tovholder for {'færrest' if fewest else 'flest'} projekter i {chosen.name}:", tuple(rows), "tovholder"
    )


def _no_kommune(name: str, text: str) -> str:
    return " (ikke en kommune)" if _left_out(name, text) else ""


def _left_out(name: str, text: str) -> bool:
    """True for a region where municipalities are asked for."""
    return name.startswith("Region ") and _KOMMUNE.search(text) is not None


def _projects(count: int) -> str:
    return f"{count} {'projekt' if count == 1 else 'projekter'}"


def _unlisted(lists: Sequence[HeldList]) -> str:
    titles = [held.title for held in lists if not held]
    return f" (deltagerne i {listed(titles)} er ikke nævnt)" if titles else ""
