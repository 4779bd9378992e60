"""A spreadsheet made in LibreOffice goes in through the page; its run equals the command line's and opens again."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from eval_fakes import Run
from fastapi.testclient import TestClient

from corpus.journal import Journal
from eval.subject import site_subject
from eval.web import TAB, UPLOAD, quality_router
from service.assistant import open_assistant, open_engine
from service.settings import Settings
from service.web.app import create_app

OFFICE = shutil.which("soffice")
HEAD = "id;spørgsmål;forventet svar;nøgleoplysninger;kilde;citat;type;må ikke besvares;samtale;note"
FAULTY = ("28;;intet;;;;;;;", "29;Hvad?;;;;;;;;", "30;Hvem?;en;;;;Gåde;;;")


def converted(path: Path, kind: str, *options: str) -> Path:
    """The file as LibreOffice saves it."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation=file://{path.parent}/office"
    command = [OFFICE, profile, "--headless", *options, "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return path.with_suffix(f".{kind.partition(':')[0]}")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
def test_a_libreoffice_sheet_goes_through_the_page(klimasvar: Run, library: Path, tmp_path: Path) -> None:
    rows = [f"{n};Hvor mange broer fik havnen, spurgte nummer {n}?;;14;;;Tal;;;" for n in range(1, 28)]
    (tmp_path / "kontor.csv").write_text("\ufeff" + "\n".join([HEAD, *rows, *FAULTY]), encoding="utf-8")
    sheet = converted(tmp_path / "kontor.csv", "xlsx", "--infilter=CSV:59,34,76,1")
    settings = Settings(data=library)
    engine = open_engine(settings)
    assistant = open_assistant(settings, engine=engine)
    app = create_app(
        assistant, assistant.store, settings, journal=Journal(engine), catalogue=assistant.catalogue,
        routers=[quality_router(site_subject)], tabs=[TAB], uploads=[UPLOAD],
    )  # fmt: skip
    with TestClient(app, base_url="http://127.0.0.1") as client:
        told = client.post(UPLOAD, files={"fil": ("kontor.xlsx", sheet.read_bytes())}).text
        assert "27 spørgsmål fra kontor.xlsx" in told
        assert [f"Række {n}:" in told for n in (28, 29, 30, 31)] == [False, True, True, True]
        number = int(client.post("/kvalitet/koersel", data={"saet": "kontor"}).url.path.rpartition("/")[2])
        seen = set()
        while (status := client.get(f"/kvalitet/{number}/status").json())["state"] == "waiting":
            seen.add(status["done"])
            time.sleep(0.02)
        assert status == {"done": 27, "total": 27, "state": "finished", "text": "27 af 27"}
        assert any(0 < done < 27 for done in seen)
        (tmp_path / "rapport.xlsx").write_bytes(client.get(f"/kvalitet/{number}/rapport.xlsx").content)
    ran = json.loads(klimasvar("eval", "run", "--set", "kontor", "--json")[1])["config"]["number"]
    same = json.loads(klimasvar("eval", "compare", str(number), str(ran), "--json")[1])
    assert (same["changes"], same["conditions"]) == ([], [])
    with converted(tmp_path / "rapport.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76").open(
        encoding="utf-8"
    ) as file:
        assert next(csv.reader(file))[0] == "Mål"
