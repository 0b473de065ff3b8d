"""The store as a whole: a database at the schema of this version, and the files as they came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.errors import StoreError
from service.store.database import Database, open_database
from service.store.migrate import is_current, upgrade
from service.store.originals import Originals


@dataclass(frozen=True, slots=True)
class Store:
    """``database`` holds what was read and said, ``originals`` the files."""

    database: Database
    originals: Originals

    def check(self) -> None:
        """StoreError where the store cannot be used: no connection, another schema, no place for files."""
        try:
            with self.database.reading() as connection:
                connection.execute(text("SELECT 1"))
            current = is_current(self.database)
        except SQLAlchemyError as error:
            raise StoreError(f"数据库无法使用：{type(error).__name__}。") from error
        if not current:
            raise StoreError("数据库的结构与本版本不符。")
        self.originals.check()


def make_folder(path: Path) -> None:
    """Make a folder of the store where there is none yet; StoreError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"数据文件夹“{path}”无法使用：{error.strerror or type(error).__name__}") from error


@contextmanager
def open_store(database_url: str, originals: str) -> Iterator[Store]:
    """The store, created or upgraded where need be; its connections end with the ``with``."""
    database = open_database(database_url)
    try:
        upgrade(database)
        yield Store(database, Originals(originals))
    finally:
        database.close()
