"""Who is asking, and what each role may do. A change that no rule names takes an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.accounts import ADMINISTRATOR, EDITOR, READER, ROLES
from corpus.errors import InvalidSetting
from service.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MODES = ("ingen", "konti", "proxy")
OPEN = re.compile(r"/healthz|/readyz|/favicon\.ico|/log-ind|/tilgaengelighed|/was|/static/.*")
ADMINISTRATION = re.compile(r"/drift(/.*)?|/tilgaengelighed/ret")
EDITING = re.compile(r"/dokumenter/[^/]+/ret|/kvalitet/forslag(/.*)?")
READING = re.compile(
    r"/spoerg|/kvalitet/forslag|/log-ud|/konto|/samtaler/[^/]+/(navn|slet)"
    r"|/api/ask|/api/answers/[^/]+/feedback|/api/conversations/[^/]+"
)
"""What a reader may change: their own questions, conversations, votes and password."""
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class User:
    """name: "" where there is no login; then everything belongs to the one user."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """True when the user has the role or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def edits(self) -> bool:
        """True for who may add and change documents."""
        return self.may(EDITOR)

    @property
    def runs(self) -> bool:
        """True for who looks after the service."""
        return self.may(ADMINISTRATOR)


def login_mode(settings: Settings) -> str:
    """One of MODES. Raises InvalidSetting for another, or for none at all where others can reach the server."""
    open_to_others = settings.allow_network
    mode = ("konti" if open_to_others else "ingen") if settings.login == "auto" else settings.login
    if mode not in MODES:
        raise InvalidSetting(f"KLIMASVAR_LOGIN skal være auto, {', '.join(MODES)}, men er »{settings.login}«.")
    if mode == "ingen" and open_to_others:
        raise InvalidSetting("KLIMASVAR_ALLOW_NETWORK=ja kræver login. Sæt KLIMASVAR_LOGIN til konti eller proxy.")
    return mode


def single_user(settings: Settings) -> User:
    """The user where there is no login: all-powerful on the own machine, else a reader."""
    return User("", ADMINISTRATOR if settings.host in LOOPBACK else READER)


def needed(method: str, path: str) -> str:
    """The role that a request takes; "" when none is needed."""
    if OPEN.fullmatch(path):
        return ""
    if ADMINISTRATION.fullmatch(path):
        return ADMINISTRATOR
    if method not in SAFE:
        return READER if READING.fullmatch(path) else EDITOR
    return EDITOR if EDITING.fullmatch(path) else READER
