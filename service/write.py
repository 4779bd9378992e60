"""An answer in a language model's words: every sentence is checked against the sources it cites before it is shown.

Whatever goes wrong, the word-for-word answer takes its place, and the user is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Generator as Pieces
from dataclasses import dataclass, field
from time import monotonic

from corpus.answers import AnswerMode, AnswerStatus, SentenceVerdict, Source
from corpus.errors import GeneratorUnavailable
from service.cite import Citer
from service.compose import dated
from service.events import TextPiece, Working
from service.extract import says_the_same
from service.generate import BEAT_S, Model
from service.prompts import NO_ANSWER, answer_prompts, within
from service.question import Question, language_of
from service.sentence_stream import SentenceStream, Written
from service.trace import decimal
from service.verdicts import LABELS
from service.verify import Checked, Verifier
from service.words import words

REPEATS = 3
"""A model that says the same again so often has got stuck, and is stopped."""
_INSTEAD = "Svaret er derfor ordret fra kilderne."
_REST = "Resten af svaret er derfor ordret fra kilderne."
_REFUSED = "Sprogmodellen fandt ikke svaret i kilderne."
_UNCONFIRMED = "Sprogmodellens svar kunne ikke bekræftes i kilderne og vises ikke."
_LATE = "Sprogmodellen svarede ikke i tide."
_EMPTY = "Sprogmodellen skrev ikke noget."
_UNCITED = "Sprogmodellen skrev ikke et svar på dansk med kilder."


@dataclass(frozen=True, slots=True)
class Finished:
    """How the answer ended. text: its pieces together. notice: what the user should know, in Danish."""

    text: str
    status: AnswerStatus
    mode: AnswerMode
    verdicts: tuple[SentenceVerdict, ...]
    notice: str
    trace: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Sheet:
    """What has been shown, and what has been decided on the way."""

    text: str = ""
    verdicts: list[SentenceVerdict] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    trace: list[tuple[str, str]] = field(default_factory=list)
    seen: list[Written] = field(default_factory=list)
    repeats: int = 0
    in_list: bool = False

    def add(self, written: Written, checked: Checked, markers: Sequence[int], remark: str) -> TextPiece:
        """The sentence with its markers, laid out after what stands there."""
        if written.item:
            gap = "" if not self.text else "\n" if self.in_list else "\n\n"
            gap += "- "
        else:
            gap = "" if not self.text else "\n\n" if written.opens or self.in_list else " "
        self.in_list = written.item
        body = f"{written.text}{''.join(f' [{n}]' for n in markers)}{remark}"
        start = len(self.text) + len(gap)
        verdict = SentenceVerdict(
            start, start + len(body), checked.verdict, round(checked.support, 4), tuple(markers), checked.reasons
        )
        self.text += gap + body
        self.verdicts.append(verdict)
        self.shown.append(written.text)
        return TextPiece(gap + body, verdict)


class Writer:
    """Writes answers with one model. Holds no state of a question."""

    def __init__(self, model: Model, verifier: Verifier) -> None:
        self._model = model
        self._verifier = verifier

    def write(
        self, asked: Question, sources: Sequence[Source], citer: Citer, *, until: float,
        extract: Callable[[], Sequence[str]], refuse: Callable[[], str],
    ) -> Pieces[TextPiece | Working, None, Finished]:  # fmt: skip
        """The pieces of the answer as they are checked; returns how it ended. Closing it stops the model.

        until: a time of `time.monotonic()`. extract: the pieces of the word-for-word answer. refuse: what is said when
        there is no answer.
        """
        sheet, failure = _Sheet(), ""
        given = within(sources, self._model.source_chars)
        try:
            yield from self._checked(asked, given, citer, sheet, until)
        except GeneratorUnavailable as error:
            failure = str(error)
            sheet.trace.append(("Sprogmodel", f"{error} ({error.detail})"))
        pieces, status, notice = _ended(sheet, failure or _garbled(sheet), extract, refuse)
        yield from (TextPiece(piece) for piece in pieces)
        return Finished(
            sheet.text + "".join(pieces), status, "generated" if sheet.text else "extractive",
            tuple(sheet.verdicts), notice, tuple(sheet.trace),
        )  # fmt: skip

    def _checked(
        self, asked: Question, sources: Sequence[Source], citer: Citer, sheet: _Sheet, until: float
    ) -> Pieces[TextPiece | Working, None, None]:
        """Every sentence that may be shown, as soon as it is whole."""
        stream = SentenceStream()
        waiting: list[tuple[Written, Checked]] = []
        told = monotonic()
        coming = self._model.generator.generate(answer_prompts(asked.text, sources), until=until)
        try:
            for piece in coming:
                if monotonic() >= until:  # a fast model can send more than can be checked in time
                    raise GeneratorUnavailable(_LATE, detail="deadline passed while checking")
                if not piece or monotonic() - told >= BEAT_S:
                    told = monotonic()
                    yield Working()
                for written in stream.feed(piece):
                    yield from self._shown(written, sources, citer, sheet, waiting)
                if sheet.repeats >= REPEATS:
                    return
            for written in stream.end():
                yield from self._shown(written, sources, citer, sheet, waiting)
        finally:
            coming.close()

    def _shown(
        self, written: Written, sources: Sequence[Source], citer: Citer, sheet: _Sheet,
        waiting: list[tuple[Written, Checked]],
    ) -> Pieces[TextPiece, None, None]:  # fmt: skip
        """The sentence if it may be shown, behind those that waited for it.

        A lead-in to a list waits for the list's first item, whose sources it shares. A marked sentence waits for one
        that is covered, since an answer of nothing else is none.
        """
        sheet.seen.append(written)
        if any(says_the_same(written.text, text) for text in sheet.shown):
            sheet.repeats += 1
            return
        if written.text.endswith(":") and not written.cites:
            waiting.append((written, Checked("unsupported", 0.0)))
            return
        checked = self._verifier.check(written.text, written.cites, sources)
        sheet.trace.append((f"Sætning {LABELS[checked.verdict]}", _described(written, checked)))
        if checked.verdict == "unsupported":
            if self._model.flag and not _declines(written):
                waiting.append((written, checked))
            if sheet.shown:
                yield from self._released(waiting, citer, sheet)
            return
        waiting[:] = [*self._still(waiting, written, sources), (written, checked)]
        yield from self._released(waiting, citer, sheet)

    def _still(
        self, waiting: Sequence[tuple[Written, Checked]], written: Written, sources: Sequence[Source]
    ) -> list[tuple[Written, Checked]]:
        """Those that may be shown before the sentence, lead-ins checked by the sources of the item that it is."""
        still = []
        for before, checked in waiting:
            leads = before.text.endswith(":") and written.item
            now = self._verifier.check(before.text, written.cites, sources) if leads else checked
            if self._model.flag or now.verdict != "unsupported":
                still.append((before, now))
        return still

    def _released(
        self, waiting: list[tuple[Written, Checked]], citer: Citer, sheet: _Sheet
    ) -> Pieces[TextPiece, None, None]:
        while waiting:
            written, checked = waiting.pop(0)
            cited = [c for c in map(citer.cite, checked.cited) if c is not None]
            markers = list(dict.fromkeys(c.marker for c in cited))
            years = (citer.year_of(c.source.document) for c in checked.cited)
            remark = next((d for d in (dated(written.text, year) for year in years) if d), "")
            yield sheet.add(written, checked, markers, remark)


def _ended(
    sheet: _Sheet, failure: str, extract: Callable[[], Sequence[str]], refuse: Callable[[], str]
) -> tuple[Sequence[str], AnswerStatus, str]:
    """(the pieces that follow what has been shown, how the answer ended, what the user should know)."""
    if failure and sheet.text:
        return ["\n\n", *extract()], "answered", f"{failure} {_REST}"
    if failure:
        return extract(), "answered", f"{failure} {_INSTEAD}"
    if sheet.text:
        return [], "answered", ""
    return [refuse()], "not_found", _REFUSED if any(_declines(w) for w in sheet.seen) else _UNCONFIRMED


def _declines(written: Written) -> bool:
    return NO_ANSWER in written.text.upper()


def _garbled(sheet: _Sheet) -> str:
    """Why what the model wrote is no attempt at an answer, in Danish; "" when it is one."""
    if sheet.text or any(_declines(w) for w in sheet.seen):
        return ""
    if not sheet.seen:
        return _EMPTY
    english = language_of(words(" ".join(w.text for w in sheet.seen))) == "en"
    return _UNCITED if english or not any(w.cites for w in sheet.seen) else ""


def _described(written: Written, checked: Checked) -> str:
    cites = "".join(f"[{n}]" for n in written.cites)
    why = f" – {', '.join(checked.reasons)}" if checked.reasons else ""
    return f"{decimal(checked.support)}  {written.text} {cites}{why}"
