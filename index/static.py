"""The fast path: a sentence-transformers folder with a static embedding, run without torch.

Such a model is one row a token: a text's vector is the mean of its tokens' rows, scaled to unit length
(StaticEmbedding + Normalize). Same files, same vectors as sentence-transformers to 1e-5.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Encoding, Tokenizer

from corpus.errors import EmbedderUnavailable

FloatMatrix = npt.NDArray[np.float32]

MODULES = ("StaticEmbedding", "Normalize")
WEIGHTS = "embedding.weight"
TEXTS_AT_ONCE = 512
FEW_TEXTS = 32
TOKENS_AT_ONCE = 8192


class StaticEmbedder:
    """Mean of token rows, unit length; questions and passages alike. A batch never changes a vector."""

    def __init__(self, folder: Path, *, model_id: str = "") -> None:
        """Raises EmbedderUnavailable when a file of the model is missing or damaged."""
        self.model_id = model_id or str(folder)
        root = folder / _module_paths(folder)[0]
        try:
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(root / "tokenizer.json"))
            self._rows: FloatMatrix = load_file(root / "model.safetensors")[WEIGHTS].astype(np.float32)
            self.fingerprint = folder_fingerprint(folder)
        # tokenizers raises plain Exception for a damaged file.
        except Exception as error:
            raise _damaged(folder, error) from error
        if self._rows.ndim != 2 or self._rows.shape[0] < self._tokenizer.get_vocab_size():
            raise _damaged(folder, ValueError(f"weights {self._rows.shape} do not fit the vocabulary"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.dimension = int(self._rows.shape[1])

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows; a zero row for a text without tokens."""
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows; a zero row for a text without tokens."""
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> FloatMatrix:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            batch = list(texts[start : start + TEXTS_AT_ONCE])
            encodings = self._encodings(batch)
            for row, encoding in enumerate(encodings, start):
                vectors[row] = self._total(encoding.ids)
        # The mean and the sum have the same direction, so the count is never needed.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, 1e-12)
        return vectors

    def _encodings(self, texts: list[str]) -> list[Encoding]:
        """Few texts one by one: waking the tokenizer's threads takes longer than a question."""
        if len(texts) <= FEW_TEXTS:
            return [self._tokenizer.encode(text, add_special_tokens=False) for text in texts]
        return list(self._tokenizer.encode_batch_fast(texts, add_special_tokens=False))

    def _total(self, ids: list[int]) -> FloatMatrix:
        """The sum of the rows, in blocks: a text of ten megabytes costs no more memory than a page."""
        total = np.zeros(self.dimension, np.float32)
        for start in range(0, len(ids), TOKENS_AT_ONCE):
            total += self._rows[ids[start : start + TOKENS_AT_ONCE]].sum(axis=0)
        return total


def is_static(folder: Path) -> bool:
    """True when the folder is a sentence-transformers model made of StaticEmbedding and Normalize alone."""
    modules = folder / "modules.json"
    return modules.is_file() and _kinds(modules) == MODULES


def folder_fingerprint(folder: Path) -> str:
    """sha256 (hex) over every file that decides a vector: names and bytes, in name order.

    Texts about the model (*.md) and hidden files are left out, so a better model card re-embeds nothing.
    """
    digest = hashlib.sha256()
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md")
    named = sorted((p.relative_to(folder).as_posix(), p) for p in files)
    for name, path in named:
        if not any(part.startswith(".") for part in name.split("/")):
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _kinds(modules: Path) -> tuple[str, ...]:
    try:
        entries = json.loads(modules.read_text("utf-8"))
        return tuple(str(entry["type"]).rsplit(".", 1)[-1] for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(modules.parent, error) from error


def _module_paths(folder: Path) -> tuple[str, ...]:
    return tuple(str(entry["path"]) for entry in json.loads((folder / "modules.json").read_text("utf-8")))


def _damaged(folder: Path, error: Exception) -> EmbedderUnavailable:
    return EmbedderUnavailable(
        f"Modellen i »{folder}« er beskadiget eller ufuldstændig. Hent den igen, eller geninstallér programmet.",
        detail=f"{type(error).__name__}: {error}",
    )
