"""Table three: 收到和处理政府信息公开申请情况."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from service.forms.alignment import Slot, between
from service.forms.cell import Cell
from service.forms.cell_reading import combine, read_cell
from service.forms.grid_row import GridRow, Piece
from service.forms.headers import is_application_header
from service.forms.labelled import LabelledRow, align_rows, gather
from service.forms.labels import Label, label
from service.forms.settling import Vector, settle
from service.forms.splitting import Balance, glued, splits
from service.forms.table import Table
from service.forms.table_reading import TableReading, beginning_again
from service.forms.value import parse


def read_applications(table: Table, lines: Sequence[GridRow]) -> TableReading:
    """The cells of table three that the rows of its grids hold."""
    n = len(table.columns)
    rows, extra = gather(lines, row_labels(table), width=lambda _: n, is_header=is_application_header)
    cells: dict[str, Cell] = {}
    for row, slots in zip(rows, _settled(table, rows, align_rows(rows, balance=Balance(n))), strict=True):
        for column, slot in zip(table.columns, slots, strict=True):
            cell_id = f"{row.label.id}{table.joint}{column.id}"
            cells[cell_id] = combine(cells.get(cell_id), read_cell(cell_id, slot, row.written))
    return TableReading(cells, extra, beginning_again(rows, [row.id for row in table.rows]))


def _settled(table: Table, rows: Sequence[LabelledRow], aligned: Sequence[tuple[Slot, ...]]) -> list[tuple[Slot, ...]]:
    """The columns again, after the rows without borders were settled by the sums over the whole table."""
    n = len(table.columns)
    whole = {index: piece for index, row in enumerate(rows) if (piece := glued(row.written, n)) is not None}
    choices: dict[str, list[Vector]] = {}
    for index, row in enumerate(rows):
        known = _vector(aligned[index])
        found = splits(whole[index], n, Balance(n)) if index in whole else [known] if known else []
        if row.label.id in choices and choices[row.label.id] != found:
            return list(aligned)
        choices[row.label.id] = found
    if all(len(found) == 1 for found in choices.values()):
        return list(aligned)
    settled = settle([row.id for row in table.rows], choices)
    return [
        between(whole[index], settled[row.label.id], n) if index in whole else aligned[index]
        for index, row in enumerate(rows)
    ]


def _vector(slots: Sequence[Slot]) -> Vector | None:
    values = [parse(slot.text).value for slot in slots if isinstance(slot, Piece)]
    found = tuple(value for value in values if value is not None)
    return found if len(found) == len(slots) else None


@cache
def row_labels(table: Table) -> tuple[Label, ...]:
    """Rows and groups in the form's order; in V1 （六）其他处理 is a row, and no group of that name is left."""
    rows = [label(row.id, row.labels, number=row.number, numbered=row.numbered) for row in table.rows]
    taken = {text for row in rows for text in row.texts}
    groups = [
        label(group.id or "outcomes", group.labels, number=group.number, is_row=False)
        for group in table.groups
        if taken.isdisjoint(label("", group.labels).texts)
    ]
    return (*rows, *groups)
