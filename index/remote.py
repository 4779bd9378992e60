"""An embedder behind an OpenAI-compatible `POST …/v1/embeddings`, such as a model server in the house."""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import EmbedderUnavailable
from index.static import FloatMatrix

BATCH_SIZE = 64
TIMEOUT_S = 60.0


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key to a server that nobody chose."""

    def redirect_request(self, *_: object) -> None:
        """No new request: the redirect is an HTTPError like any other refusal."""


_OPENER = urllib.request.build_opener(_Stay)


class RemoteEmbedder:
    """Texts are sent to the configured address and nowhere else; rows come back in order and are made unit length."""

    def __init__(self, address: str, *, prompts: tuple[str, str] = ("", ""), api_key: str = "") -> None:
        """address: "http://host:port/v1#model". One text is embedded at once, to learn the dimension.

        Raises EmbedderUnavailable when the server does not answer as it should.
        """
        self.model_id = address
        base, _, self._model = address.partition("#")
        self._url, self._api_key = f"{base.rstrip('/')}/embeddings", api_key
        self._query_prompt, self._passage_prompt = prompts
        self.dimension = self._ask(["klima"]).shape[1]
        named = json.dumps([self._url, self._model, self.dimension])
        self.fingerprint = hashlib.sha256(named.encode()).hexdigest()

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows. Raises EmbedderUnavailable when the server fails."""
        return self._embed(texts, self._query_prompt)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension), unit rows. Raises EmbedderUnavailable when the server fails."""
        return self._embed(texts, self._passage_prompt)

    def _embed(self, texts: Sequence[str], prompt: str) -> FloatMatrix:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # Sorted by length, a batch is padded little on the server; many servers refuse an empty text.
        order = [i for i in sorted(range(len(texts)), key=lambda i: len(texts[i])) if texts[i].strip()]
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            found = self._ask([prompt + texts[i] for i in rows])
            if found.shape != (len(rows), self.dimension):
                raise self._failed(f"got shape {found.shape}, wanted {(len(rows), self.dimension)}")
            vectors[rows] = found
        return vectors

    def _ask(self, texts: Sequence[str]) -> FloatMatrix:
        request = urllib.request.Request(
            self._url,
            data=json.dumps({"model": self._model, "input": list(texts)}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._api_key}"},
        )
        try:
            with _OPENER.open(request, timeout=TIMEOUT_S) as response:
                answer: Any = json.load(response)
            rows = sorted(answer["data"], key=lambda row: int(row["index"]))
            vectors = np.array([row["embedding"] for row in rows], np.float32)
            if not np.isfinite(vectors).all():
                raise ValueError("not every number is finite")
            return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)
        except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as error:
            raise self._failed(f"{type(error).__name__}: {error}") from error

    def _failed(self, detail: str) -> EmbedderUnavailable:
        return EmbedderUnavailable(
            f"Modelserveren »{self.model_id}« svarer ikke, som den skal. Kontrollér adressen, og at serveren kører.",
            detail=detail,
        )
