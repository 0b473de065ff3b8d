"""Rows of the store's tables as lines of JSON, the same for every database."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, LargeBinary, Row, Table, func, insert, select, text
from sqlalchemy.types import TypeEngine

from service.errors import BackupError
from service.store.schema import Moment, metadata, workers

# Parents before children, so that rows find what they point to. Workers tell of themselves as they come.
TABLES: Final[tuple[Table, ...]] = tuple(table for table in metadata.sorted_tables if table is not workers)
_AT_ONCE = 500
Turn = Callable[[Any], Any]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table, in the order of their keys."""
    turns = _turns(table, datetime.isoformat, lambda data: base64.b64encode(data).decode())
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
        yield json.dumps(_turned(row, turns), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def put_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Put rows into an empty table; BackupError where a line is none of its rows."""
    turns = _turns(table, datetime.fromisoformat, base64.b64decode)
    rows: list[dict[str, Any]] = []
    for line in lines:
        rows.append(_row(table, line, turns))
        if len(rows) == _AT_ONCE:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)
    _count_on(connection, table)


def is_empty(connection: Connection) -> bool:
    """Whether no table has a row."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in TABLES)


def clear(connection: Connection) -> None:
    """Delete all rows, children before parents."""
    for table in reversed(TABLES):
        connection.execute(table.delete())


def _row(table: Table, line: bytes, turns: Mapping[str, Turn]) -> dict[str, Any]:
    try:
        told = json.loads(line)
        if not isinstance(told, dict) or told.keys() != set(table.columns.keys()):
            raise ValueError(table.name)
        return {name: value if value is None else turns[name](value) for name, value in told.items()}
    except (ValueError, TypeError) as error:
        raise BackupError(f"备份中“{table.name}”表的内容无法理解。") from error


def _turns(table: Table, moment: Turn, binary: Turn) -> dict[str, Turn]:
    def turn(kind: TypeEngine[Any]) -> Turn:
        if isinstance(kind, Moment):
            return moment
        return binary if isinstance(kind, LargeBinary) else lambda value: value

    return {column.name: turn(column.type) for column in table.columns}


def _turned(row: Row[Any], turns: Mapping[str, Turn]) -> dict[str, Any]:
    return {name: value if value is None else turns[name](value) for name, value in row._mapping.items()}


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows from where it stood, not from what was put in."""
    [*keys] = table.primary_key.columns
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    last = connection.execute(select(func.max(keys[0]))).scalar_one()
    if last is not None:
        sequence = {"table": table.name, "column": keys[0].name, "last": last}
        connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"), sequence)
