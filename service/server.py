"""Runs the pages and the API. uvicorn is imported only here."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Sequence

import click
import uvicorn
from fastapi import APIRouter
from fastapi.middleware.trustedhost import TrustedHostMiddleware

from corpus.errors import KlimasvarError, ServiceError
from corpus.journal import Journal
from service.assistant import LocalAssistant, open_assistant, open_engine
from service.retention import DailyPurge
from service.settings import Settings
from service.web.access import LOOPBACK
from service.web.app import Tab, create_app

SWITCH_S = 0.001
"""So long may one thread compute while the event loop waits to send a sentence that is ready (Python's own: 5 ms)."""


def serve(
    settings: Settings, *, routers: Sequence[APIRouter] = (), tabs: Sequence[Tab] = (), uploads: Sequence[str] = ()
) -> None:
    """Serves until stopped. Raises ServiceError for a taken port, or an address that others reach unless allowed."""
    _check_address(settings)
    sys.setswitchinterval(SWITCH_S)
    engine = open_engine(settings)
    assistant = open_assistant(settings, engine=engine)
    journal = Journal(engine)
    app = create_app(
        assistant, assistant.store, settings,
        journal=journal, catalogue=assistant.catalogue,
        generation=lambda: assistant.generation().manifest.name, routers=routers, tabs=tabs,
        uploads=uploads,
    )  # fmt: skip
    if not settings.allow_network:  # a name that another site points here (DNS rebinding) is not answered
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    with _listen(settings) as listener:
        _warm_up(assistant)
        click.echo(f"{settings.name} er klar: åbn {address_of(listener)} i browseren. Stop med Ctrl+C.", err=True)
        _log_to_stderr()
        retention = DailyPurge(journal, days=settings.retention_days)
        retention.start()
        # The peer's own address is what login=proxy goes by, so uvicorn must not put a forwarded one in its place.
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, timeout_keep_alive=30, proxy_headers=False
        )
        uvicorn.Server(config).run(sockets=[listener])
        retention.stop()


def _check_address(settings: Settings) -> None:
    if settings.host not in LOOPBACK and not settings.allow_network:
        raise ServiceError(
            f"Serveren lytter ikke på {settings.host}, før KLIMASVAR_ALLOW_NETWORK=ja. Så kræver siderne login: "
            "opret den første bruger med »klimasvar user add NAVN --role administrator«."
        )


def address_of(listener: socket.socket) -> str:
    """Where a browser finds what listens there."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_to_stderr() -> None:
    """Faults of every part, and who logged in, changed users or removed conversations."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("klimasvar.security").setLevel(logging.INFO)


def _warm_up(assistant: LocalAssistant) -> None:
    """Before anyone asks; what is wrong is said at once, and on the pages too."""
    try:
        assistant.warm_up()
    except KlimasvarError as error:
        click.echo(f"Advarsel: {error}", err=True)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServiceError(
            f"Serveren kan ikke bruge {settings.host}:{settings.port}. Er porten i brug? Vælg en anden med --port.",
            detail=str(error),
        ) from error
    return listener
