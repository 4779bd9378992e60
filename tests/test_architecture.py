"""Imports flow one way, a library has one door, and modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "ingest", "index", "service", "eval")
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "index": {"corpus"},
    "service": {"corpus", "ingest", "index"},
    "eval": {"corpus", "service", "index", "ingest"},
}
DOORS = {
    "pytesseract": {"ingest/ocr.py"},
    "pypdfium2": {"ingest/pdfium.py"},
    "pypdf": {"ingest/pdf.py"},
    "docx": {"ingest/readers/word.py", "service/web/word_export.py"},
    "faiss": {"index/vector.py"},
    "tantivy": {"index/lexical.py"},
    "Stemmer": {"index/danish.py"},
    "sentence_transformers": {"index/embed.py", "index/rerank.py"},
    "ir_measures": {"eval/ranking.py"},
    "openai": {"service/generate_openai.py"},
    "threadpoolctl": {"index/threads.py"},
    "onnxruntime": {"index/onnx.py", "index/export_onnx.py"},
    "openvino": {"index/openvino.py"},
    "uvicorn": {"service/server.py"},
    "tqdm": {"service/console.py"},
    "argon2": {"service/passwords.py"},
    "nh3": {"service/web/render.py"},
    "alembic": {"corpus/migrate.py"},
    "bs4": {"ingest/readers/webpage.py"},
    "httpx": {"ingest/download.py"},
    "huggingface_hub": {"index/embed.py"},
    "odf": {"ingest/readers/opendocument.py"},
    "openpyxl": {"ingest/readers/sheets.py", "eval/workbook.py"},
    "pptx": {"ingest/readers/slides.py"},
    "pydantic": {"service/web/models.py"},
    "safetensors": {"index/static.py"},
    "striprtf": {"ingest/readers/richtext.py"},
}
LONGEST_MODULE = 250
LONGEST_FUNCTION = 45


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        found = sorted((ROOT / package).rglob("*.py"))
        yield from (path for path in found if "migrations" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The modules that a file imports, dotted, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", list(modules()), ids=name)
def test_imports_flow_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {module.split(".")[0] for module in imported(path)} & set(PACKAGES)
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library: str) -> None:
    importers = {
        name(path)
        for path in modules()
        if library in {module.split(".")[0] for module in imported(path)} and "/train" not in name(path)
    }
    allowed = DOORS[library] | {n for n in importers if n.startswith("corpus/materials/")}
    assert importers
    assert importers <= allowed


def test_the_server_starts_without_what_few_requests_need() -> None:
    few = {"torch", "sentence_transformers", "onnxruntime", "openpyxl", "docx", "httpx", "openai", "bs4"}
    script = "import sys, eval.commands; print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script, *few], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_only_the_settings_read_the_environment() -> None:
    readers = {name(p) for p in modules() if "os.environ" in p.read_text() or "getenv" in p.read_text()}
    assert readers == {"service/settings.py"}


def test_fastapi_stays_on_the_pages() -> None:
    users = {name(p) for p in modules() if {m.split(".")[0] for m in imported(p)} & {"fastapi", "starlette"}}
    assert all(u.startswith(("service/web/", "eval/web")) or u == "service/server.py" for u in users), users


def test_nothing_unpickles() -> None:
    unsafe = {"pickle", "marshal", "shelve", "joblib", "dill"}
    assert not [name(p) for p in modules() if imported(p) & unsafe and "/train" not in name(p)]


@pytest.mark.parametrize("path", list(modules()), ids=name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    long = [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= LONGEST_FUNCTION]
    assert not long
