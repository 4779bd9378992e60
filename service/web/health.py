"""Is the process up, and can it answer."""

from __future__ import annotations

from fastapi import APIRouter

from service.web.site import SiteDep

router = APIRouter(tags=["drift"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """200 whenever the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(site: SiteDep) -> dict[str, str | int]:
    """200 when questions can be answered; 503 with the reason when they cannot."""
    generation = site.generation()
    return {"status": "ready", "documents": len(site.store.documents()), "generation": generation}
