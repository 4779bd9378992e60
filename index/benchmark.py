"""How fast, how large and how exact search is over many passages: what `klimasvar eval bench --retrieval` prints.

A generation is built from texts in this process and measured in a fresh one, so that its memory is search's alone.
Beyond the texts there are (322,256 provisions), they are repeated with another number at the end and vectors moved a
little (a seeded normal noise of length 0.3), so that no two passages are the same and no text is embedded twice.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from corpus.types import Passage
from index.build import open_full
from index.codes import Codes, decode, encode, row_type
from index.embed import BUNDLED, Embedder, open_embedder
from index.generation import build_generation, open_generation
from index.static import FloatMatrix
from index.vector import RECALL_AT

NOISE = 0.3
SENTENCE = 160
LONGEST = 900
QUESTIONS = 200
COPY = re.compile(r" Udgave \d+\.$")


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """Times in milliseconds for fused search (k = 10), by the clock and by the processor: others' work on the machine
    lengthens the first. Memory of the whole process, mapped files included and left out, and disk in MiB.

    recall: share of the true ten nearest vectors that the vector index finds for the queries.
    """

    passages: int
    kind: str
    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    open_s: float
    rss_mib: float
    anonymous_mib: float
    disk_mib: float
    recall: float


@dataclass(frozen=True, slots=True)
class Texts:
    """A collection made of texts, `size` passages; a PassageSource for `build_generation`."""

    texts: Sequence[str]
    size: int

    def digest(self) -> str:
        """Tells collections apart by size and first text."""
        return hashlib.sha256(f"{self.size}{self.texts[:1]}".encode()).hexdigest()

    def passage_digests(self) -> dict[str, str]:
        """Numbers as digests: no two passages are the same."""
        return {f"p{number:08d}": str(number) for number in range(self.size)}

    def iter_passages(self) -> Iterator[Passage]:
        """In order of number."""
        return map(self._passage, range(self.size))

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """In the order asked for."""
        return [self._passage(int(passage_id[1:])) for passage_id in passage_ids]

    def _passage(self, number: int) -> Passage:
        copy, place = divmod(number, len(self.texts))
        text = self.texts[place] + (f" Udgave {copy}." if copy else "")
        ends = list(range(0, len(text), SENTENCE))[:6]
        spans = tuple((start, min(start + SENTENCE, len(text))) for start in ends)
        return Passage(f"p{number:08d}", "lov", "lov#s", number, text, 0, len(text), 0, 0, "", sentences=spans)


class Perturbed:
    """An embedder that embeds each text once and moves its vector a little for every copy of it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._random = np.random.default_rng(7)
        self._held: dict[int, int] = {}
        self._rows: Codes = np.zeros(1 << 16, row_type(embedder.dimension))
        self.model_id = embedder.model_id
        self.dimension = embedder.dimension
        self.fingerprint = embedder.fingerprint

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """As the embedder's own."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """As the embedder's own of the texts without the copy's number, moved and of unit length again."""
        digests = [hash(COPY.sub("", text)) for text in texts]
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._held}
        first = len(self._held)
        self._held.update(zip(new, range(first, first + len(new)), strict=True))
        self._keep(first, encode(self._embedder.embed_passages(list(new.values()))))
        vectors = decode(self._rows[[self._held[digest] for digest in digests]])
        scale = NOISE / np.sqrt(self.dimension)
        vectors += scale * self._random.standard_normal(vectors.shape, np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def _keep(self, first: int, rows: Codes) -> None:
        while first + len(rows) > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[first : first + len(rows)] = rows


def build_and_measure(
    texts: Sequence[str],
    queries: Sequence[str],
    *,
    size: int,
    folder: Path,
    model: str = BUNDLED,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[float, SearchFigures]:
    """(passages built a second, figures). The generation stays in the folder.

    Raises SearchIndexError; subprocess.CalledProcessError when the measuring process fails.
    """
    embedder: Embedder = open_embedder(model)
    if size > len(texts):
        embedder = Perturbed(embedder)
    start = time.perf_counter()
    build_generation(Texts(texts, size), embedder, folder, progress=progress)
    speed = size / (time.perf_counter() - start)
    command = [sys.executable, "-m", "index.benchmark", str(folder)]
    found = subprocess.run(command, input=json.dumps(list(queries)), capture_output=True, text=True, check=True)
    return speed, SearchFigures(**json.loads(found.stdout))


def measure(folder: Path, queries: Sequence[str]) -> SearchFigures:
    """The figures of the generation in the folder, in this process."""
    start = time.perf_counter()
    generation = open_generation(folder, embedder_for=open_embedder)
    opened = time.perf_counter() - start
    retriever = generation.retriever
    for query in queries[:20]:
        retriever.search(query, k=10)
    times, worked = [], []
    for query in queries:
        begun, used = time.perf_counter(), time.process_time()
        retriever.search(query, k=10)
        times.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - used))
    rss, anonymous = _memory_mib("VmRSS"), _memory_mib("RssAnon")
    manifest = generation.manifest
    full = open_full(folder / manifest.name, len(retriever.keys.ids), manifest.dimension)
    shares = []
    for vector in retriever.embedder.embed_queries(queries):
        exact = np.sort(full @ vector)[-RECALL_AT:]
        scores = retriever.vectors.search(vector, k=RECALL_AT)[1]
        shares.append(float((scores >= exact[0] - 1e-6).sum()) / max(1, int((exact > 0).sum())))
    return SearchFigures(
        passages=manifest.passages,
        kind=manifest.vector_kind,
        p50_ms=round(float(np.percentile(times, 50)), 2),
        p95_ms=round(float(np.percentile(times, 95)), 2),
        cpu_p50_ms=round(float(np.percentile(worked, 50)), 2),
        cpu_p95_ms=round(float(np.percentile(worked, 95)), 2),
        open_s=round(opened, 3),
        rss_mib=round(rss, 1),
        anonymous_mib=round(anonymous, 1),
        disk_mib=round(sum(f.size for f in manifest.files) / 2**20, 1),
        recall=round(float(np.mean(shares)), 4),
    )


def _memory_mib(name: str) -> float:
    """A line of this process's status: VmRSS with mapped files, RssAnon without; 0 where there is none."""
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


def read_law(path: Path, size: int) -> tuple[list[str], list[str]]:
    """(at most `size` provisions as passages, titles of laws as questions) of a law.jsonl(.xz).

    The questions are the same for every size: QUESTIONS titles, spread over all there are.
    """
    reader = lzma.open if path.suffix == ".xz" else open
    texts: list[str] = []
    titles: set[str] = set()
    with reader(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            titles.add(str(row["title"]))
            if len(texts) < size:
                texts.append(str(row["text"])[:LONGEST])
    step = max(1, len(titles) // QUESTIONS)
    return texts, sorted(titles)[::step][:QUESTIONS]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure(Path(sys.argv[1]), json.load(sys.stdin)))))
