"""Who may log in, in which role, and the sessions that are open. Passwords are known by their hash alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from corpus import schema
from corpus.errors import InputError, NotFound

READER, EDITOR, ADMINISTRATOR = ROLES = ("læser", "redaktør", "administrator")
"""Each may do what those before it may."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Account:
    """One person. name: in small letters. created: ISO 8601 in UTC."""

    name: str
    role: str
    disabled: bool
    created: str


class Accounts:
    """The accounts of one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def accounts(self) -> list[Account]:
        """By name."""
        with self._engine.connect() as connection:
            return [_account(r) for r in connection.execute(select(schema.accounts).order_by(schema.accounts.c.name))]

    def account(self, name: str) -> Account:
        """Raises NotFound."""
        with self._engine.connect() as connection:
            row = connection.execute(select(schema.accounts).where(schema.accounts.c.name == name)).first()
        if row is None:
            raise NotFound(f"Der er ingen bruger, der hedder »{name[:LONGEST_NAME]}«.")
        return _account(row)

    def password_hash(self, name: str) -> str:
        """ "" for a name that does not exist or may not log in."""
        table = schema.accounts
        query = select(table.c.password_hash).where(table.c.name == name, table.c.disabled.is_(False))
        with self._engine.connect() as connection:
            return str(connection.execute(query).scalar() or "")

    def add(self, name: str, role: str, password_hash: str) -> Account:
        """A new account. Raises InputError for a bad name, an unknown role or a name that is taken."""
        account = Account(
            checked_name(name), checked_role(role), False, datetime.now(UTC).isoformat(timespec="seconds")
        )
        row = {field: getattr(account, field) for field in account.__slots__}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.accounts), [{**row, "password_hash": password_hash}])
        except IntegrityError as error:
            raise InputError(f"Der er allerede en bruger, der hedder »{account.name}«. Vælg et andet navn.") from error
        return account

    def change(self, name: str, *, role: str = "", password_hash: str = "", disabled: bool | None = None) -> None:
        """Changes what is given; a new password and being disabled end every session. Raises NotFound, InputError."""
        self.account(name)
        values: dict[str, Any] = {"role": checked_role(role)} if role else {}
        values.update({"password_hash": password_hash} if password_hash else {})
        values.update({"disabled": disabled} if disabled is not None else {})
        with self._engine.begin() as connection:
            connection.execute(update(schema.accounts).where(schema.accounts.c.name == name).values(values))
            if password_hash or disabled:
                connection.execute(delete(schema.sessions).where(schema.sessions.c.name == name))

    def remove(self, name: str) -> None:
        """Removes the account and its sessions. Raises NotFound."""
        self.account(name)
        with self._engine.begin() as connection:
            connection.execute(delete(schema.accounts).where(schema.accounts.c.name == name))

    def open_session(self, name: str, token: str, *, hours: float) -> None:
        """Remembers the token (by its hash) for so long, and forgets those that have run out."""
        now = datetime.now(UTC)
        expires = (now + timedelta(hours=hours)).isoformat(timespec="seconds")
        with self._engine.begin() as connection:
            connection.execute(delete(schema.sessions).where(schema.sessions.c.expires <= now.isoformat()))
            row = {"digest": _digest(token), "name": name, "expires": expires}
            connection.execute(insert(schema.sessions), [row])

    def of_session(self, token: str) -> Account | None:
        """Whose token it is; None for one that is unknown or has run out, or when the account may not log in."""
        accounts, sessions = schema.accounts, schema.sessions
        alive = sessions.c.expires > datetime.now(UTC).isoformat(timespec="seconds")
        query = select(accounts).join(sessions).where(sessions.c.digest == _digest(token), alive)
        with self._engine.connect() as connection:
            row = connection.execute(query.where(accounts.c.disabled.is_(False))).first()
        return _account(row) if row else None

    def close_session(self, token: str) -> None:
        """Nothing happens when there is none."""
        with self._engine.begin() as connection:
            connection.execute(delete(schema.sessions).where(schema.sessions.c.digest == _digest(token)))


def checked_name(name: str) -> str:
    """The name in small letters. Raises InputError when it is empty, too long or holds spaces or control characters."""
    clean = name.strip().casefold()
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable() or " " in clean:
        raise InputError(f"Et brugernavn er 1–{LONGEST_NAME} tegn uden mellemrum, fx en e-mailadresse.")
    return clean


def checked_role(role: str) -> str:
    """The role. Raises InputError for one that does not exist."""
    if role not in ROLES:
        raise InputError(f"Rollen »{role[:40]}« findes ikke. Vælg {', '.join(ROLES[:-1])} eller {ROLES[-1]}.")
    return role


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account(row: Any) -> Account:
    return Account(row.name, row.role, row.disabled, row.created)
