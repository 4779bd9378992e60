"""Beside LangChain with FAISS, with the same model.

`python -m eval.bench_peers LAW MODEL [EXPORTED [COUNT [BACKEND]]]`

LAW: law.jsonl(.xz), COUNT provisions of it. MODEL: a folder of a sentence-transformers model. EXPORTED: the same model
written by `python -m index.export_onnx`, for ours; ours runs MODEL itself without it. BACKEND: openvino, for ours.
LangChain is no dependency: install `langchain-community` and `langchain-huggingface` in an environment of their own
that also holds this project.

The same texts and questions are given to both in one process, in turn, with a thread a core and the model opened and
warm before the clock starts. Ours builds a whole generation (words, 4-grams, sentences, vectors, checksums) and
searches it fused; theirs has vectors alone.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from eval.numbers import decimal, milliseconds
from eval.report import aligned
from index.benchmark import Texts, read_law
from index.embed import Backend, open_embedder
from index.generation import build_generation, open_generation

COUNT = 3000
WARMED = 64
Search = Callable[[str], object]
Build = Callable[[], Search]


def theirs(texts: Sequence[str], model: Path) -> Build:
    """LangChain's FAISS over its own embeddings, as its documentation builds it."""
    import torch
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings

    torch.set_num_threads(os.cpu_count() or 1)
    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu"})
    embeddings.embed_documents(list(texts[:WARMED]))

    def build() -> Search:
        store = FAISS.from_texts(list(texts), embeddings)
        return lambda query: store.similarity_search(query, k=10)

    return build


def ours(texts: Sequence[str], model: Path, folder: Path, backend: Backend) -> Build:
    """A generation and its fused search."""
    embedder = open_embedder(str(model), backend=backend)
    embedder.embed_passages(texts[:WARMED])

    def build() -> Search:
        build_generation(Texts(texts, len(texts)), embedder, folder)
        retriever = open_generation(folder, embedder_for=lambda _: embedder).retriever
        return lambda query: retriever.search(query, k=10)

    return build


def compare(
    law: Path, model: Path, exported: Path, *, count: int = COUNT, backend: Backend = "torch"
) -> list[list[str]]:
    """Cells under a head: passages a second and the time of a search, by the clock and by the processor."""
    texts, queries = read_law(law, count)
    lines = [["", "Indekseret", "pr. CPU-sekund", "Søgning, median", "95 %", "Median, CPU", "95 %, CPU"]]
    with TemporaryDirectory() as folder:
        makers: dict[str, Callable[[], Build]] = {
            "LangChain + FAISS": lambda: theirs(texts, model),
            "Klimasvar": lambda: ours(texts, exported, Path(folder), backend),
        }
        for name, make in makers.items():
            build = make()
            begun, used = time.perf_counter(), time.process_time()
            search = build()
            clock, worked = time.perf_counter() - begun, time.process_time() - used
            speeds = [f"{decimal(count / seconds, 1)}/s" for seconds in (clock, worked)]
            lines.append([name, *speeds, *map(milliseconds, _times(search, queries))])
    return lines


def _times(search: Search, queries: Sequence[str]) -> list[float]:
    """Median and 95 % by the clock, then by the processor, in milliseconds."""
    for query in queries[:20]:
        search(query)
    clock, worked = [], []
    for query in queries:
        begun, used = time.perf_counter(), time.process_time()
        search(query)
        clock.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - used))
    return [float(np.percentile(times, part)) for times in (clock, worked) for part in (50, 95)]


def main(arguments: Sequence[str]) -> int:
    """Prints the table; 69 when LangChain is not installed, 66 without the law texts."""
    law, model = Path(arguments[0]), Path(arguments[1])
    exported = Path(arguments[2]) if len(arguments) > 2 else model
    count = int(arguments[3]) if len(arguments) > 3 else COUNT
    backend: Backend = "openvino" if "openvino" in arguments[4:] else "torch"
    if not law.is_file():
        sys.stderr.write(f"Filen {law} findes ikke.\n")
        return 66
    try:
        found = compare(law, model, exported, count=count, backend=backend)
    except ImportError as error:
        sys.stderr.write(f"LangChain er ikke installeret ({error.name}); der er intet at sammenligne med.\n")
        return 69
    sys.stdout.write(aligned(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
