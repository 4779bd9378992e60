"""Stylesheets, scripts, fonts and icons, held in memory under an address that changes when any of them does."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from corpus.errors import NotFound
from service.web.colour import accent_css

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True, slots=True)
class Assets:
    """files: place under static/ → content. digest: 12 hex digits over all of it."""

    files: dict[str, bytes]
    digest: str

    def url(self, place: str) -> str:
        """The address of a file. Raises KeyError for one that does not exist."""
        if place not in self.files:
            raise KeyError(place)
        return f"/static/{self.digest}/{place}"


def load_assets(accent: str, folder: Path = STATIC) -> Assets:
    """Every file under `folder`; the stylesheet ends with the municipality's accent. Raises InvalidSetting."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    files["css/app.css"] += accent_css(accent).encode("utf-8")
    total = hashlib.sha256()
    for place, content in files.items():
        total.update(place.encode("utf-8") + b"\0" + content + b"\0")
    return Assets(files, total.hexdigest()[:12])


router = APIRouter(include_in_schema=False)


@router.get("/static/{digest}/{place:path}")
def static_file(request: Request, digest: str, place: str) -> Response:
    assets: Assets = request.app.state.site.assets
    if place not in assets.files:
        raise NotFound("Filen findes ikke.")
    cache = FOREVER if digest == assets.digest else "no-cache"
    media_type = mimetypes.guess_type(place)[0] or "application/octet-stream"
    return Response(assets.files[place], media_type=media_type, headers={"cache-control": cache})


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    content = request.app.state.site.assets.files["img/mark.svg"]
    return Response(content, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})
