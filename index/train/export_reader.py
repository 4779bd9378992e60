"""Writes a trained reader as `index.cross_encoder` reads it: model.onnx and cross_encoder.json."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.cross_encoder import CONFIG
from index.export_onnx import OPSET, finish
from index.onnx import MODEL
from index.train.cross_encoder import QUESTION_TOKENS, TEXT_TOKENS, Packer, Reader

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "log_odds"


def export_reader(reader: Reader, tokenizer: Tokenizer, folder: Path, *, quantised: bool = True) -> None:
    """Writes both files, by default with 8-bit weights; a README.md already there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    packer = Packer(tokenizer)
    sample = torch.ones((2, 12), dtype=torch.int64)
    axes = {**{name: {0: "pairs", 1: "tokens"} for name in INPUTS}, OUTPUT: {0: "pairs"}}
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / MODEL
        torch.onnx.export(
            reader.eval(), (sample, sample, torch.zeros_like(sample)), str(plain), input_names=list(INPUTS),
            output_names=[OUTPUT], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        finish(plain, folder / MODEL, quantised=quantised)
    settings = {
        "cls": packer.first, "sep": packer.last, "question_tokens": QUESTION_TOKENS, "text_tokens": TEXT_TOKENS,
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(settings) + "\n", "utf-8")
