"""Writes a sentence-transformers model as ONNX, by default with 8-bit weights.

`python -m index.export_onnx MODEL FOLDER [float32]`

MODEL: a folder or a hub name. FOLDER is then a model for KLIMASVAR_EMBEDDER that needs ONNX Runtime and no torch, and
takes less than half the time. With "float32" its weights stay as they are: OpenVINO runs those faster, and gives the
vectors that the model itself gives. Only a transformer with mean or first-token pooling can be written so.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus.errors import EmbedderUnavailable
from index.embed import open_torch_model, prompts_of
from index.onnx import CONFIG, MODEL, TOKENIZER

OPSET = 17
INPUTS = ("input_ids", "attention_mask")


def export(name_or_path: str, folder: Path, *, quantised: bool = True) -> None:
    """Writes model.onnx, tokenizer.json and onnx.json. Raises EmbedderUnavailable for a model that does not fit."""
    model: Any = open_torch_model(name_or_path)
    pooling = str(getattr(model[1], "pooling_mode", None) or model[1].get_pooling_mode_str())
    if pooling not in ("mean", "cls"):
        raise EmbedderUnavailable(f"Modellen »{name_or_path}« samler med »{pooling}« og kan ikke eksporteres.")
    folder.mkdir(parents=True, exist_ok=True)
    query, passage = prompts_of(name_or_path, dict(model.prompts or {}))
    settings = {"pooling": pooling, "max_tokens": model.max_seq_length, "query": query, "passage": passage}
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / MODEL
        _write(model, plain)
        finish(plain, folder / MODEL, quantised=quantised)
    (folder / CONFIG).write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _write(model: Any, path: Path) -> None:
    import torch

    class Tokens(torch.nn.Module):  # type: ignore[misc]
        """The last layer's tokens alone."""

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    transformer = model[0].auto_model.eval()
    transformer.set_attn_implementation("eager")
    held = Tokens()
    held.add_module("transformer", transformer)
    sample = torch.ones((2, 8), dtype=torch.int64)
    axes = {name: {0: "texts", 1: "tokens"} for name in (*INPUTS, "states")}
    torch.onnx.export(
        held, (sample, sample), str(path), input_names=list(INPUTS), output_names=["states"], dynamic_axes=axes,
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def finish(plain: Path, target: Path, *, quantised: bool) -> None:
    """Writes the float32 model `plain` as `target`, with 8-bit weights when quantised."""
    if not quantised:
        target.write_bytes(plain.read_bytes())
        return
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(plain), str(target), weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    export(sys.argv[1], Path(sys.argv[2]), quantised="float32" not in sys.argv[3:])
