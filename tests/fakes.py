"""Small real implementations whose answers can be worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.types import Document, DocumentContent, Page, Passage, Section


class HashEmbedder:
    """Counts words by bucket: a word's bucket is the sum of its code points modulo `dimension`; then unit length.

    Two texts with the same words have cosine 1; texts whose words share no bucket have cosine 0.
    """

    def __init__(self, *, dimension: int = 64, model_id: str = "hash") -> None:
        self.dimension = dimension
        self.model_id = model_id
        self.embedded: list[str] = []
        """Every passage and sentence text that was ever embedded, in order."""

    @property
    def fingerprint(self) -> str:
        return f"{self.model_id}-{self.dimension}"

    def embed_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.embedded.extend(texts)
        return self.embed_queries(texts)

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.zeros(self.dimension, np.float32)
        for word in re.findall(r"\w+", text.lower()):
            vector[sum(map(ord, word)) % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-12)


def content_of(
    document_id: str, texts: Sequence[str], *, heading: str = "Afsnit", project: str = ""
) -> DocumentContent:
    """A document with one section and one passage a text; sentences end at ". "."""
    text = "\n".join(texts)
    section = Section(f"{document_id}#s0", document_id, 0, heading, (heading,), 1, 0, len(text), 1, 1, project)
    passages = []
    start = 0
    for ordinal, piece in enumerate(texts):
        spans = [match.span() for match in re.finditer(r"\S[^.]*\.?", piece)]
        passages.append(
            Passage(
                f"{document_id}#p{ordinal:04d}", document_id, section.section_id, ordinal, piece, start,
                start + len(piece), 1, 1, f"{document_id} › {heading}", sentences=tuple(spans), project=project,
            )
        )  # fmt: skip
        start += len(piece) + 1
    document = Document(document_id, document_id, f"{document_id}.txt", "text/plain", "0" * 64, 1, project=project)
    return DocumentContent(document, text, (Page(document_id, 1, "1"),), (section,), tuple(passages))
