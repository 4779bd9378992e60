"""How search grows: time, memory, disk and exactness of collections of law text, the smallest to the largest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from corpus.errors import FileMissing
from eval.numbers import decimal, milliseconds
from eval.report import aligned
from index.benchmark import SearchFigures, build_and_measure, read_law
from index.embed import BUNDLED
from service.console import progress

SIZES = (10_000, 100_000, 1_000_000)

TIMES = (
    ("p50_ms", "Median"), ("p95_ms", "95 %"), ("cpu_p50_ms", "Median, CPU"), ("cpu_p95_ms", "95 %, CPU"),
)  # fmt: skip
Row = tuple[float, SearchFigures]
"""(passages built a second, what was measured)."""


def bench_retrieval(law: Path, sizes: Sequence[int], *, model: str, as_json: bool) -> None:
    """Builds and measures a collection of each size and prints a line each. Raises FileMissing."""
    if not law.is_file():
        raise FileMissing(f"Filen {law} findes ikke. Angiv lovteksterne (law.jsonl.xz) med --law.")
    texts, queries = read_law(law, max(sizes))
    rows = [_measured(texts[:size], queries, size, model) for size in sorted(sizes)]
    if as_json:
        click.echo(json.dumps([{"built_per_s": round(speed, 1), **asdict(found)} for speed, found in rows]))
        return
    click.echo(aligned(table(rows)))
    letters = sum(map(len, queries)) / len(queries)
    click.echo(f"\nSpørgsmål: {len(queries)} titler på love, i snit {letters:.0f} tegn, de samme i alle størrelser.")
    if max(sizes) > len(texts):
        click.echo(
            f"Lovteksterne rækker til {len(texts)} uddrag. Derefter er de gentaget med et nummer til sidst, "
            "og deres vektorer er flyttet lidt i stedet for at blive beregnet igen."
        )


def table(rows: Sequence[Row]) -> list[list[str]]:
    """Cells under a head, and last how much slower the largest is than the smallest."""
    head = ["Uddrag", "Indeks", *(head for _, head in TIMES), "Hukommelse", "uden filer", "Disk"]
    lines = [[*head, "Genfinding@10", "Åbning", "Bygget"]]
    for speed, found in rows:
        times = [milliseconds(getattr(found, name)) for name, _ in TIMES]
        sizes = [f"{size:.0f} MiB" for size in (found.rss_mib, found.anonymous_mib, found.disk_mib)]
        sizes.append(decimal(found.recall, 3))
        built = [f"{decimal(found.open_s, 1)} s", f"{speed:.0f}/s"]
        lines.append([f"{found.passages:,}".replace(",", "."), found.kind, *times, *sizes, *built])
    if len(rows) > 1:
        grown = [decimal(getattr(rows[-1][1], name) / getattr(rows[0][1], name), 1) for name, _ in TIMES]
        lines.append(["Vækst, gange", "", *grown, *[""] * 6])
    return lines


def _measured(texts: Sequence[str], queries: Sequence[str], size: int, model: str) -> Row:
    with TemporaryDirectory(prefix="klimasvar-bench-") as folder:
        return build_and_measure(
            texts,
            queries,
            size=size,
            folder=Path(folder),
            model=model or BUNDLED,
            progress=lambda done, total: progress(f"Bygger {size}", done, total),
        )
