"""An exported reader's weights back in torch, so that a training can go on from it.

What 8 bits rounded away stays away: the weights are those that the exported model computes with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from index.onnx import MODEL
from index.static import FloatMatrix
from index.train.cross_encoder import Reader
from index.train.transfer import English
from index.train.transformer import under_rows

QUANTISED = "_quantized"
MARKS = 2
TRANSPOSED = ".weight_Transposed"


def reopened(english: English, tokenizer: Tokenizer, folder: Path) -> Reader:
    """The reader that was exported to `folder`, whose layers have the shape of the English transformer's.

    Raises RuntimeError when a weight is missing, superfluous or of another shape.
    """
    rows = np.zeros((tokenizer.get_vocab_size() + MARKS, english.bert.config.hidden_size), np.float32)
    reader = Reader(under_rows(english.bert, rows), seed=0)
    held = _weights(onnx.load(str(folder / MODEL)))
    reader.load_state_dict({name: torch.from_numpy(values.copy()) for name, values in held})
    return reader


def _weights(model: onnx.ModelProto) -> Iterator[tuple[str, FloatMatrix]]:
    """(torch's name, float32 weight) of everything that was trained."""
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    names = {
        name: _of_node(node.name)
        for node in model.graph.node
        if node.op_type in ("MatMul", "MatMulInteger")
        for name in node.input[1:2]
    }
    for name, values in held.items():
        if name.endswith(("_scale", "_zero_point")):
            continue
        plain = name.removesuffix(QUANTISED)
        if plain != name:
            values = (values.astype(np.float32) - held[f"{plain}_zero_point"]) * held[f"{plain}_scale"]
        if plain.endswith(TRANSPOSED) or "onnx::" in plain:
            values = values.T
        told = names[name] if "onnx::" in plain else plain.replace(TRANSPOSED, ".weight")
        yield told.removeprefix("m."), np.asarray(values, np.float32)


def _of_node(name: str) -> str:
    """ "/bert/encoder/layer.0/output/dense/MatMul_quant" to "bert.encoder.layer.0.output.dense.weight"."""
    return ".".join([*name.strip("/").split("/")[:-1], "weight"])


def averaged(readers: Sequence[Reader]) -> Reader:
    """The reader whose every weight is the mean of theirs; the first is changed in place.

    Readers that were trained on from one another lie in one basin, where the mean errs less than each (Wortsman et al.
    2022, "Model soups"). Raises ValueError for none.
    """
    if not readers:
        raise ValueError("no readers to take the mean of")
    held = [reader.state_dict() for reader in readers]
    readers[0].load_state_dict({name: torch.stack([each[name] for each in held]).mean(0) for name in held[0]})
    return readers[0]
