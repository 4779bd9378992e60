"""A question as a row of a spreadsheet with Danish column names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from corpus.answers import Message
from corpus.errors import InvalidQuestionSet
from eval.questions import KINDS, ExpectedSource, Question

_ROLES: tuple[Literal["user", "assistant"], ...] = ("user", "assistant")
COLUMNS = (
    "id", "spørgsmål", "forventet svar", "nøgleoplysninger", "kilde", "citat", "type", "må ikke besvares",
    "samtale", "note",
)  # fmt: skip
_ALIASES = {
    "question": "spørgsmål", "expected": "forventet svar", "facts": "nøgleoplysninger", "source": "kilde",
    "evidence": "citat", "kind": "type", "unanswerable": "må ikke besvares", "history": "samtale", "nr": "id",
}  # fmt: skip
_KIND_BY_TITLE = {title.lower(): kind for kind, title in KINDS.items()} | {k: k for k in KINDS} | {"": "fact"}
_YES, _NO = {"ja", "x", "1", "sand", "true", "j", "yes"}, {"", "nej", "0", "falsk", "false", "n", "no"}
_PAGE = re.compile(r"[,;]?\s*(?:s\.|side|page|p\.)\s*(\S+)\s*$", re.IGNORECASE)
_TURN = re.compile(r"^(bruger|spørgsmål|user|assistent|svar|assistant)\s*:\s*(.+)$", re.IGNORECASE)


GUIDE = (
    ("Kolonne", "Sådan udfyldes den"),
    ("spørgsmål", "Skriv det, som en kollega ville spørge. Skal udfyldes."),
    ("forventet svar", "Et godt svar med dine egne ord."),
    ("nøgleoplysninger", "Det, svaret skal indeholde. Adskil oplysninger med ; og ligeværdige udtryk med |"),
    ("kilde", "Dokumentets titel og side, fx: Klimarapport, side 8. Adskil flere med ;"),
    ("citat", "4–10 ord, som de står i dokumentet. Adskil flere, der hver for sig er nok, med |"),
    ("type", ", ".join(KINDS.values())),
    ("må ikke besvares", "ja, når dokumenterne ikke svarer, og assistenten skal sige fra"),
    ("samtale", "Det, der gik forud, en linje hver: Bruger: … og Assistent: …"),
)


def read_table(cells: list[list[str]], *, name: str) -> list[tuple[int, Question | str]]:
    """Row number and question, or what is wrong in Danish. Raises InvalidQuestionSet when the head is unusable."""
    heads = [_ALIASES.get(h.strip().lower(), h.strip().lower()) for h in (cells[0] if cells else [])]
    if "spørgsmål" not in heads:
        raise InvalidQuestionSet(f"{name} mangler kolonnen »spørgsmål« i første række. Hent skabelonen, og brug den.")
    unknown = [head for head in heads if head and head not in COLUMNS]
    if unknown:
        raise InvalidQuestionSet(f"{name} har ukendte kolonner: {', '.join(unknown)}. Kendte: {', '.join(COLUMNS)}.")
    return [
        (number, read_row(dict(zip(heads, row, strict=False))))
        for number, row in enumerate(cells[1:], start=2)
        if any(row)
    ]


def read_row(row: Mapping[str, str]) -> Question | str:
    """The question of cells by column name, or what is wrong in Danish."""

    def cell(name: str) -> str:
        return row.get(name, "").strip()

    try:
        answerable = not _yes(cell("må ikke besvares"))
        history = _turns(cell("samtale"))
        kind = _kind(cell("type"), answerable=answerable, followup=bool(history))
        return Question(
            cell("id"), cell("spørgsmål"), kind, history=history,
            evidence=tuple(_split(g, "|") for g in _split(cell("citat"), "\n")),
            facts=tuple(_split(g.lower(), "|") for g in _split(cell("nøgleoplysninger"), ";\n")),
            sources=tuple(_source(s) for s in _split(cell("kilde"), ";\n")),
            expected=cell("forventet svar"), answerable=answerable, note=cell("note"),
        )  # fmt: skip
    except ValueError as error:
        return str(error)


def _kind(text: str, *, answerable: bool, followup: bool) -> str:
    if not text:
        return "unanswerable" if not answerable else "followup" if followup else "fact"
    if text.lower() not in _KIND_BY_TITLE:
        raise ValueError(f"Typen »{text}« findes ikke. Vælg en af: {', '.join(KINDS.values())}.")
    return _KIND_BY_TITLE[text.lower()]


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError(f"»Må ikke besvares« skal være ja eller nej, men er »{text}«.")
    return text.lower() in _YES


def _split(text: str, separators: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(f"[{re.escape(separators)}]", text) if part.strip())


def _source(text: str) -> ExpectedSource:
    match = _PAGE.search(text)
    if not match:
        return ExpectedSource(text)
    if not match.group(1).isdigit():
        raise ValueError(f"Siden i kilden »{text}« er ikke et tal.")
    return ExpectedSource(text[: match.start()].strip(), int(match.group(1)))


def _turns(text: str) -> tuple[Message, ...]:
    turns: list[Message] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        match = _TURN.match(line)
        if not match:
            raise ValueError("Samtalen skal have en linje for hver replik: »Bruger: …« og »Assistent: …«.")
        role = _ROLES[len(turns) % 2]
        if (match[1].lower() in ("assistent", "svar", "assistant")) != (role == "assistant"):
            raise ValueError("Samtalen skal skifte mellem bruger og assistent og begynde med brugeren.")
        turns.append(Message(role, match[2]))
    return tuple(turns)


def to_cells(question: Question) -> list[str]:
    """The question as a row under COLUMNS."""
    names = {"user": "Bruger", "assistant": "Assistent"}
    return [
        question.question_id, question.text, question.expected,
        "; ".join(" | ".join(group) for group in question.facts),
        "; ".join(s.document + (f", side {s.page}" if s.page else "") for s in question.sources),
        "\n".join(" | ".join(group) for group in question.evidence),
        KINDS.get(question.kind, question.kind), "" if question.answerable else "ja",
        "\n".join(f"{names[turn.role]}: {turn.content}" for turn in question.history), question.note,
    ]  # fmt: skip
