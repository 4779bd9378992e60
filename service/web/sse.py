"""Server-sent events from a plain iterator: pulled in a worker thread, closed when the reader goes away.

The wire format is that of the HTML standard, section 9.2 "Server-sent events".
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import AsyncIterator, Iterator

from anyio.to_thread import run_sync
from fastapi.responses import StreamingResponse

from corpus.errors import KlimasvarError

log = logging.getLogger("klimasvar.web")

ALIVE = b": venter\n\n"
"""A comment, which no reader sees: it finds out whether anybody still reads."""


def event(name: str, data: object) -> bytes:
    """One event; data is JSON on one line."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {body}\n\n".encode("utf-8", "replace")


def failure(message: str) -> bytes:
    """The event that ends a stream which broke after its first byte."""
    return event("error", {"error": message})


def guarded(events: Iterator[bytes]) -> Iterator[bytes]:
    """The same events; an error on the way becomes a last `error` event in Danish."""
    try:
        yield from events
    except KlimasvarError as error:
        log.warning("stream failed: %s %s", type(error).__name__, error.detail)
        yield failure(str(error))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("stream failed, error %s", number)
        yield failure(f"Noget gik galt. Prøv igen. Fejlnummer {number}.")


def stream(events: Iterator[bytes]) -> StreamingResponse:
    """The response. The first event is awaited before a status is sent, so bad input still gets its own status."""
    first = next(events, b"")
    return StreamingResponse(
        _pull(first, guarded(events)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _pull(first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    try:
        yield first
        while (piece := await run_sync(next, rest, None)) is not None:
            yield piece
    finally:
        if close := getattr(rest, "close", None):
            close()
