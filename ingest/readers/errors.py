"""Foreign exceptions made ours at the border of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import KlimasvarError, SuspiciousFile, UnreadableFile


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Inside it every exception of a parser becomes UnreadableFile, one that ran out of memory or stack SuspiciousFile.

    Parsers of broken files raise nearly anything (AssertionError, KeyError, struct.error); none may escape a reader.
    """
    try:
        yield
    except KlimasvarError:
        raise
    except (MemoryError, RecursionError) as error:
        raise SuspiciousFile(
            f"Filen {path.name} kræver for meget hukommelse og læses ikke.", detail=type(error).__name__
        ) from error
    except Exception as error:
        raise UnreadableFile(
            f"Filen {path.name} er beskadiget og kan ikke læses.",
            detail=f"{type(error).__name__}: {error}"[:500],
        ) from error
