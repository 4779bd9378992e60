"""An ingest killed at any moment leaves whole documents only, and the next one finishes the work."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.sqlstore import SqlStore
from ingest.originals import file_digest, original_path
from ingest.pipeline import ingest_paths
from tests.ingest import ingest_samples as samples

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
from pathlib import Path
from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.sqlstore import SqlStore
from ingest.pipeline import ingest_paths
data, folder = Path(sys.argv[1]), Path(sys.argv[2])
store = SqlStore(open_database(f"sqlite:///{data}/klimasvar.db"))
for report in ingest_paths([folder], store=store, catalogue=Catalogue(), data=data):
    print(report.filename, flush=True)
"""


def check_whole(store: SqlStore, data: Path) -> None:
    for document in store.documents():
        assert file_digest(original_path(data, document)) == document.sha256
        passages = store.passages_of(document.document_id)
        assert passages
        for passage in passages:
            assert store.text(document.document_id, passage.char_start, passage.char_end) == passage.text


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_killed_ingest_leaves_whole_documents_and_can_be_finished(tmp_path: Path, seed: int) -> None:
    data, folder = tmp_path / "data", tmp_path / "ind"
    data.mkdir()
    folder.mkdir()
    for number in range(4):
        for suffix, make in samples.MAKERS.items():
            make(folder / f"{suffix[1:]}{number}{suffix}")
    child = subprocess.Popen(
        [sys.executable, "-c", CODE, str(data), str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline()
    time.sleep(random.Random(seed).random() / 4)
    child.kill()
    child.communicate()
    store = SqlStore(open_database(f"sqlite:///{data}/klimasvar.db"))
    check_whole(store, data)
    reports = list(ingest_paths([folder], store=store, catalogue=Catalogue(), data=data))
    assert {report.status for report in reports} <= {"added", "unchanged"}
    # Files of equal bytes are one document.
    assert len(store.documents()) == len({file_digest(path) for path in folder.iterdir()})
    check_whole(store, data)
    wanted = {original_path(data, document).name for document in store.documents()}
    assert {path.name for path in (data / "files").iterdir()} == wanted
