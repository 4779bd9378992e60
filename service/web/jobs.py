"""Work on the library that takes its time: as events for a script, as a finished page for a form without one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request, Response

from ingest.report import DocumentReport
from service.library import Added
from service.web import sse
from service.web.links import document_path
from service.web.site import Site
from service.web.templating import fragment

STATUS = {"added": "Ny", "replaced": "Læst igen", "unchanged": "Uændret", "failed": "Fejl"}
Row = tuple[DocumentReport, str, str]
Told = Callable[[DocumentReport], None]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """work: does it, and says how far it is. files: how many it takes in hand. clean: called when it is over."""

    work: Callable[[Progress, Told], Added]
    files: int
    clean: Callable[[], None] = lambda: None


class Running:
    """How many files are being read in this server just now. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.files = 0

    @contextmanager
    def reading(self, files: int) -> Iterator[None]:
        """Counts the files as long as they are read."""
        with self._lock:
            self.files += files
        try:
            yield
        finally:
            with self._lock:
                self.files -= files


def respond(request: Request, site: Site, job: Job, finished: Callable[[Added], Response]) -> Response:
    """Runs the job. finished: the page for who has no scripts. Raises what the work raises."""
    running: Running = request.app.state.running
    if "text/event-stream" in request.headers.get("accept", ""):
        return sse.stream(_events(site, job, running))
    try:
        with running.reading(job.files):
            return finished(job.work(lambda *_: None, lambda _: None))
    finally:
        job.clean()


def row_of(report: DocumentReport) -> Row:
    """(report, Danish status, address) of a file."""
    return report, STATUS[report.status], document_path(report.document_id) if report.document_id else ""


def _events(site: Site, job: Job, running: Running) -> Iterator[bytes]:
    """The work goes on in its own thread, so that a reader who leaves does not leave it half done."""
    waiting: queue.Queue[tuple[str, object]] = queue.Queue()
    threading.Thread(target=_work, args=(job, waiting, running), daemon=True).start()
    while True:
        name, value = waiting.get()
        if name == "progress":
            yield sse.event("progress", value)
        elif isinstance(value, DocumentReport):
            yield sse.event("file", {"html": fragment("_upload_row.html", site, row=row_of(value))})
        elif isinstance(value, Added):
            rows = [row_of(report) for report in value.reports]
            yield sse.event("done", {"html": fragment("_upload_report.html", site, rows=rows, added=value)})
            return
        elif isinstance(value, BaseException):
            raise value


def _work(job: Job, out: queue.Queue[tuple[str, object]], running: Running) -> None:
    def progress(step: str, done: int, total: int) -> None:
        of = total or job.files
        said = f"{step}: {done} af {of}" if of else f"{step}: {done}"
        out.put(("progress", {"text": said, "done": done, "total": of}))

    try:
        out.put(("progress", {"text": "Går i gang …", "done": 0, "total": job.files}))
        with running.reading(job.files):
            added = job.work(progress, lambda report: out.put(("file", report)))
        out.put(("done", added))
    except BaseException as error:
        out.put(("failed", error))
    finally:
        job.clean()
