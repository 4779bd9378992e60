"""What every route needs, gathered once when the app is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import Depends, Request

from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.journal import Journal
from corpus.store import Store
from service.events import Assistant
from service.settings import Settings
from service.web.access import User
from service.web.assets import Assets
from service.web.drawing import PageImages
from service.web.turn_line import Line


def always_ready() -> str:
    """The generation's name when nothing says otherwise."""
    return ""


@dataclass(frozen=True, slots=True)
class Site:
    """generation: the live index generation's name; raises a SearchIndexError while there is none to answer from.

    journal: what the user may see. everyone: what all have asked, for who looks after the service.
    user: who is asking, None on a page that is open to all.
    """

    assistant: Assistant
    store: Store
    settings: Settings
    journal: Journal
    catalogue: Catalogue
    assets: Assets
    accounts: Accounts
    images: PageImages
    line: Line
    generation: Callable[[], str] = always_ready
    user: User | None = None

    @property
    def everyone(self) -> Journal:
        """The journal without regard to who asked."""
        return self.journal.of(None)


def site_of(request: Request) -> Site:
    """The site that the app was made with, as the request's user sees it."""
    site = cast(Site, request.app.state.site)
    user: User | None = getattr(request.state, "user", None)
    return replace(site, user=user, journal=site.journal.of(user.name if user else ""))


async def get_site(request: Request) -> Site:
    """As `site_of`; a plain function would cost every request a trip to a thread."""
    return site_of(request)


SiteDep = Annotated[Site, Depends(get_site)]
