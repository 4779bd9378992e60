"""Opens the database, brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event, inspect
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from corpus.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """An engine whose schema is the newest. url: SQLAlchemy form, such as sqlite:///data/klimasvar.db.

    SQLite runs with WAL, synchronous=FULL (a committed write survives power loss), foreign keys on, a busy time-out
    of 30 s, and deleted bytes overwritten. No error repeats what a statement was given: it would end in the log.
    A database that is locked, full or gone while it is used is a StoreError.
    Raises StoreError when the database cannot be opened, has no driver here, or is newer than this program.
    """
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _configure_sqlite)
        _migrate(engine, url)
        event.listen(engine, "handle_error", _translate)
    except SQLAlchemyError as error:
        shown = engine.url.render_as_string(hide_password=True) if "engine" in locals() else "databasen"
        raise StoreError(
            f"Databasen {shown} kan ikke åbnes. Tjek, at mappen findes og kan skrives til.", detail=str(error)
        ) from error
    except ImportError as error:
        raise StoreError(
            f"Databasen kan ikke åbnes: Python-pakken {error.name} mangler. Installér den, og start igen."
        ) from error
    except ValueError as error:
        raise StoreError(
            "KLIMASVAR_DATABASE_URL kan ikke læses. Skriv den som postgresql://bruger@server:5432/navn."
        ) from error
    return engine


def forget(engine: Engine) -> None:
    """Call after a deletion that a person asked for: the bytes leave the write-ahead log of SQLite too."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _configure_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _translate(context: ExceptionContext) -> None:
    # A ping that fails only makes the pool connect again.
    if isinstance(context.sqlalchemy_exception, OperationalError) and not context.is_pre_ping:
        detail = str(context.sqlalchemy_exception)
        raise StoreError(
            "Databasen svarer ikke lige nu. Prøv igen om lidt.", detail=detail
        ) from context.original_exception


def newest_revision() -> str:
    """The revision of the newest migration: what its file's name begins with."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def _migrate(engine: Engine, url: str) -> None:
    if _revision(engine) == newest_revision():
        return
    # Alembic takes longer to import than a database to open, and is needed once a version.
    from corpus.migrate import migrate

    migrate(engine, url, MIGRATIONS)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return found
