"""Reading again what is stored, and files of equal bytes under several names: neither may spoil the other."""

from __future__ import annotations

from pathlib import Path

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.sqlstore import SqlStore
from ingest.originals import original_path
from ingest.pipeline import ingest_paths, remove_document
from ingest.report import DocumentReport
from service.assistant import open_engine
from service.library import add_documents, read_again, remove
from service.settings import Settings
from tests.ingest import ingest_samples as samples


def run(
    store: SqlStore, data: Path, *paths: Path, catalogue: Catalogue | None = None, again: bool = False
) -> list[DocumentReport]:
    return list(ingest_paths(paths, store=store, catalogue=catalogue or Catalogue(), data=data, again=again))


def twins(folder: Path) -> tuple[Path, Path]:
    first = samples.md_file(folder / "plan.md")
    second = folder / "samme-plan.md"
    second.write_bytes(first.read_bytes())
    return first, second


def test_again_reads_anew_what_has_not_changed(store: SqlStore, tmp_path: Path) -> None:
    path, data = samples.md_file(tmp_path / "plan.md"), tmp_path / "data"
    named = Catalogue(documents=(CatalogueDocument(id="plan", file="plan.md", title="Byens stiplan"),))
    (first,) = run(store, data, path)
    assert [r.status for r in run(store, data, path, catalogue=named)] == ["unchanged"]
    assert store.document("plan").title == "Stiplan"
    (anew,) = run(store, data, path, catalogue=named, again=True)
    assert (anew.status, anew.document_id, anew.passages) == ("replaced", first.document_id, first.passages)
    assert [document.title for document in store.documents()] == ["Byens stiplan"]
    assert original_path(data, store.document("plan")).read_bytes() == path.read_bytes()


def test_again_under_another_name_stores_no_second_document(store: SqlStore, tmp_path: Path) -> None:
    first, second = twins(tmp_path)
    data = tmp_path / "data"
    run(store, data, first)
    before = store.digest()
    for again in (False, True):
        (report,) = run(store, data, second, again=again)
        assert (report.status, report.document_id) == ("unchanged", "plan")
        assert [flag.code for flag in report.flags] == ["same-file"]
    assert (len(store.documents()), store.digest()) == (1, before)
    assert [report.status for report in run(store, data, first, again=True)] == ["replaced"]


def test_names_of_the_catalogue_are_documents_of_their_own(store: SqlStore, tmp_path: Path) -> None:
    first, second = twins(tmp_path)
    data = tmp_path / "data"
    catalogue = Catalogue(
        documents=(
            CatalogueDocument(id="en", file=first.name, title="Den ene"),
            CatalogueDocument(id="to", file=second.name, title="Den anden"),
        )
    )
    assert [report.status for report in run(store, data, first, second, catalogue=catalogue)] == ["added"] * 2
    assert [report.status for report in run(store, data, first, second, catalogue=catalogue)] == ["unchanged"] * 2
    again = run(store, data, first, second, catalogue=catalogue, again=True)
    assert [(report.status, report.document_id) for report in again] == [("replaced", "en"), ("replaced", "to")]
    remove_document("en", store=store, data=data)
    assert original_path(data, store.document("to")).read_bytes() == second.read_bytes()


def test_a_document_of_the_library_is_read_again_from_its_own_original(tmp_path: Path) -> None:
    first, second = twins(tmp_path)
    settings = Settings(data=tmp_path / "data")
    assert [report.status for report in add_documents(settings, [first, second]).reports] == ["added", "unchanged"]
    first.unlink()
    (report,) = read_again(settings, "plan", edits={"title": "Stiplan for øen"}).reports
    assert (report.status, report.document_id) == ("replaced", "plan")
    store = SqlStore(open_engine(settings))
    assert [document.title for document in store.documents()] == ["Stiplan for øen"]
    (report,) = add_documents(settings, [second]).reports
    assert (report.status, report.document_id, report.title) == ("unchanged", "plan", "Stiplan for øen")
    remove(settings, "plan")
    assert [report.status for report in add_documents(settings, [second]).reports] == ["added"]
    assert [document.document_id for document in store.documents()] == ["samme-plan"]
