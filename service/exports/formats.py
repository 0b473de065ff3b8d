"""Rows → the bytes of a file, piece by piece: no more than some rows are held at a time."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import IO, Any

from service.errors import ExportUnavailable
from service.exports.rows import Kind, Row, Value

_ROWS_AT_ONCE = 2000
_PIECE_BYTES = 1 << 16
# What a spreadsheet would take for a formula; a figure with its sign is none.
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_FIGURE = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def csv_pieces(rows: Iterable[Row], columns: Mapping[str, Kind]) -> Iterator[bytes]:
    """CSV as Excel opens it: UTF-8 with a byte order mark, and no text that would be run as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    yield b"\xef\xbb\xbf"
    for some in _batches(rows):
        writer.writerows([_cell(row[name]) for name in columns] for row in some)
        yield buffer.getvalue().encode("utf-8", "backslashreplace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def json_pieces(rows: Iterable[Row], columns: Mapping[str, Kind]) -> Iterator[bytes]:
    """One JSON object a line."""
    for some in _batches(rows):
        lines = (json.dumps({name: row[name] for name in columns}, ensure_ascii=False) for row in some)
        yield "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def parquet_pieces(rows: Iterable[Row], columns: Mapping[str, Kind]) -> Iterator[bytes]:
    """Parquet, written to a file of its own first: its index stands at its end. ExportUnavailable without pyarrow."""
    pyarrow, parquet = _pyarrow()
    types = {"text": pyarrow.string(), "whole": pyarrow.int32(), "number": pyarrow.float64(), "flag": pyarrow.bool_()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in columns.items()])

    def pieces() -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            with parquet.ParquetWriter(file, schema) as writer:
                for some in _batches(rows):
                    writer.write_table(pyarrow.Table.from_pylist([dict(row) for row in some], schema=schema))
            file.seek(0)
            yield from _file_pieces(file)

    return pieces()


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ExportUnavailable("导出 Parquet 需要另行安装 pyarrow：pip install 'nianbao[export]'。") from error


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _file_pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value) and not _FIGURE.fullmatch(value):
        return f"'{value}"
    return value
