"""What became of each document: a row a file, as text for people and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from corpus.types import Flag
from ingest.blocks import Join

Status = Literal["added", "replaced", "unchanged", "failed"]
_DANISH: dict[Status, str] = {"added": "ny", "replaced": "erstattet", "unchanged": "uændret", "failed": "fejl"}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One file's row. error: the Danish sentence when status is "failed", else "". seconds: wall time."""

    filename: str
    status: Status
    document_id: str = ""
    title: str = ""
    pages: int = 0
    sections: int = 0
    passages: int = 0
    mentions: int = 0
    joins: Sequence[Join] = ()
    flags: Sequence[Flag] = ()
    seconds: float = 0.0
    error: str = ""
    detail: str = ""

    @property
    def failed(self) -> bool:
        """True when the file was not stored."""
        return self.status == "failed"

    def to_json(self) -> str:
        """One line of JSON with every field, joins and flags as lists of objects."""
        return json.dumps(asdict(replace(self, joins=tuple(self.joins))), ensure_ascii=False)


def format_report(reports: Sequence[DocumentReport]) -> str:
    """A table in Danish with a line a document, its flags below it, and a sum; ends without a line break."""
    if not reports:
        return "Ingen filer at indlæse."
    width = min(48, max(len("Dokument"), *(len(r.title or r.filename) for r in reports)))
    head = ("Status", "Sider", "Afsnit", "Uddrag", "Delinger", "Flag", "Tid")
    lines = [f"{'Dokument':<{width}}  {head[0]:<9} " + " ".join(f"{h:>8}" for h in head[1:])]
    for report in reports:
        lines.extend(_rows(report, width))
    lines.append(_sum(reports))
    return "\n".join(lines)


def _rows(report: DocumentReport, width: int) -> list[str]:
    name = report.title or report.filename
    name = name if len(name) <= width else name[: width - 1] + "…"
    counts = (report.pages, report.sections, report.passages, len(report.joins), len(report.flags))
    cells = " ".join(f"{count:>8}" for count in counts)
    seconds = f"{report.seconds:.2f}".replace(".", ",") + " s"
    rows = [f"{name:<{width}}  {_DANISH[report.status]:<9} {cells} {seconds:>8}"]
    if report.error:
        rows.append(f"    {report.error}")
    return rows + _flag_rows(report.flags)


def _flag_rows(flags: Sequence[Flag]) -> list[str]:
    """A line a flag; of a kind that comes more than three times, the first three and how many more."""
    rows: list[str] = []
    for code in dict.fromkeys(flag.code for flag in flags):
        messages = [flag.message for flag in flags if flag.code == code]
        rows.extend(f"    {message}" for message in messages[:_SHOWN])
        if len(messages) > _SHOWN:
            rows.append(f"    … og {len(messages) - _SHOWN} lignende")
    return rows


def _sum(reports: Sequence[DocumentReport]) -> str:
    counts = {status: sum(1 for r in reports if r.status == status) for status in _DANISH}
    said = ", ".join(f"{count} {_plural(status, count)}" for status, count in counts.items() if count)
    seconds = f"{sum(r.seconds for r in reports):.1f}".replace(".", ",")
    return f"{len(reports)} {'fil' if len(reports) == 1 else 'filer'}: {said}. {seconds} sekunder."


def _plural(status: Status, count: int) -> str:
    return {"added": "ny" if count == 1 else "nye", "failed": "med fejl"}.get(status, _DANISH[status])
