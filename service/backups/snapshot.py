"""A database as it is at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from service.store.database import Database, open_database


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment only: on SQLite a copy (its online backup), on PostgreSQL one transaction."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection
        return
    with tempfile.TemporaryDirectory(prefix="nianbao-backup-") as folder:
        copy = Path(folder) / "nianbao.db"
        with database.engine.connect() as live, closing(sqlite3.connect(copy)) as target:
            source = live.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(target)
        copied = open_database(f"sqlite:///{copy}")
        try:
            with copied.reading() as connection:
                yield connection
        finally:
            copied.close()
