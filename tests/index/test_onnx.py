"""A transformer exported to ONNX: the same vectors without torch, and what is said when it cannot be run."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderUnavailable
from index.embed import BUNDLED, Backend, light_embedder, open_embedder
from index.export_onnx import export
from index.onnx import CONFIG, MODEL, OnnxEmbedder
from tests.index.test_embed import TEXTS

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def exported(tiny_bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("onnx")
    export(str(tiny_bert), folder, quantised=False)
    return folder


def test_the_vectors_are_those_of_the_model_it_came_from(exported: Path, tiny_bert: Path) -> None:
    here, there = open_embedder(str(exported)), open_embedder(str(tiny_bert))
    assert isinstance(here, OnnxEmbedder)
    np.testing.assert_allclose(here.embed_passages(TEXTS), there.embed_passages(TEXTS), atol=1e-4)
    np.testing.assert_allclose(here.embed_queries(TEXTS[:1]), there.embed_queries(TEXTS[:1]), atol=1e-4)
    assert here.embed_queries([]).shape == (0, here.dimension)


def test_eight_bits_stay_near(exported: Path, tiny_bert: Path, tmp_path: Path) -> None:
    export(str(tiny_bert), tmp_path)
    assert (tmp_path / MODEL).stat().st_size < (exported / MODEL).stat().st_size
    small, large = (open_embedder(str(folder)).embed_passages(TEXTS) for folder in (tmp_path, exported))
    assert (small * large).sum(axis=1).min() > 0.95


def test_openvino_gives_the_same_vectors_and_is_another_model_to_the_index(exported: Path, tiny_bert: Path) -> None:
    pytest.importorskip("openvino")
    here, there = open_embedder(str(exported), backend="openvino"), open_embedder(str(tiny_bert))
    assert (here.embed_passages(TEXTS) * there.embed_passages(TEXTS)).sum(axis=1).min() > 0.999
    assert (here.embed_queries(TEXTS) * there.embed_queries(TEXTS)).sum(axis=1).min() > 0.999
    assert here.fingerprint != open_embedder(str(exported)).fingerprint
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: here.embed_queries([text])[0], TEXTS * 3))
    assert (together * np.tile(here.embed_queries(TEXTS), (3, 1))).sum(axis=1).min() > 0.999


def test_an_engine_that_is_not_installed_is_said(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(EmbedderUnavailable, match="pip install openvino"):
        open_embedder(str(exported), backend="openvino")


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_model_that_is_not_exported_is_refused_by_other_engines(tiny_bert: Path, backend: Backend) -> None:
    with pytest.raises(EmbedderUnavailable, match="export_onnx"):
        open_embedder(str(tiny_bert), backend=backend)


def test_it_runs_without_torch(exported: Path) -> None:
    script = (
        "import sys; from index.embed import open_embedder; open_embedder(sys.argv[1]).embed_queries(['klima']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(exported)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_damaged_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}", "utf-8")
    with pytest.raises(EmbedderUnavailable, match="beskadiget"):
        open_embedder(str(tmp_path))


def test_sentences_and_words_stay_with_the_bundled_model(exported: Path) -> None:
    assert light_embedder(open_embedder(str(exported))).model_id == BUNDLED
    bundled = open_embedder()
    assert light_embedder(bundled) is bundled
