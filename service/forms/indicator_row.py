"""Rows of indicators without what may stand between label and values: a unit, a code, a dash for no unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from service.forms.grid_row import GridRow, Piece
from service.forms.headers import bodies, is_old_header, plain
from service.forms.labels import Label, label, match
from service.forms.table import Table
from service.forms.value import is_value, parse

_CODE_COLUMN = "代码"
_CODE = re.compile(r"\d{1,2}")


def has_codes(lines: Sequence[GridRow], table: Table) -> bool:
    """Whether a table has a column of codes: by its header; where that is lost, if the form has one."""
    headers = [line for line in lines if any(header <= bodies(line) for header in table.headers)]
    if headers:
        return any(_CODE_COLUMN in bodies(line) for line in headers)
    return any(row.code is not None for row in table.rows)


def without_aside(line: GridRow, table: Table, *, codes: bool) -> GridRow:
    """A row with its words and values only; header rows stay as they are."""
    if is_old_header(line, table):
        return line
    kept = [piece for piece in line.pieces if plain(piece.text).strip("()") not in _units(table)]
    has_unit = len(kept) < len(line.pieces)
    behind = max((at + 1 for at, piece in enumerate(kept) if not is_value(piece.text)), default=0)
    words, values = kept[:behind], kept[behind:]
    n = len(table.columns)
    if words and not has_unit and len(values) > n and parse(values[0].text).status in ("blank", "not_applicable"):
        values = values[1:]
    if words and values and codes and (_is_code_of(values[0], words, table) or len(values) > n and _is_code(values[0])):
        values = values[1:]
    return replace(line, pieces=(*words, *values) or line.pieces)


@cache
def row_labels(table: Table) -> tuple[Label, ...]:
    """Rows in the form's order, and the groups that stand above them."""
    rows = [label(row.id, row.labels, number=row.number) for row in table.rows]
    return (*rows, *(label("", group.labels, number=group.number, is_row=False) for group in table.groups))


def _is_code_of(piece: Piece, words: Sequence[Piece], table: Table) -> bool:
    """Whether a number is the code of the row that the words in front of it name."""
    index = match(words[-1].text, row_labels(table))
    code = table.rows[index].code if index is not None and index < len(table.rows) else None
    return code is not None and _is_code(piece) and plain(piece.text) in (f"{code:02}", str(code))


def _is_code(piece: Piece) -> bool:
    return piece.blank or _CODE.fullmatch(plain(piece.text)) is not None


@cache
def _units(table: Table) -> frozenset[str]:
    return frozenset(spec.unit for spec in table.cells.values() if spec.unit is not None)
