"""From files to the store: incremental, whole, one row a file, the rest of the batch always goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.errors import IngestBusy, NotFound
from corpus.sqlstore import SqlStore
from ingest.guard import Limits
from ingest.lock import ingest_lock
from ingest.naming import slug
from ingest.originals import file_digest, original_path
from ingest.pipeline import ingest_paths, remove_document
from ingest.report import DocumentReport, format_report
from ingest.sandbox import Sandbox
from tests.ingest import ingest_samples as samples

ROOT = Path(__file__).resolve().parents[2]


SANDBOX = Sandbox(Limits())
"""One child process for all tests of this file: starting one takes longer than most of them."""


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    yield
    SANDBOX.close()


def run(store: SqlStore, data: Path, *paths: Path, catalogue: Catalogue | None = None) -> list[DocumentReport]:
    chosen = catalogue or Catalogue()
    return list(ingest_paths(paths, store=store, catalogue=chosen, data=data, sandbox=SANDBOX))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file of each format."""
    folder = tmp_path / "ind"
    folder.mkdir()
    for suffix, make in samples.MAKERS.items():
        make(folder / f"plan{suffix[1:]}{suffix}")
    return folder


def test_a_folder_of_every_format_is_stored(store: SqlStore, tmp_path: Path, folder: Path) -> None:
    reports = run(store, tmp_path / "data", folder)
    assert [(r.filename, r.status) for r in reports] == [(p.name, "added") for p in sorted(folder.iterdir())]
    for document in store.documents():
        assert file_digest(original_path(tmp_path / "data", document)) == document.sha256
        passages = store.passages_of(document.document_id)
        assert passages
        for passage in passages:
            assert store.text(document.document_id, passage.char_start, passage.char_end) == passage.text


def test_unchanged_files_are_not_touched(store: SqlStore, tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "data"
    run(store, data, folder)
    before = {d.document_id: d for d in store.documents()}
    assert {r.status for r in run(store, data, folder)} == {"unchanged"}
    assert {d.document_id: d for d in store.documents()} == before


def test_a_changed_file_replaces_its_document_whole(store: SqlStore, tmp_path: Path) -> None:
    data, path = tmp_path / "data", samples.md_file(tmp_path / "Årsplan.md")
    (first,) = run(store, data, path)
    old = original_path(data, store.document(first.document_id))
    path.write_text("# Ny plan\n\nKommunen lukker alle broer i byen.\n", encoding="utf-8")
    (second,) = run(store, data, path)
    assert (second.status, second.document_id) == ("replaced", "aarsplan")
    assert [d.document_id for d in store.documents()] == ["aarsplan"]
    assert "cykelstier" not in store.text("aarsplan")
    assert not old.exists()


def test_a_removed_document_is_gone_with_its_original(store: SqlStore, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(store, data, samples.md_file(tmp_path / "plan.md"))
    remove_document("plan", store=store, data=data)
    assert store.documents() == []
    assert list((data / "files").iterdir()) == []
    with pytest.raises(NotFound):
        remove_document("plan", store=store, data=data)


def test_one_bad_file_does_not_stop_the_batch(store: SqlStore, tmp_path: Path) -> None:
    good, bad = samples.md_file(tmp_path / "b.md"), tmp_path / "a.docx"
    bad.write_bytes(b"PK\x03\x04 ikke et arkiv")
    reports = run(store, tmp_path / "data", bad, tmp_path / "findes-ikke.pdf", good)
    assert [r.status for r in reports] == ["failed", "failed", "added"]
    assert reports[0].error == "Filen a.docx er beskadiget og kan ikke læses."
    assert "findes ikke" in reports[1].error


def test_two_files_with_one_name_both_stay(store: SqlStore, tmp_path: Path) -> None:
    for name, words in (("nord", "Kommunen bygger en bro mod nord."), ("syd", "Kommunen bygger en tunnel mod syd.")):
        (tmp_path / "ind" / name).mkdir(parents=True)
        (tmp_path / "ind" / name / "plan.md").write_text(f"# Plan\n\n{words}\n", encoding="utf-8")
    for expected in ("added", "unchanged"):
        reports = run(store, tmp_path / "data", tmp_path / "ind")
        assert [(r.document_id, r.status) for r in reports] == [("plan", expected), ("plan-2", expected)]


def test_one_file_under_two_names_is_one_document(store: SqlStore, tmp_path: Path) -> None:
    data, path = tmp_path / "data", samples.md_file(tmp_path / "plan.md")
    copy = tmp_path / "plan-kopi.md"
    copy.write_bytes(path.read_bytes())
    for statuses in (["added", "unchanged"], ["unchanged", "unchanged"]):
        reports = run(store, data, path, copy)
        assert [r.status for r in reports] == statuses
        assert [(f.code, f.message) for f in reports[1].flags] == [
            ("same-file", "Filen er den samme som »plan.md«, der er indlæst i forvejen, og gemmes kun én gang.")
        ]
        assert reports[1].document_id == "plan"
    assert [d.document_id for d in store.documents()] == ["plan"]
    copy.write_text("# Ny plan\n\nKommunen lukker alle broer i byen.\n", encoding="utf-8")
    assert [r.status for r in run(store, data, path, copy)] == ["unchanged", "added"]
    catalogue = Catalogue(documents=(CatalogueDocument("stier", "Stier på øen", "stier.md"),))
    path.rename(tmp_path / "stier.md")
    (named,) = run(store, data, tmp_path / "stier.md", catalogue=catalogue)
    assert (named.status, named.document_id) == ("added", "stier")


def test_the_catalogue_gives_id_and_title(store: SqlStore, tmp_path: Path) -> None:
    catalogue = Catalogue(documents=(CatalogueDocument("stier", "Stier på øen", "plan.md", publisher="Kommunen"),))
    run(store, tmp_path / "data", samples.md_file(tmp_path / "plan.md"), catalogue=catalogue)
    document = store.document("stier")
    assert (document.title, document.publisher) == ("Stier på øen", "Kommunen")


def test_a_name_that_is_no_text_and_one_in_decomposed_letters(store: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "ind"
    folder.mkdir()
    for name, suffix in ((b"a\xff.md", ".md"), (b"b\xff.docx", ""), ("A\u030a.md".encode(), ".md")):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(f"# Plan\n\nKommunen bygger stier {len(name)}.\n".encode() if suffix else b"PK\x03\x04")
    catalogue = Catalogue(documents=(CatalogueDocument("stier", "Stier", "Å.md"),))
    reports = run(store, tmp_path / "data", folder, catalogue=catalogue)
    assert [(r.filename, r.document_id, r.status) for r in reports] == [
        ("Å.md", "stier", "added"),
        ("a?.md", "a", "added"),
        ("b?.docx", "", "failed"),
    ]
    assert "Filen b?.docx er beskadiget" in format_report(reports)


def test_links_are_refused_and_hidden_files_passed_over(store: SqlStore, tmp_path: Path) -> None:
    folder, secret = tmp_path / "ind", tmp_path / "hemmelig.txt"
    folder.mkdir()
    secret.write_text("Adgangskoden er hemmelig.", encoding="utf-8")
    (folder / "genvej.txt").symlink_to(secret)
    (folder / "mappe").symlink_to(tmp_path)
    (folder / ".skjult.txt").write_text("Skjult.", encoding="utf-8")
    (folder / "~$plan.docx").write_bytes(b"laas")
    (direct,) = run(store, tmp_path / "data", folder / "genvej.txt")
    reports = [direct, *run(store, tmp_path / "data", folder)]
    assert [r.filename for r in reports] == ["genvej.txt", "genvej.txt", "mappe"]
    assert all("symbolsk link" in r.error for r in reports)
    assert store.documents() == []


def test_a_second_ingest_says_that_one_is_running(store: SqlStore, tmp_path: Path) -> None:
    path = samples.md_file(tmp_path / "plan.md")
    with ingest_lock(tmp_path / "data"), pytest.raises(IngestBusy, match="anden indlæsning er i gang"):
        run(store, tmp_path / "data", path)
    assert run(store, tmp_path / "data", path)[0].status == "added"


def test_a_second_ingest_waits_when_asked(store: SqlStore, tmp_path: Path) -> None:
    data, holding, release = tmp_path / "data", threading.Event(), threading.Event()

    def hold() -> None:
        with ingest_lock(data):
            holding.set()
            release.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert holding.wait(30)
    threading.Timer(0.3, release.set).start()
    paths = [samples.md_file(tmp_path / "plan.md")]
    reports = list(ingest_paths(paths, store=store, catalogue=Catalogue(), data=data, wait_s=30))
    holder.join()
    assert [r.status for r in reports] == ["added"]


def test_the_lock_of_a_killed_ingest_is_free(tmp_path: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path; from ingest.lock import ingest_lock\n"
        f"with ingest_lock(Path({str(tmp_path)!r})): os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert ended.returncode == -9
    with ingest_lock(tmp_path):
        assert (tmp_path / "ingest.lock").exists()


def test_half_copies_of_a_crash_are_swept(store: SqlStore, tmp_path: Path) -> None:
    data, path = tmp_path / "data", samples.md_file(tmp_path / "plan.md")
    run(store, data, path)
    orphan, half = data / "files" / ("0" * 64 + ".pdf"), data / "files" / ".x.pdf.99"
    foreign = data / "files" / "laes-mig.txt"
    for left in (orphan, half, foreign):
        left.write_bytes(b"rest")
    run(store, data, path)
    assert (orphan.exists(), half.exists(), foreign.exists()) == (False, False, True)


def test_originals_of_another_database_are_left_alone(store: SqlStore, tmp_path: Path) -> None:
    data = tmp_path / "data"
    other = data / "files" / ("0" * 64 + ".pdf")
    other.parent.mkdir(parents=True)
    other.write_bytes(b"en andens")
    run(store, data, samples.md_file(tmp_path / "plan.md"))
    assert other.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.md", "..\\..\\x.md", "a\u202egpj.md", "%2e%2e%2fx.md", "CON.md", "-rf.md"]
)
def test_names_never_decide_where_a_file_is_kept(store: SqlStore, tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    path = tmp_path / name.replace("/", "_")
    samples.md_file(path)
    (report,) = run(store, data, path)
    document = store.document(report.document_id)
    assert [p.name for p in (data / "files").iterdir()] == [f"{document.sha256}.md"]
    assert document.document_id == slug(path.name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Årsplan 24 (ny).docx", "aarsplan-24-ny"),
        ("Æblegrød & øl.pdf", "aeblegroed-oel"),
        ("…", "dokument"),
    ],
)
def test_slugs_are_plain_letters(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_report_reads_as_danish_and_as_json(store: SqlStore, tmp_path: Path) -> None:
    empty = tmp_path / "tom.pdf"
    empty.touch()
    reports = run(store, tmp_path / "data", samples.hidden_docx(tmp_path / "plan.docx"), empty)
    text = format_report(reports)
    assert "Filen tom.pdf er tom." in text
    assert "skjult tekst" in text
    assert text.splitlines()[-1].startswith("2 filer: 1 ny, 1 med fejl.")
    rows = [json.loads(report.to_json()) for report in reports]
    assert [(row["status"], row["passages"]) for row in rows] == [("added", 1), ("failed", 0)]
    assert rows[0]["flags"][0]["code"] == "hidden-text"


def test_an_unreadable_folder_is_a_row(store: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "ind"
    folder.mkdir()
    folder.chmod(0)
    try:
        reports = run(store, tmp_path / "data", folder)
    finally:
        folder.chmod(0o755)
    assert [r.status for r in reports] == ([] if os.geteuid() == 0 else ["failed"])
