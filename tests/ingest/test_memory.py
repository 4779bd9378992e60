"""Memory does not grow with the pages: measured by the benchmark itself, over all its processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from pdf_typeset import typeset
from test_pdf_typeset import provisions

from ingest.pdf import STRETCH

FEW = 3 * STRETCH // 2 + 50
"""More pages than are ever laid out together."""


@pytest.mark.slow
def test_four_times_the_pages_take_no_more_memory(testdata: Path, tmp_path: Path) -> None:
    few, many = tmp_path / "few.pdf", tmp_path / "many.pdf"
    typeset(few, provisions(testdata, count=8000), pages=FEW)
    written = pypdf.PdfWriter()
    for _ in range(4):
        written.append(few)
    written.write(many)
    command = "import sys; from eval.commands import main; sys.exit(main())"
    arguments = ["eval", "bench", "--ingest", str(few), "--ingest", str(many), "--data", str(tmp_path), "--json"]
    done = subprocess.run([sys.executable, "-c", command, *arguments], capture_output=True, check=True)
    (pages, one), (more_pages, four) = json.loads(done.stdout)["each"]
    assert (pages, more_pages) == (FEW, 4 * FEW)
    assert one > 100
    assert four < 1.1 * one
