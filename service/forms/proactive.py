"""Table two: 主动公开政府信息情况."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from service.forms.alignment import single
from service.forms.cell import Cell
from service.forms.cell_reading import combine, read_cell
from service.forms.grid_row import GridRow
from service.forms.headers import is_proactive_header, plain
from service.forms.labelled import align_rows, gather
from service.forms.labels import Label, label, match
from service.forms.table import Column, Table
from service.forms.table_reading import TableReading, beginning_again

_UNIT = re.compile(r"[(](?:单位[:]?)?(亿元|万元|元)[)]")


def read_proactive(table: Table, lines: Sequence[GridRow]) -> TableReading:
    """The cells of table two that the rows of its grids hold."""
    columns = {row.id: row.columns for row in table.rows}
    rows, extra = gather(lines, _labels(table), width=lambda id: len(columns[id]), is_header=is_proactive_header)
    units = _header_units(table, lines)
    cells: dict[str, Cell] = {}
    for row, slots in zip(rows, align_rows(rows), strict=True):
        if row.n == 1:
            slots = (single(row.written),)
        for column, slot in zip(columns[row.label.id], slots, strict=True):
            cell_id = f"{row.label.id}{table.joint}{column.id}"
            cell = _with_unit(read_cell(cell_id, slot, row.written), column, units.get(column.id))
            cells[cell_id] = combine(cells.get(cell_id), cell)
    return TableReading(cells, extra, beginning_again(rows, list(columns)))


@cache
def _labels(table: Table) -> tuple[Label, ...]:
    return tuple(label(row.id, row.labels, whole=True) for row in table.rows)


def _header_units(table: Table, lines: Sequence[GridRow]) -> dict[str, str]:
    """Units of money that the column headers print, by field."""
    labels = tuple(label(column.id, column.labels, whole=True) for column in table.columns if column.decimal)
    units = {}
    for text in (text for line in lines for text in line.texts):
        unit = _UNIT.search(plain(text))
        if unit is None:
            continue
        index = match(text, labels)
        if index is not None:
            units[labels[index].id] = unit[1]
    return units


def _with_unit(cell: Cell, column: Column, header: str | None) -> Cell:
    """The cell with the unit that its header prints, where that is not the form's and the cell prints none."""
    if cell.value is None or cell.unit is not None or header in {None, column.unit}:
        return cell
    return replace(cell, unit=header)
