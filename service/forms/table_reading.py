"""What was read of one table, and where the same table begins a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.forms.cell import Cell
from service.forms.grid_row import GridRow, Piece
from service.forms.labelled import LabelledRow
from service.forms.value import parse

_ENOUGH_CONTRADICTIONS = 2  # rows; one alone may have been cut by a page break


@dataclass(frozen=True, slots=True)
class TableReading:
    """The cells of a table and the rows that are none of it; ``again`` is the first row of another one like it."""

    cells: Mapping[str, Cell]
    extra: Sequence[GridRow]
    again: GridRow | None = None


def beginning_again(rows: Sequence[LabelledRow], ids: Sequence[str]) -> GridRow | None:
    """The row where a second table begins: labels start over, and several rows say something else than before.

    Rows that are repeated after a page break say the same, and a copy of a table does so too.
    """
    order = {id: index for index, id in enumerate(ids)}
    seen: dict[str, tuple[object, ...]] = {}
    start, contradictions = 0, 0
    for index, row in enumerate(rows):
        if index and order[row.label.id] < order[rows[index - 1].label.id]:
            start, contradictions = index, 0
        values = says(row.written)
        if not values:
            continue
        contradictions += start > 0 and seen.get(row.label.id, values) != values
        if contradictions >= _ENOUGH_CONTRADICTIONS:
            return rows[start].line
        seen.setdefault(row.label.id, values)
    return None


def says(written: Sequence[Piece]) -> tuple[object, ...]:
    """What the cells of a row say, blanks aside."""
    return tuple(parse(piece.text) for piece in written if not piece.blank)
