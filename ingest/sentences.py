"""Danish sentences: where one ends and the next begins.

By rule: a full stop, question or exclamation mark, closing marks, white space and a capital, figure or opening mark.
Not behind an abbreviation, an initial, an ordinal or a list number (Retskrivningsordbogen §§ 38–42).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.types import Span

_STOP = re.compile(r"([.!?…]+)([”»\"'’)\]]*[.!?]?)\s+(?=[A-ZÆØÅÄÖÜÉ0-9”“„«»\"'‘’(\[§•–—-])")
_OPENING = "([”»\"'/"
_INITIAL = re.compile(r"(?:[A-ZÆØÅ]\.?-?){1,2}")
_NUMBER = re.compile(r"\d{1,2}")
_LIST_NUMBER = re.compile(
    r"(?:(?:§+|stk\.|nr\.|kap\.|kapitel|litra)\s*)?\d{1,3}(?:\s?[a-z])?(?:\.\d{1,3})*", re.IGNORECASE
)
_MONTH = re.compile(
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|jan|feb|mar|apr|jun|jul|"
    r"aug|sept?|okt|nov|dec)\b",
    re.IGNORECASE,
)
_LAW = re.compile(r"(?:stk|nr|pkt|§|jf|litra|kap|art|bilag)\b", re.IGNORECASE)

_LABEL = re.compile(r"(?<!\S)[A-ZÆØÅ][a-zæøå.-]{2,24}:\s")

ABBREVIATIONS = frozenset(
    """
    adm afd afs alm ang anm art attr bd bek bekg bl bl.a borgm brs ca cand cf cirk cvr d d.v.s dec dep dest dg
    dir div do dr ds dvs e.g e.kr e.l ed eftf egl eks ekskl ekstr etc evt f f.eks f.kr f.o.m f.t f.v.a feb ff
    fhv fig fl flg forb foreg forf fr frk fuldm fx g gl gns gr hhv hr hrs i.e i.f.m i.f.t i.h.t ifm ift iht inkl
    instr jan jf jfr jr jun kap kgl kl km kst kt kv lbk lbnr lic lign litra lovbek m m.h.p m.h.t mag maks mar
    max md mdr mfl mht mia mio mr mrs ms mv n nl nov nr nv o.a o.m o.s.v off okt omkr omtr opl opr osv overs ovf
    p p.a p.g.a p.t pct pga ph.d pk pkt pl pr prof præs pt ref rk s s.d s.k s.u sek sept skt sml smst spec spm
    st stk str t t.eks t.h t.o.m t.v tdl tdr tilsv tlf tr tsk u.å udg uds udt v v.h.a v.s vedl vedr vejl vha vol
    årg årh
    """.split()  # noqa: SIM905
)
CLOSERS = frozenset(
    "osv mv m.v m.m mm m.fl mfl o.l o.lign etc pct kr mio mia o.a m.a".split()  # noqa: SIM905
)
"""Abbreviations that also end sentences: they do when a capital follows."""


def sentences(text: str) -> tuple[Span, ...]:
    """Half-open spans of the sentences of one paragraph, in order, without the white space around them."""
    spans: list[Span] = []
    start = len(text) - len(text.lstrip())
    for stop in _STOP.finditer(text):
        if _ends(text, start, stop):
            spans += _labelled(text, start, stop.end(2))
            start = stop.end()
    end = len(text.rstrip())
    if start < end:
        spans += _labelled(text, start, end)
    return tuple(spans)


def _labelled(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence [start, end); one that is lines of a form ("Dato: 3. maj Sted: Rådhuset") falls into those."""
    if _LABEL.match(text, start, end):
        for label in _LABEL.finditer(text, start + 1, end):
            yield start, label.start() - 1
            start = label.start()
    yield start, end


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop.group(1) != "." or stop.group(2)[:1] in (")", "]"):
        return _free(text, stop)
    at = _word_start(text, start, stop.start())
    word = text[at : stop.start()]
    low = word.lower()
    follows = text[stop.end()]
    if stop.start() - start < 24 and _LIST_NUMBER.fullmatch(text[start : stop.start()].strip()):
        return False
    if low in CLOSERS:
        return not follows.isdigit()
    if low in ABBREVIATIONS or (("." in low) and low.rpartition(".")[2] in ABBREVIATIONS and len(low) < 9):
        return False
    if _INITIAL.fullmatch(word) and not _closes_name(text, start, at):
        return False
    if _NUMBER.fullmatch(word) and (_MONTH.match(text, stop.end()) or _LAW.match(text, stop.end())):
        return False
    return not (follows in "–—-" and not text[stop.end() : stop.end() + 2].strip("–—- ").isalnum() and word.isdigit())


def _free(text: str, stop: re.Match[str]) -> bool:
    """Behind "?", "!" or a closing mark a sentence ends unless the rest is a dash that goes on."""
    return text[stop.end()] not in "–—-"


def _word_start(text: str, start: int, end: int) -> int:
    """Where the word that ends at `end` begins; not before `start`."""
    at = end
    while at > start and not text[at - 1].isspace() and text[at - 1] not in _OPENING:
        at -= 1
    return at


def _closes_name(text: str, start: int, at: int) -> bool:
    """ "Region H." ends a sentence: the capital stands behind a capitalised word that is no initial."""
    end = max(start, at - 1)
    before = text[_word_start(text, start, end) : end]
    return len(before) > 3 and before[0].isupper() and before[-1] != "."
