"""Brings a database up to date by its migrations. The only importer of alembic but the migrations themselves."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from corpus.errors import StoreError


def migrate(engine: Engine, url: str, migrations: Path) -> None:
    """Runs every migration of the folder that the database lacks. Raises StoreError for a newer database."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(f"Databasen er lavet af en nyere udgave af Klimasvar (version {current}). Opdatér programmet.")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
