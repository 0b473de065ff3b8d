"""A row in the place of an earlier one with the same key. Functions inside a transaction of ``Database``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def place(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Put a row into a table; one with the same primary key gives way.

    In one statement, so that of two who write the same key at once one comes second and neither fails.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key.columns]
    others = {name: value for name, value in row.items() if name not in keys}
    connection.execute(insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=others))
