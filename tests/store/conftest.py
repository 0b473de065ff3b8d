"""The store on SQLite, and on PostgreSQL where one is given (``NIANBAO_TEST_DATABASE_URL``)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.store.database import open_database
from service.store.store import Store, open_store

POSTGRESQL = os.environ.get("NIANBAO_TEST_DATABASE_URL")


KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    return empty_database(request.param, tmp_path)


def empty_database(kind: str, folder: Path) -> str:
    """The URL of a database with nothing in it; skips the test where there is none of this kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'store.db'}"
    if POSTGRESQL is None:
        if os.environ.get("CI"):
            pytest.fail("NIANBAO_TEST_DATABASE_URL names no PostgreSQL")
        pytest.skip("NIANBAO_TEST_DATABASE_URL names no PostgreSQL")
    database = open_database(POSTGRESQL)
    with database.writing() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()
    return POSTGRESQL


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(database_url, str(tmp_path / "originals")) as opened:
        yield opened
