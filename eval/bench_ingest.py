"""How fast and how big reading is: up to stored passages, without index; again unchanged; memory over many pages."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.errors import UnsupportedFile
from corpus.sqlstore import SqlStore
from eval.numbers import decimal
from ingest.guard import Limits
from ingest.pipeline import ingest_paths
from service.console import progress

_ROWS = 9
"""Of so many documents each has a row of its own."""


@dataclass(frozen=True, slots=True)
class IngestBench:
    """wall_s, cpu_s: of the first reading, all processes together; again_s: wall time of reading it all once more.

    each: pages of each document in turn, and the most resident memory in MiB, of all processes, while it was read.
    """

    documents: int
    pages: int
    passages: int
    wall_s: float
    cpu_s: float
    again_s: float
    each: tuple[tuple[int, float], ...]

    @property
    def pages_per_s(self) -> float:
        """On one core: pages over processor time."""
        return self.pages / self.cpu_s


def bench_ingest(files: Sequence[Path], *, copies: int, limits: Limits) -> IngestBench:
    """Reads the files into an empty store, each `copies` times as another document, and then all of them again.

    A file without pages counts as one page. Raises UnsupportedFile when a file to copy is no PDF, StoreError.
    """
    with TemporaryDirectory() as folder, _documents(files, copies, Path(folder) / "ind") as paths:
        data = Path(folder)
        store = SqlStore(open_database(f"sqlite:///{data / 'klimasvar.db'}"))
        started, used = time.perf_counter(), _cpu_s()
        each: list[tuple[int, float]] = []
        pages = passages = 0
        for number, report in enumerate(
            ingest_paths(paths, store=store, catalogue=Catalogue(), data=data, limits=limits), start=1
        ):
            pages, passages = pages + max(1, report.pages), passages + report.passages
            each.append((max(1, report.pages), sum(_peak_mib(folder) for folder in _processes())))
            _forget_peaks()
            progress("Læser filer", number, len(paths))
        wall_s, cpu_s = time.perf_counter() - started, _cpu_s() - used
        started = time.perf_counter()
        again = [r.status for r in ingest_paths(paths, store=store, catalogue=Catalogue(), data=data, limits=limits)]
        again_s = time.perf_counter() - started
    assert set(again) <= {"unchanged", "failed"}
    return IngestBench(len(paths), pages, passages, wall_s, cpu_s, again_s, tuple(each))


def table(found: IngestBench) -> list[list[str]]:
    """Cells under a head."""
    return [
        ["Hvad", "Målt", "Grundlag"],
        [
            "Til gemte uddrag, på én kerne",
            f"{decimal(found.pages_per_s, 1)} sider/s",
            f"{found.pages} sider på {decimal(found.cpu_s, 1)} s processortid ({decimal(found.wall_s, 1)} s i alt)",
        ],
        [
            "Igen, uændret",
            f"{decimal(100 * found.again_s / found.wall_s)} %",
            f"{found.documents} dokumenter på {decimal(found.again_s)} s",
        ],
        *_memory_rows(found),
    ]


def _memory_rows(found: IngestBench) -> list[list[str]]:
    """A row a document; of many, the first and the last tenth."""
    if len(found.each) <= _ROWS:
        return [["Hukommelse, højst", f"{mib:.0f} MiB", f"{pages} sider"] for pages, mib in found.each]
    memory = [mib for _, mib in found.each]
    tenth = len(memory) // 10
    grown = f"{max(memory[:tenth]):.0f} → {max(memory[-tenth:]):.0f} MiB"
    about = f"højst {max(memory):.0f} MiB; {found.passages} uddrag"
    return [["Hukommelse, i første og sidste tiendedel", grown, about]]


@contextmanager
def _documents(files: Sequence[Path], copies: int, folder: Path) -> Iterator[list[Path]]:
    """The files themselves, or `copies` of each, told apart by a comment behind the end of the PDF."""
    if copies == 1:
        yield list(files)
        return
    folder.mkdir()
    paths = []
    for file in files:
        body = file.read_bytes()
        if not body.startswith(b"%PDF"):
            raise UnsupportedFile(f"Kun PDF-filer kan måles i flere kopier; {file.name} er ikke en PDF.")
        for number in range(copies):
            path = folder / f"{file.stem}-{number}.pdf"
            path.write_bytes(body + b"\n%% %d\n" % number)
            paths.append(path)
    yield paths


def _cpu_s() -> float:
    """Processor time of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _processes() -> list[Path]:
    """What the system tells of this process and its children; [] where it tells nothing."""
    own = Path("/proc/self/task")
    if not own.exists():
        return []
    children = {pid for task in own.iterdir() for pid in (task / "children").read_text().split()}
    return [Path("/proc") / pid for pid in ("self", *children)]


def _forget_peaks() -> None:
    """Lets the most resident memory be that from now on (proc(5), clear_refs)."""
    for folder in _processes():
        (folder / "clear_refs").write_text("5")


def _peak_mib(folder: Path) -> float:
    """The most resident memory of a process, 0.0 when it is gone."""
    status = folder / "status"
    if not status.exists():
        return 0.0
    line = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    return int(line.split()[1]) / 1024
