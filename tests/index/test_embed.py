"""The embedder contract, over both implementations, and what happens when there is no such model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderUnavailable
from index.embed import BUNDLED, MODELS, Embedder, SentenceTransformerEmbedder, open_embedder, prompts_of
from index.static import StaticEmbedder, folder_fingerprint, is_static

TEXTS = (
    "Hvor mange kommuner har en godkendt klimaplan?",
    "Rødgrød med fløde på Ærø",
    "samkørsel",
    "Affald sorteres i ti fraktioner, og plast er en af dem. " * 30,
)
BUNDLED_FOLDER = MODELS / BUNDLED


@pytest.fixture(scope="session", params=["static", "static in sentence-transformers", "transformer"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    makers: dict[str, Callable[[], Embedder]] = {
        "static": lambda: StaticEmbedder(BUNDLED_FOLDER),
        "static in sentence-transformers": lambda: SentenceTransformerEmbedder(str(BUNDLED_FOLDER)),
        "transformer": lambda: SentenceTransformerEmbedder(str(request.getfixturevalue("tiny_bert"))),
    }
    return makers[request.param]()


class TestContract:
    def test_one_unit_row_a_text(self, embedder: Embedder) -> None:
        for embed in (embedder.embed_queries, embedder.embed_passages):
            vectors = embed(TEXTS)
            assert vectors.shape == (len(TEXTS), embedder.dimension)
            assert vectors.dtype == np.float32
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_no_texts_no_rows(self, embedder: Embedder) -> None:
        vectors = embedder.embed_queries([])
        assert vectors.shape == (0, embedder.dimension)
        assert vectors.dtype == np.float32

    def test_empty_text_is_finite(self, embedder: Embedder) -> None:
        assert np.isfinite(embedder.embed_queries(["", " "])).all()

    def test_same_text_same_vector(self, embedder: Embedder) -> None:
        np.testing.assert_array_equal(embedder.embed_queries(TEXTS), embedder.embed_queries(TEXTS))

    def test_a_batch_changes_nothing(self, embedder: Embedder) -> None:
        together = embedder.embed_passages(TEXTS)
        alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])
        np.testing.assert_allclose(together, alone, atol=1e-5)
        np.testing.assert_allclose(embedder.embed_passages(TEXTS[::-1])[::-1], together, atol=1e-5)

    def test_very_long_text(self, embedder: Embedder) -> None:
        vector = embedder.embed_passages(["klimaplan " * 20_000])
        np.testing.assert_allclose(np.linalg.norm(vector), 1, atol=1e-5)

    def test_danish_letters_are_not_folded(self, embedder: Embedder) -> None:
        with_ring, without = embedder.embed_queries(["på", "pa"])
        assert with_ring @ without < 0.999

    def test_composed_and_decomposed_letters_are_one(self, embedder: Embedder) -> None:
        composed, decomposed = embedder.embed_queries(["gård", "ga\u030ard"])
        np.testing.assert_allclose(composed, decomposed, atol=1e-5)

    def test_names_itself(self, embedder: Embedder) -> None:
        assert embedder.model_id
        assert len(embedder.fingerprint) == 64


def test_fast_path_gives_the_vectors_of_sentence_transformers() -> None:
    fast, slow = StaticEmbedder(BUNDLED_FOLDER), SentenceTransformerEmbedder(str(BUNDLED_FOLDER))
    np.testing.assert_allclose(fast.embed_passages(TEXTS), slow.embed_passages(TEXTS), atol=1e-5)
    assert fast.fingerprint == slow.fingerprint


def test_bundled_model_runs_without_torch() -> None:
    script = (
        "import sys; from index.embed import open_embedder; open_embedder().embed_queries(['Hvad er samkørsel?']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_bundled_model_is_small_and_opened_by_name() -> None:
    assert sum(p.stat().st_size for p in BUNDLED_FOLDER.rglob("*") if p.is_file()) <= 20_000_000
    model = open_embedder()
    assert isinstance(model, StaticEmbedder)
    assert model.model_id == BUNDLED


def test_bundled_model_knows_that_words_are_related() -> None:
    model = open_embedder()
    car, auto, cheese = model.embed_queries(["bil", "køretøj", "ost"])
    assert car @ auto > car @ cheese


def test_folder_of_a_transformer_is_opened_with_its_prompts(tiny_bert: Path) -> None:
    model = open_embedder(str(tiny_bert))
    assert isinstance(model, SentenceTransformerEmbedder)
    question, passage = model.embed_queries(["klima"]), model.embed_passages(["klima"])
    assert (question != passage).any(), "an E5 model reads »query: « and »passage: «"


def test_prompts_come_from_the_model_before_the_table() -> None:
    assert prompts_of("intfloat/multilingual-e5-small", {}) == ("query: ", "passage: ")
    assert prompts_of("my-e5-small", {"query": "spørgsmål: ", "document": "tekst: "}) == ("spørgsmål: ", "tekst: ")
    assert prompts_of("BAAI/bge-m3", {"query": "", "document": ""}) == ("", "")


def test_fingerprint_follows_the_files_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "modules.json").write_text("[]", "utf-8")
    first = folder_fingerprint(tmp_path / "a")
    assert first == folder_fingerprint(tmp_path / "b")
    (tmp_path / "b" / "README.md").write_text("om modellen", "utf-8")
    assert first == folder_fingerprint(tmp_path / "b")
    (tmp_path / "b" / "modules.json").write_text("[ ]", "utf-8")
    assert first != folder_fingerprint(tmp_path / "b")


def test_unknown_hub_name_without_network_is_one_danish_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EmbedderUnavailable, match=r"»ingen/saadan-model« kunne hverken åbnes eller hentes"):
        open_embedder("ingen/saadan-model")


def test_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="findes ikke"):
        open_embedder(str(tmp_path / "borte"))


@pytest.mark.parametrize("damage", ["tokenizer.json", "model.safetensors", "modules.json"])
def test_damaged_model_is_said(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "model"
    (folder / "1_Normalize").mkdir(parents=True)
    for path in (p for p in BUNDLED_FOLDER.rglob("*") if p.is_file()):
        (folder / path.relative_to(BUNDLED_FOLDER)).write_bytes(path.read_bytes())
    (folder / damage).write_bytes(b"\x00\x01 ikke en model")
    with pytest.raises(EmbedderUnavailable, match="beskadiget"):
        open_embedder(str(folder))


def test_other_folders_are_not_static(tmp_path: Path, tiny_bert: Path) -> None:
    assert not is_static(tmp_path)
    assert not is_static(tiny_bert)
    (tmp_path / "modules.json").write_text(json.dumps([{"type": "x.StaticEmbedding", "path": ""}]), "utf-8")
    assert not is_static(tmp_path), "without Normalize the vectors would not be of unit length"
