"""A transformer exported by `index.export_onnx`, run without torch by ONNX Runtime, whose only importer this is, or by
OpenVINO.

The folder holds model.onnx (int8 or float32), tokenizer.json and onnx.json: the pooling, the longest text in tokens and
the prompts for questions and passages.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import EmbedderUnavailable
from index.openvino import OpenVinoModel
from index.static import FloatMatrix, folder_fingerprint

MODEL = "model.onnx"
CONFIG = "onnx.json"
TOKENIZER = "tokenizer.json"
BATCH_TOKENS = 4096

Ids = npt.NDArray[np.int64]
Engine = Literal["onnxruntime", "openvino"]


class _Model(Protocol):
    dimension: int

    def run(self, inputs: dict[str, Any]) -> FloatMatrix: ...


class OnnxRuntimeModel:
    """model.onnx opened by ONNX Runtime."""

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        """threads: of one run; 0 for one a core.

        Raises ImportError without ONNX Runtime, which raises plain Exception for a damaged file.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        # Threads that wait spinning take the cores from whatever else runs, the rest of the answer included.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def run(self, inputs: dict[str, Any]) -> FloatMatrix:
        """The first output, float32: of an embedder (texts, tokens, dimension), its last layer."""
        return np.asarray(self._session.run(None, inputs)[0], np.float32)


class OnnxEmbedder:
    """Mean or first token of the last layer, unit length."""

    def __init__(self, folder: Path, *, model_id: str = "", engine: Engine = "onnxruntime") -> None:
        """Raises EmbedderUnavailable when the engine is not installed or a file is missing or damaged."""
        self.model_id = model_id or str(folder)
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            self._pooling, self._prompts = str(config["pooling"]), (str(config["query"]), str(config["passage"]))
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._model: _Model = (OpenVinoModel if engine == "openvino" else OnnxRuntimeModel)(folder / MODEL)
            self.fingerprint = folder_fingerprint(folder) + ("-openvino" if engine == "openvino" else "")
        except ImportError as error:
            raise EmbedderUnavailable(
                f"Modellen i »{folder}« kræver {engine}. Installér pakken med »pip install {engine}«.",
                detail=str(error),
            ) from error
        # tokenizers and the engines raise plain Exception for a damaged file.
        except Exception as error:
            raise EmbedderUnavailable(
                f"Modellen i »{folder}« er beskadiget eller ufuldstændig. Eksportér den igen.",
                detail=f"{type(error).__name__}: {error}",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(config["max_tokens"]))
        self.dimension = self._model.dimension

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows."""
        return self._embed(texts, self._prompts[0])

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows."""
        return self._embed(texts, self._prompts[1])

    def _embed(self, texts: Sequence[str], prompt: str) -> FloatMatrix:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        encodings = self._tokenizer.encode_batch([prompt + unicodedata.normalize("NFC", text) for text in texts])
        ids = [encoding.ids for encoding in encodings]
        for rows in batches([len(one) for one in ids]):
            vectors[rows] = self._pooled([ids[row] for row in rows])
        return vectors

    def _pooled(self, ids: list[list[int]]) -> FloatMatrix:
        padded = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(padded)
        for row, one in enumerate(ids):
            padded[row, : len(one)], mask[row, : len(one)] = one, 1
        tokens = self._model.run({"input_ids": padded, "attention_mask": mask})
        pooled = tokens[:, 0] if self._pooling == "cls" else np.einsum("bsd,bs->bd", tokens, mask.astype(np.float32))
        return np.asarray(pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12), np.float32)


def is_onnx(folder: Path) -> bool:
    """True when the folder is one that `index.export_onnx` made."""
    return (folder / CONFIG).is_file()


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows sorted by length and cut so that none of the batches has more than BATCH_TOKENS with its padding."""
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if batches and (len(batches[-1]) + 1) * lengths[row] <= BATCH_TOKENS:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches
