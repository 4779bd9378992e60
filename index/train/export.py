"""A trained model as a sentence-transformers folder: StaticEmbedding + Normalize, float16 rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.static import WEIGHTS, FloatMatrix

PACKAGE = "sentence_transformers"
MODULES = (
    ("", f"{PACKAGE}.sentence_transformer.modules.static_embedding.StaticEmbedding"),
    ("1_Normalize", f"{PACKAGE}.base.modules.normalize.Normalize"),
)
NORMALIZE = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def export(folder: Path, tokenizer: Tokenizer, rows: FloatMatrix) -> None:
    """Writes the whole folder beside its place and swaps it in; a README.md already there is kept.

    The rows are scaled so that the longest is 1: only directions and relative lengths matter, and float16 keeps
    three decimal digits of them.
    """
    draft = folder.with_name(folder.name + ".ny")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "1_Normalize").mkdir(parents=True)
    longest = float(np.linalg.norm(rows, axis=1).max())
    save_file({WEIGHTS: (rows / longest).astype(np.float16)}, draft / "model.safetensors")
    (draft / "model.safetensors").chmod(0o644)
    tokenizer.save(str(draft / "tokenizer.json"), pretty=False)
    modules = [{"idx": i, "name": str(i), "path": path, "type": kind} for i, (path, kind) in enumerate(MODULES)]
    _write(draft / "modules.json", modules)
    _write(draft / "1_Normalize" / "config.json", NORMALIZE)
    _write(draft / "config_sentence_transformers.json", CONFIG)
    if (folder / "README.md").is_file():
        shutil.copyfile(folder / "README.md", draft / "README.md")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", "utf-8")
