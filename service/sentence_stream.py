"""A language model's text as it comes, cut into whole sentences with the sources that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import sentences

_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_HALF_TAG = re.compile(r"<[a-z/]{0,6}$")
_FOREIGN = re.compile(
    r"[\[【]\s*+(?:(?:kilde[^\W\d]*+|sources?)\s*+)?\^?(\d++(?:\s*+(?:,|;|og|and)\s*+\d++)*+)\s*+[\]】]", re.IGNORECASE
)
_MARKER = re.compile(r"\[(\d+)\]")
_RUN = re.compile(r"([.!?…]{8})[.!?…]+")
"""More stops in a row than anybody writes: a model that is stuck may go on with them for as long as it is let."""
_BEHIND_STOP = re.compile(r"(?<![.!?…])([.!?…]++[”»\"’)]*+)\s*+((?:\[\d+\]\s*+)++)")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_DRESS = re.compile(r"^\s*#+\s*|\*\*|__|`|^\s*>\s*|^\s*\|.*$")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence. text: without markers and Markdown. cites: the source numbers, as the model gave them, in order.

    item: it stands in a list. opens: it begins a paragraph or a list item.
    """

    text: str
    cites: tuple[int, ...]
    item: bool = False
    opens: bool = False


class SentenceStream:
    """Takes text in pieces cut anywhere, also within a marker; gives each sentence once it cannot change any more."""

    def __init__(self) -> None:
        self._line = ""
        self._raw = ""
        self._item = False
        self._opens = True

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that `piece` completes: the next one has begun, or the line has ended."""
        self._raw = _THOUGHT.sub(lambda m: "" if m[0].endswith("</think>") else m[0], self._raw + piece)
        if "<think>" in self._raw or _HALF_TAG.search(self._raw):
            return
        self._line, self._raw = self._line + self._raw, ""
        *lines, rest = self._line.split("\n")
        for line in lines:
            yield from self._finished(line, last=True)
        self._line = rest
        yield from self._finished(rest, last=False)

    def end(self) -> Iterator[Written]:
        """What is left when no more comes."""
        rest = self._line + _THOUGHT.sub("", self._raw)
        self._raw = ""
        for line in rest.split("\n"):
            yield from self._finished(line, last=True)

    def _finished(self, line: str, *, last: bool) -> Iterator[Written]:
        """The finished sentences of a line, or all of them when it is over; the rest is kept."""
        item = _ITEM.match(line)
        if item and self._opens:
            self._item, line = True, line[item.end() :]
        body = _BEHIND_STOP.sub(_before_stop, _FOREIGN.sub(_plain, _RUN.sub(r"\1", line)))
        spans = list(sentences(body))
        if not last:
            while spans and body[spans[-1][0]] in "[【":  # a marker may still be on its way
                spans.pop()
            held = spans.pop()[0] if spans else 0
            spans = [s for s in spans if s[1] <= held]
            if spans:
                self._line = body[held:]
        for start, end in spans:
            yield from self._made(body[start:end])
        if last:
            self._line, self._item, self._opens = "", False, True

    def _made(self, sentence: str) -> Iterator[Written]:
        cites = tuple(dict.fromkeys(int(n) for n in _MARKER.findall(sentence)))
        text = " ".join(_DRESS.sub("", _MARKER.sub("", sentence)).split())
        text = re.sub(r"\s+([.,;:!?])", r"\1", text)
        if any(c.isalnum() for c in text):
            yield Written(text, cites, self._item, self._opens)
            self._opens = False


def _plain(match: re.Match[str]) -> str:
    return "".join(f"[{n}]" for n in re.findall(r"\d+", match[1]))


def _before_stop(match: re.Match[str]) -> str:
    """ "sagt. [1] " → "sagt [1]. ", so that a marker belongs to the sentence it stands behind."""
    return f" {match[2].strip()}{match[1]} "
