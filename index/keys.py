"""Keys: the whole numbers by which both indexes know a passage. A key is never used twice within a generation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus.errors import IndexCorrupt
from index.lexical import Keys


@dataclass(slots=True)
class KeyTable:
    """Key → (passage id, digest); removed keys hold ("", ""). Written as one line a key.

    Without digests it can be asked about keys, neither changed nor saved.
    """

    ids: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    _keys: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keys = {passage_id: key for key, passage_id in enumerate(self.ids) if passage_id}

    def __len__(self) -> int:
        """How many passages are there now."""
        return len(self._keys)

    def __contains__(self, passage_id: object) -> bool:
        return passage_id in self._keys

    def add(self, passage_id: str, digest: str) -> int:
        """The new key."""
        self._keys[passage_id] = len(self.ids)
        self.ids.append(passage_id)
        self.digests.append(digest)
        return len(self.ids) - 1

    def remove(self, passage_id: str) -> int:
        """The key that is now free of its passage. Raises KeyError."""
        key = self._keys.pop(passage_id)
        self.ids[key] = self.digests[key] = ""
        return key

    def key(self, passage_id: str) -> int | None:
        """The passage's key, None when it is not there."""
        return self._keys.get(passage_id)

    def keys(self, passage_ids: Iterable[str] | None = None) -> Keys:
        """The keys of those passages that are there (all when None), sorted."""
        if passage_ids is None:
            return np.array(sorted(self._keys.values()), np.int64)
        found = (self._keys.get(passage_id, -1) for passage_id in passage_ids)
        return np.array(sorted(key for key in found if key >= 0), np.int64)

    def passage_ids(self, keys: Keys) -> list[str]:
        """The passages of the keys, in their order."""
        return [self.ids[key] for key in keys.tolist()]

    def digest_of(self, passage_id: str) -> str:
        """The digest it was indexed with, "" when it is not there."""
        key = self._keys.get(passage_id)
        return "" if key is None else self.digests[key]

    def save(self, path: Path) -> None:
        """One line a key: id, tab, digest."""
        rows = zip(self.ids, self.digests, strict=True)
        path.write_text("".join(f"{i}\t{d}\n" for i, d in rows), "utf-8")


def open_keys(path: Path, *, digests: bool = True) -> KeyTable:
    """The table in the file, without digests when only questions are asked of it. Raises IndexCorrupt."""
    try:
        rows: Sequence[list[str]] = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        return KeyTable([row[0] for row in rows], [row[1] for row in rows] if digests else [])
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise IndexCorrupt(
            f"Filen »{path.name}« i indekset kan ikke læses. Byg det igen med »klimasvar index«.",
            detail=str(error),
        ) from error
