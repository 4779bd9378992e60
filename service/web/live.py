"""The live index: what it is, or why there is none."""

from __future__ import annotations

from corpus.errors import KlimasvarError
from index.manifest import Manifest, open_manifest
from service.assistant import INDEX
from service.web.site import Site


def live_manifest(site: Site) -> tuple[Manifest | None, str]:
    """(manifest, "") of the live generation, or (None, why it cannot be used)."""
    try:
        name = site.generation()
        home = site.settings.data / INDEX / name
        return (open_manifest(home) if name and home.is_dir() else None), ""
    except KlimasvarError as error:
        return None, str(error)
