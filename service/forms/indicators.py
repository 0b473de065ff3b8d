"""The tables of the editions before 2019 (V0a, V0b): indicators, one to a row, with one or two values."""

from __future__ import annotations

from collections.abc import Sequence

from service.forms.alignment import single
from service.forms.cell import Cell
from service.forms.cell_reading import combine, read_cell
from service.forms.grid_row import GridRow
from service.forms.halves import one_below_another
from service.forms.headers import is_old_header
from service.forms.indicator_row import has_codes, row_labels, without_aside
from service.forms.labelled import align_rows, gather
from service.forms.table import Table
from service.forms.table_reading import TableReading, beginning_again


def read_indicators(table: Table, lines: Sequence[GridRow]) -> TableReading:
    """The cells of a table of indicators that the rows of its grids hold."""
    n = len(table.columns)
    halves = one_below_another(lines, is_header=lambda line: is_old_header(line, table))
    codes = has_codes(halves, table)
    bare = [without_aside(line, table, codes=codes) for line in halves]
    whole = {line.pieces: before for line, before in zip(bare, halves, strict=True)}
    rows, extra = gather(bare, row_labels(table), width=lambda _: n, is_header=lambda line: is_old_header(line, table))
    cells: dict[str, Cell] = {}
    for row, slots in zip(rows, align_rows(rows), strict=True):
        if n == 1:
            slots = (single(row.written),)
        for column, slot in zip(table.columns, slots, strict=True):
            cell_id = f"{row.label.id}{table.joint}{column.id}"
            cells[cell_id] = combine(cells.get(cell_id), read_cell(cell_id, slot, row.written))
    again = beginning_again(rows, [row.id for row in table.rows])
    return TableReading(cells, [whole[line.pieces] for line in extra], again)
