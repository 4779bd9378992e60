"""The bundled cross-encoder: reads a question and a text together and says how likely the text answers it.

Made by `index.train.reader` (see its model card in models/dansk-laeser). It shares the static model's vocabulary and is
run by ONNX Runtime. Input: [CLS] question [SEP] text [SEP] (Devlin et al. 2019); output: log-odds.
"""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import EmbedderUnavailable
from index.embed import BUNDLED, MODELS
from index.onnx import MODEL, TOKENIZER, OnnxRuntimeModel

NAME = "dansk-laeser"
FOLDER = MODELS / NAME
CONFIG = "cross_encoder.json"

NEAREST = 2
"""So many of the headings that a text stands under are read with it, the nearest."""

LogOdds = npt.NDArray[np.float32]


class CrossEncoder(Protocol):
    """Reads pairs."""

    def read(self, question: str, texts: Sequence[str]) -> LogOdds:
        """float32 (n,): the log-odds that each text answers the question, in the order of `texts`."""
        ...


class BundledCrossEncoder:
    """The model of a folder, opened when it is first asked. Safe to share between threads."""

    def __init__(self, folder: Path = FOLDER, *, tokenizer: Path = MODELS / BUNDLED / TOKENIZER) -> None:
        self._folder, self._tokenizer_file = folder, tokenizer
        self._lock = threading.Lock()
        self._cores = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="reader")
        self._opened: tuple[OnnxRuntimeModel, Tokenizer] | None = None
        # A damaged installation is told at start, not at the first question.
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            self._cls, self._sep = int(config["cls"]), int(config["sep"])
            self._longest = int(config["question_tokens"]), int(config["text_tokens"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(folder, error) from error

    def read(self, question: str, texts: Sequence[str]) -> LogOdds:
        """See CrossEncoder. Raises EmbedderUnavailable when the model's file is damaged."""
        model, tokenizer = self._open()
        # One by one: waking the tokenizer's threads takes longer than a few sentences.
        asked, *held = (
            tokenizer.encode(unicodedata.normalize("NFC", text), add_special_tokens=False).ids
            for text in (question, *texts)
        )
        asked = [self._cls, *asked[: self._longest[0]], self._sep]
        rows = [[*ids[: self._longest[1]], self._sep] for ids in held]
        # Each by itself: the 8-bit model scales by what it is given, so that company and padding would move the odds.
        # Side by side on the cores: one run on many threads spends a third of its time on waiting for them.
        return np.array(list(self._cores.map(lambda row: model.run(_inputs(asked, row))[0, 0], rows)), np.float32)

    def open(self) -> None:
        """Opens the model now rather than when it is first asked. Raises EmbedderUnavailable when it is damaged."""
        self._open()

    def _open(self) -> tuple[OnnxRuntimeModel, Tokenizer]:
        with self._lock:
            if self._opened is None:
                # ONNX Runtime and tokenizers raise plain Exception for a damaged file.
                try:
                    tokenizer: Tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
                    self._opened = OnnxRuntimeModel(self._folder / MODEL, threads=1), tokenizer
                except Exception as error:
                    raise _damaged(self._folder, error) from error
                self._opened[1].no_padding()
                self._opened[1].no_truncation()
            return self._opened


def under_headings(context: str) -> str:
    """The nearest of the headings in a passage's context line, as the model was taught to see them."""
    return " › ".join(context.split(" › ")[-NEAREST:])


@lru_cache(maxsize=1)
def bundled_cross_encoder() -> BundledCrossEncoder:
    """The one that comes with the product, shared by all that ask. Raises EmbedderUnavailable when it is damaged."""
    return BundledCrossEncoder()


def _inputs(asked: Sequence[int], row: Sequence[int]) -> dict[str, npt.NDArray[np.int64]]:
    ids = np.array([[*asked, *row]], np.int64)
    kinds = np.array([[0] * len(asked) + [1] * len(row)], np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}


def _damaged(folder: Path, error: Exception) -> EmbedderUnavailable:
    return EmbedderUnavailable(
        f"Modellen i »{folder.name}« er beskadiget eller mangler. Geninstallér programmet.",
        detail=f"{type(error).__name__}: {error}",
    )
