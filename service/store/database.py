"""The database of the store: SQLite in one file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from service.errors import StoreError

# How long a writer waits for another one (SQLite has one at a time).
_BUSY_MS = 30_000
_POOL_SIZE = 8
# A PostgreSQL that does not answer is away, and known to be before a request or a lease has waited in vain for minutes
# (seconds; the last in milliseconds). The URL may say otherwise.
_WAITS: Final[Mapping[str, int]] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
# What errors say goes into logs, and what is kept has no place there: agencies, names, hashes of keys.
_ALIKE: Final[Mapping[str, Any]] = {"hide_parameters": True}


class Database:
    """Connections for reading and for writing; each ``with`` is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may change things: kept whole or not at all.

        On SQLite it takes the lock of writers at its beginning; a transaction that finds out later that it must write
        could only give up.
        """
        with self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at a URL (``sqlite:///file``, ``postgresql+psycopg://…``); StoreError where there is none such."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("NIANBAO_DATABASE_URL 不是有效的数据库地址。") from error
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(url))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "postgresql+psycopg":
        raise StoreError("数据库只支持 SQLite 和 PostgreSQL。")
    waits = {name: value for name, value in _WAITS.items() if name not in parsed.query}
    try:
        return Database(
            create_engine(
                parsed,
                pool_size=_POOL_SIZE,
                max_overflow=_POOL_SIZE,
                pool_pre_ping=True,
                connect_args=waits,
                **_ALIKE,
            )
        )
    except ModuleNotFoundError as error:
        raise StoreError("使用 PostgreSQL 需要安装 psycopg：pip install 'nianbao[postgres]'。") from error


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, **_ALIKE, connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver at the first change
        for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
