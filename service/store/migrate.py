"""Bringing a database to the schema of this version (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from service.errors import StoreError
from service.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"
# Services that start together upgrade one after the other (a number for this purpose alone).
_ADVISORY_LOCK = 7_201_908


def upgrade(database: Database) -> None:
    """Create or upgrade the tables; StoreError where the database cannot be reached or is newer than this service."""
    try:
        with database.writing() as connection:
            if not database.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            config = Config()
            config.set_main_option("script_location", str(_FOLDER))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError("数据库由更新版本的软件建立，请升级本软件后再启动。") from error
    except SQLAlchemyError as error:
        raise StoreError(f"数据库无法使用：{type(error).__name__}。") from error


def revision(connection: Connection) -> str:
    """The schema that the database has."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_current(database: Database) -> bool:
    """Whether the database has the schema of this version."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    head = ScriptDirectory.from_config(config).get_current_head()
    with database.reading() as connection:
        return revision(connection) == head
