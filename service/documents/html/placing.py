"""Cells with the rows and columns that they say they cover → where they stand in the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.documents.document import GridCell
from service.errors import DocumentTooComplex

MOST_COLUMNS = 128
_WIDEST = 63
_MOST_ROWS = 2000
_LONGEST = 20
_NUMBER = re.compile(r"(?<![\d-])[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Spanning:
    """The text of a cell and what it covers; ``rows`` is 0 for all that follow."""

    text: str
    rows: int = 1
    columns: int = 1


def place(rows: Sequence[Sequence[Spanning]]) -> Iterator[GridCell]:
    """The cells where a browser puts them: each in the first free column of its row, none beyond the last row.

    A cell that would cover what another one covers ends before it.
    """
    busy: list[int] = []  # by column: the first row that is free again
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while column < len(busy) and busy[column] > row:
                column += 1
            if column >= MOST_COLUMNS:
                raise DocumentTooComplex(f"网页的表格超过 {MOST_COLUMNS} 列，不像年度报告的表格。")
            height = min(cell.rows or len(rows), len(rows) - row)
            width = _free(busy, row, column, min(max(cell.columns, 1), _WIDEST))
            busy.extend([0] * (column + width - len(busy)))
            busy[column : column + width] = [row + height] * width
            yield GridCell(row, column, cell.text, height, width)
            column += width


def wrap(cells: Sequence[Spanning], n_columns: int) -> list[list[Spanning]]:
    """Cells of a layout of ``n_columns`` that are written without rows, put into them one after the other."""
    rows: list[list[Spanning]] = [[]]
    busy = [0] * n_columns
    row = column = 0
    for cell in cells:
        width = min(max(cell.columns, 1), n_columns)
        while column + width > n_columns or any(until > row for until in busy[column : column + width]):
            column += 1
            if column + width > n_columns:
                row, column = row + 1, 0
                rows.append([])
                if row > _MOST_ROWS:
                    raise DocumentTooComplex(f"网页的表格超过 {_MOST_ROWS:,} 行，不像年度报告的表格。")
        busy[column : column + width] = [row + max(cell.rows, 1)] * width
        rows[row].append(cell)
        column += width
    return rows


def span(written: str) -> int:
    """The number in an attribute that says how much a cell covers; 1 where it says nothing."""
    found = _NUMBER.search(written[:_LONGEST])
    return int(found[0]) if found else 1


def _free(busy: Sequence[int], row: int, column: int, width: int) -> int:
    """How many of ``width`` columns are free, at least the first."""
    taken = (at for at in range(column + 1, min(column + width, len(busy))) if busy[at] > row)
    return next(taken, column + width) - column
