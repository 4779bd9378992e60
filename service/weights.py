"""Files of learnt weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import SearchIndexError

Taken = TypeVar("Taken")


def read_weights(path: Path, take: Callable[[Any], Taken]) -> Taken:
    """What `take` makes of the file. Raises SearchIndexError when the file is missing or lacks what is taken."""
    try:
        return take(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"Vægtene i {path.name} kan ikke læses. Geninstallér programmet."
        raise SearchIndexError(message, detail=repr(error)) from error
