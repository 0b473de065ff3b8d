"""A grid as rows of an HTML table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from service.draw.grids import WrittenCell, WrittenGrid

_MOST_COLUMNS = 1000  # as many as browsers merge


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the table; ``written`` is None where the grid has no cell.

    ``late`` says that it stands in the right half, where there is more room to its left.
    """

    written: WrittenCell | None
    row_span: int
    column_span: int
    late: bool = False


def table_rows(written: WrittenGrid) -> list[list[Slot]]:
    """The rows of a grid, with slots where it has no cell, so that columns stand below each other."""
    n_columns = min(written.n_columns, _MOST_COLUMNS)
    covered_until = [0] * n_columns
    return [_slots(index, row, covered_until) for index, row in enumerate(written.rows)]


def _slots(index: int, row: Sequence[WrittenCell], covered_until: list[int]) -> list[Slot]:
    """The slots of a row; ``covered_until`` tells for every column in which row it is free again."""
    n_columns, slots, at = len(covered_until), list[Slot](), 0
    for written in row:
        cell = written.cell
        if cell.column >= n_columns:
            break
        slots += _gaps(index, at, cell.column, covered_until)
        at = min(cell.column + cell.column_span, n_columns)
        covered_until[cell.column : at] = [index + cell.row_span] * (at - cell.column)
        slots.append(Slot(written, cell.row_span, max(1, at - cell.column), late=2 * cell.column >= n_columns))
    return slots + _gaps(index, at, n_columns, covered_until)


def _gaps(index: int, start: int, end: int, covered_until: Sequence[int]) -> list[Slot]:
    """Empty slots for the columns from ``start`` to ``end`` that no cell from above reaches down to."""
    stretches = groupby(range(start, end), key=lambda column: covered_until[column] <= index)
    return [Slot(None, 1, len(list(columns))) for free, columns in stretches if free]
