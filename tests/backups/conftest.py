"""Stores of both kinds, empty, to back up and to restore into."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import text

from service.store.database import open_database
from service.store.store import Store, open_store

Kind = Literal["sqlite", "postgresql"]
MakeStore = Callable[[Kind], Store]
POSTGRESQL = os.environ.get("NIANBAO_TEST_DATABASE_URL")
_SCHEMAS = ("backup_one", "backup_two")


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[MakeStore]:
    """Up to two empty stores of a kind in one test; on PostgreSQL each in a schema of its own."""
    n_made = 0
    with ExitStack() as stack:

        def make(kind: Kind) -> Store:
            nonlocal n_made
            folder = tmp_path / f"store-{n_made}"
            folder.mkdir()
            url = f"sqlite:///{folder / 'store.db'}" if kind == "sqlite" else _empty_schema(_SCHEMAS[n_made])
            n_made += 1
            return stack.enter_context(open_store(url, str(folder / "originals")))

        yield make


def _empty_schema(name: str) -> str:
    if POSTGRESQL is None:
        if os.environ.get("CI"):
            pytest.fail("NIANBAO_TEST_DATABASE_URL names no PostgreSQL")
        pytest.skip("NIANBAO_TEST_DATABASE_URL names no PostgreSQL")
    database = open_database(POSTGRESQL)
    with database.writing() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    database.close()
    return f"{POSTGRESQL}{'&' if '?' in POSTGRESQL else '?'}options=-csearch_path%3D{name}"
