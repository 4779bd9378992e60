"""The embedder seam: texts in, unit vectors out; a question and a passage are different inputs.

Importing this module costs nothing: a static model is read by `index.static` (no torch), and
sentence-transformers is imported when a model that needs it is opened, never before.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

import numpy as np

from corpus.errors import EmbedderUnavailable
from index.onnx import Engine, OnnxEmbedder, is_onnx
from index.remote import RemoteEmbedder
from index.static import FloatMatrix, StaticEmbedder, folder_fingerprint, is_static

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Backend = Literal["torch", "onnx", "openvino"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)

MODELS = Path(__file__).parent / "models"
BUNDLED = "dansk-statisk"
BATCH_SIZE = 32
HUB_TIMEOUT_S = 10.0

# Name pattern, query prompt, passage prompt, as each model's card asks for. Read only when the model's own
# configuration names none; the first match wins.
PROMPTS: tuple[tuple[str, str, str], ...] = (
    (
        r"multilingual-e5-large-instruct",
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
        "",
    ),
    (r"(^|[-_/])e5-(small|base|large)", "query: ", "passage: "),
    (r"snowflake-arctic-embed", "query: ", ""),
    (r"nomic-embed-text", "search_query: ", "search_document: "),
    (r"bge-(small|base|large)-en", "Represent this sentence for searching relevant passages: ", ""),
)


class Embedder(Protocol):
    """Texts to vectors. `fingerprint` changes when a vector could; `model_id` opens the same model again."""

    @property
    def model_id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """One unit vector a question: float32 (n, dimension), in the order of `texts`.

        A text without a single token ("") gives a zero row, which is similar to nothing.
        """
        ...

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """One unit vector a passage, as `embed_queries`."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, from a folder or from the hub's cache, run by torch."""

    def __init__(self, name_or_path: str) -> None:
        """Raises EmbedderUnavailable when the model is neither here nor to be fetched."""
        self.model_id = name_or_path
        self._model = open_torch_model(name_or_path)
        self.dimension = int(self._model.encode(["a"], show_progress_bar=False).shape[1])
        self.fingerprint = _model_fingerprint(name_or_path, self._model)
        self._query_prompt, self._passage_prompt = prompts_of(name_or_path, dict(self._model.prompts or {}))

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows."""
        return self._embed(texts, self._query_prompt)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows."""
        return self._embed(texts, self._passage_prompt)

    def _embed(self, texts: Sequence[str], prompt: str) -> FloatMatrix:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # encode() sorts by length, so a batch holds texts of one size and little padding.
        vectors = self._model.encode(
            [unicodedata.normalize("NFC", text) for text in texts],
            prompt=prompt,
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def open_embedder(name_or_path: str = BUNDLED, *, backend: Backend = "torch", api_key: str = "") -> Embedder:
    """The model of that name: a bundled one, a folder, a hub model, or a server as "http://host:port/v1#model".

    A static model is run without torch, whatever the backend. So is a folder that `python -m index.export_onnx` made,
    by OpenVINO when that is the backend, else by ONNX Runtime. `api_key` goes to a server only.
    Raises EmbedderUnavailable when there is no such model here and none can be fetched, or the backend cannot run it.
    """
    if name_or_path.startswith(("http://", "https://")):
        return RemoteEmbedder(name_or_path, prompts=prompts_of(name_or_path.partition("#")[2], {}), api_key=api_key)
    bundled = MODELS / name_or_path
    folder = bundled if (bundled / "modules.json").is_file() else Path(name_or_path)
    if is_static(folder):
        return StaticEmbedder(folder, model_id=name_or_path)
    if is_onnx(folder):
        engine: Engine = "openvino" if backend == "openvino" else "onnxruntime"
        return OnnxEmbedder(folder, model_id=name_or_path, engine=engine)
    if not folder.is_dir() and (folder.is_absolute() or name_or_path.startswith(".")):
        raise EmbedderUnavailable(
            f"Modelmappen »{name_or_path}« findes ikke. Ret indstillingen for embedder, "
            f"eller brug den medfølgende model »{BUNDLED}«."
        )
    if backend != "torch":
        raise EmbedderUnavailable(
            f"Motoren {backend} kører kun eksporterede modeller. Eksportér »{name_or_path}« med "
            "»python -m index.export_onnx MODEL MAPPE«, og vælg mappen som model."
        )
    return SentenceTransformerEmbedder(str(folder) if folder.is_dir() else name_or_path)


def light_embedder(embedder: Embedder) -> Embedder:
    """What embeds sentences and words beside `embedder`, of which there are many: itself, the bundled for a slow one.

    A transformer would take as long for a passage's sentences as for the passage, and as long for a question's words as
    for the question, while single words mean least to it.
    """
    slow = isinstance(embedder, (SentenceTransformerEmbedder, OnnxEmbedder, RemoteEmbedder))
    return open_embedder(BUNDLED) if slow else embedder


def prompts_of(name: str, configured: dict[str, str]) -> tuple[str, str]:
    """(query prompt, passage prompt): the model's own where it names any, else the table's, else none."""
    query = configured.get("query", "")
    passage = next((configured[key] for key in ("passage", "document") if configured.get(key)), "")
    if query or passage:
        return query, passage
    for pattern, table_query, table_passage in PROMPTS:
        if re.search(pattern, name.lower()):
            return table_query, table_passage
    return "", ""


def open_torch_model(name_or_path: str) -> SentenceTransformer:
    """The model from its folder or the local cache; the network is asked only when it is in neither."""
    from sentence_transformers import SentenceTransformer

    def opened(*, local_only: bool) -> SentenceTransformer:
        # A half-precision file is computed in float32, so that every runtime gives the same vectors.
        return SentenceTransformer(name_or_path, device="cpu", local_files_only=local_only).float()

    try:
        return opened(local_only=True)
    except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
        if Path(name_or_path).is_dir():
            raise _unavailable(name_or_path, error) from error
    try:
        _ask_the_hub(name_or_path)
        return opened(local_only=False)
    # The hub's client lets its HTTP library's errors through, and which library that is changes.
    except Exception as error:
        raise _unavailable(name_or_path, error) from error


def _ask_the_hub(name: str) -> None:
    """Returns when the hub has the model; fails at once without network, where a download retries for minutes."""
    from huggingface_hub import HfApi

    HfApi().model_info(name, timeout=HUB_TIMEOUT_S)


def _unavailable(name_or_path: str, error: Exception) -> EmbedderUnavailable:
    return EmbedderUnavailable(
        f"Modellen »{name_or_path}« kunne hverken åbnes eller hentes. Kontrollér navnet og netforbindelsen, "
        f"eller brug den medfølgende model »{BUNDLED}«.",
        detail=f"{type(error).__name__}: {error}",
    )


def _model_fingerprint(name_or_path: str, model: SentenceTransformer) -> str:
    """The folder's fingerprint, or sha256 of a hub model's name and revision."""
    if Path(name_or_path).is_dir():
        return folder_fingerprint(Path(name_or_path))
    first: Any = model[0]
    config = getattr(getattr(first, "auto_model", None), "config", None)
    revision = getattr(config, "_commit_hash", None) or ""
    return hashlib.sha256(json.dumps([name_or_path, revision]).encode()).hexdigest()
