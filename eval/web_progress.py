"""How far a run is, as it happens: once for whoever asks, or as server-sent events until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from anyio.to_thread import run_sync
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, StreamingResponse

from eval.pace import pace_of
from eval.runs import Run, open_run
from eval.worker import state_of
from service.web.site import SiteDep
from service.web.sse import ALIVE, event

EVERY_S = 1.0

pages = APIRouter(include_in_schema=False)


@pages.get("/kvalitet/{number}/status")
def status(site: SiteDep, number: int) -> Response:
    """How far a run is now."""
    return JSONResponse(_told(open_run(site.settings.data, number)))


@pages.get("/kvalitet/{number}/fremdrift")
def follow(site: SiteDep, number: int) -> Response:
    """A `progress` event whenever a question is done, and `done` when the run has ended, however it did."""
    return StreamingResponse(
        _events(open_run(site.settings.data, number)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _events(run: Run) -> AsyncIterator[bytes]:
    seen: object = None
    while True:
        told = await run_sync(_told, run)
        if told["state"] != "waiting":
            yield event("done", told)
            return
        yield event("progress", told) if told != seen else ALIVE
        seen = told
        await asyncio.sleep(EVERY_S)


def _told(run: Run) -> dict[str, object]:
    state = state_of(run)
    pace = pace_of(run, going=state == "waiting")
    return {"done": pace.done, "total": pace.total, "state": state, "text": str(pace)}
