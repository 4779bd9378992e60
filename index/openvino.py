"""An exported transformer run by OpenVINO. Its only importer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from index.static import FloatMatrix


class OpenVinoModel:
    """model.onnx compiled for this processor, in bfloat16 where it has instructions for that: a third of the time.

    A vector then has a cosine of .9999 to that of float32.
    """

    def __init__(self, path: Path) -> None:
        """Raises ImportError without OpenVINO, RuntimeError for a damaged file."""
        import openvino

        settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": os.cpu_count() or 1}
        self._model: Any = openvino.compile_model(str(path), "CPU", settings)
        self.dimension = int(self._model.output(0).partial_shape[2].get_length())

    def run(self, inputs: dict[str, Any]) -> FloatMatrix:
        """float32 (texts, tokens, dimension): the last layer. A request of its own, so that threads may share it."""
        return np.asarray(self._model.create_infer_request().infer(inputs)[0], np.float32)
