"""What every route needs, gathered once when the app is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from corpus.catalogue import Catalogue
from corpus.journal import Journal
from corpus.store import Store
from service.events import Assistant
from service.settings import Settings
from service.web.assets import Assets


def always_ready() -> str:
    """The generation's name when nothing says otherwise."""
    return ""


@dataclass(frozen=True, slots=True)
class Site:
    """generation: the live index generation's name; raises a SearchIndexError while there is none to answer from."""

    assistant: Assistant
    store: Store
    settings: Settings
    journal: Journal
    catalogue: Catalogue
    assets: Assets
    generation: Callable[[], str] = always_ready


def get_site(request: Request) -> Site:
    """The site that the app was made with."""
    return cast(Site, request.app.state.site)


SiteDep = Annotated[Site, Depends(get_site)]
