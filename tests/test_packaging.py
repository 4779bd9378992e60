"""The wheel holds every file of the packages, and works away from the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "ingest", "index", "service", "eval")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
RUN = "import sys; from eval.commands import main; sys.exit(main())"


def tracked() -> list[str]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only a git repository knows which files belong to the packages")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tracked files, unpacked where nothing of the repository is."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in (*tracked(), *BESIDE):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(build, capture_output=True, check=True, cwd=out)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(out / "site")
    return out / "site"


def run(unpacked: Path, *arguments: str) -> str:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("KLIMASVAR_")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=unpacked.parent, env={**environ, "PYTHONPATH": str(unpacked)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.slow
def test_every_tracked_file_of_the_packages_is_in_the_wheel(unpacked: Path) -> None:
    assert [name for name in tracked() if not (unpacked / name).is_file()] == []


@pytest.mark.slow
def test_the_wheel_speaks_danish_reads_a_text_and_answers(unpacked: Path, tmp_path: Path) -> None:
    assert "Brug: klimasvar" in run(unpacked, "--help")
    note = tmp_path / "notat.md"
    note.write_text("# Mad\n\nRørby Kommune sparede 40 tons mad i 2023.\n", encoding="utf-8")
    data = ("--data", str(tmp_path / "data"))
    run(unpacked, "ingest", str(note), *data)
    answer = json.loads(run(unpacked, "ask", "Hvor meget mad sparede Rørby Kommune i 2023?", *data, "--json"))
    assert answer["citations"][0]["quote"] == "Rørby Kommune sparede 40 tons mad i 2023."
