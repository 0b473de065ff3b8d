"""Table four: 政府信息公开行政复议、行政诉讼情况. Three paths of five results, in whatever orientation they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.forms.alignment import Slot, align, single
from service.forms.cell import Cell
from service.forms.cell_reading import combine, read_cell
from service.forms.dispute_row import ValueRow, value_row
from service.forms.grid_row import GridRow, Piece
from service.forms.splitting import Balance
from service.forms.table import Table
from service.forms.table_reading import TableReading, says


@dataclass(frozen=True, slots=True)
class _Found:
    """Cells in order with what stands in them, as one row or several rows of the grids tell."""

    ids: Sequence[str]
    slots: Sequence[Slot]
    written: Sequence[Piece]
    line: GridRow


def read_disputes(table: Table, lines: Sequence[GridRow]) -> TableReading:
    """The cells of table four that the rows of its grids hold.

    As a rule they stand in one row and are known by their position; some reports give a row to each path, to each
    result, or to each value.
    """
    rows = [value_row(table, line) for line in lines]
    extra: list[GridRow] = []
    if sum(row.result is not None for row in rows if row.n_filled) > 1:
        found = list(_by_result(table, rows))
    elif _stands_by_path(table, rows):
        found = list(_by_path(table, rows))
    else:
        found, extra = _by_position(table, rows)
    cells: dict[str, Cell] = {}
    said: dict[tuple[str, ...], tuple[object, ...]] = {}
    for part in found:
        what = says(part.written)
        if what and said.setdefault(tuple(part.ids), what) != what:
            return TableReading(cells, extra, again=part.line)
        for cell_id, slot in zip(part.ids, part.slots, strict=True):
            cells[cell_id] = combine(cells.get(cell_id), read_cell(cell_id, slot, part.written))
    return TableReading(cells, extra)


def _stands_by_path(table: Table, rows: Sequence[ValueRow]) -> bool:
    valued = [row for row in rows if row.n_filled]
    of_paths = [row for row in valued if row.path is not None]
    return len(of_paths) > 1 and all(row.n_filled <= len(table.columns) for row in valued)


def _by_path(table: Table, rows: Sequence[ValueRow]) -> Iterator[_Found]:
    """A row of five results for each path."""
    n = len(table.columns)
    for row in rows:
        if row.path is None or not row.written:
            continue
        certain = row.line.ruled or len(row.written) == n
        slots = align(row.written, n, balance=Balance(len(table.columns)), certain=certain)
        ids = [table.cell_id(table.rows[row.path], column) for column in table.columns]
        yield _Found(ids, slots, row.written, row.line)


def _by_result(table: Table, rows: Sequence[ValueRow]) -> Iterator[_Found]:
    """A row for each result: with one value for each path, or with the value of one path below that of another."""
    named = [row for row in rows if row.result is not None and row.written]
    if max(row.n_filled for row in named) > 1:
        order = next((row.paths for row in rows if not row.written and len(row.paths) == len(table.rows)), None)
        paths = [table.rows[path] for path in order or range(len(table.rows))]
        for row in named:
            column = table.columns[row.result or 0]
            slots = align(row.written, len(paths), certain=row.line.ruled or len(row.written) == len(paths))
            yield _Found([table.cell_id(path, column) for path in paths], slots, row.written, row.line)
        return
    path, last = 0, -1
    for row in rows:
        if row.paths:
            path, last = row.paths[-1], -1
        if row.result is None or not row.written:
            continue
        if row.result <= last and not row.paths:
            path += 1
        if path >= len(table.rows):
            return
        last = row.result
        ids = [table.cell_id(table.rows[path], table.columns[row.result])]
        yield _Found(ids, [single(row.written)], row.written, row.line)


def _by_position(table: Table, rows: Sequence[ValueRow]) -> tuple[list[_Found], list[GridRow]]:
    """The row of fifteen values, or the successive rows that make it up; and rows that are something else."""
    n = len(table.cells)
    whole: list[tuple[Sequence[Piece], GridRow]] = []
    parts: list[Piece] = []
    blank: list[tuple[Sequence[Piece], GridRow]] = []
    extra = []
    for block in _blocks(rows):
        other = [row for row in block if 0 < row.n_filled < n and row.n_words]
        extra += [row.line for row in other]
        valued = [row for row in block if row.n_filled and row not in other]
        blank += [(row.written, row.line) for row in block if not row.n_filled and len(row.written) >= n]
        if valued and (valued[0].n_filled >= n or (len(valued) == 1 and len(valued[0].written) >= n)):
            whole.append((valued[0].written, valued[0].line))
            continue
        for row in valued:
            # A single number is that of a page.
            if row.n_filled > 1 or parts or max(len(piece.text) for piece in row.written) >= n:
                parts += [piece for piece in row.written if not piece.blank]
    if not whole and parts:
        whole = [(parts, next(row.line for row in rows if parts[0] in row.written))]
    return [
        _Found(tuple(table.cells), _aligned(table, written), written, line) for written, line in whole or blank[:1]
    ], extra


def _blocks(rows: Iterable[ValueRow]) -> Iterator[list[ValueRow]]:
    """The rows between headers."""
    block: list[ValueRow] = []
    for row in rows:
        if row.n_words and not row.n_filled:
            yield block
            block = []
        else:
            block.append(row)
    yield block


def _aligned(table: Table, written: Sequence[Piece]) -> tuple[Slot, ...]:
    return align(written, len(table.cells), balance=Balance(len(table.columns)))
