"""Table four: 政府信息公开行政复议、行政诉讼情况. One row of fifteen values, known by position alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from service.forms.alignment import align
from service.forms.cell import Cell
from service.forms.cell_reading import combine, read_cell
from service.forms.labels import body
from service.forms.layout import Layout
from service.forms.line import Line, Piece
from service.forms.value import is_value


def read_disputes(layout: Layout, lines: Sequence[Line]) -> tuple[dict[str, Cell], list[Line]]:
    """The cells of table four that the lines hold, and the lines that are no row of it."""
    ids = [f"{path.id}.{result.id}" for path in layout.paths for result in layout.results]
    rows, extra = _value_rows(lines, len(ids))
    cells: dict[str, Cell] = {}
    for written in rows:
        slots = align(written, len(ids), balance=_adds_up)
        for cell_id, slot in zip(ids, slots, strict=True):
            cells[cell_id] = combine(cells.get(cell_id), read_cell(cell_id, slot, written))
    return cells, extra


def _value_rows(lines: Sequence[Line], n: int) -> tuple[list[tuple[Piece, ...]], list[Line]]:
    """The rows of values: whole ones, else successive lines that make up one; a blank one if there is no other."""
    whole: list[tuple[Piece, ...]] = []
    parts: list[Piece] = []
    blank: tuple[Piece, ...] = ()
    extra = []
    done = False  # until the next header
    for line in lines:
        written = _values(line)
        filled = sum(not piece.blank for piece in written)
        if not filled:
            done = done and not line.texts
            blank = blank or (written if len(written) >= n and not line.texts else ())
        elif done:
            continue
        elif len(line.texts) > filled and filled < n:
            extra.append(line)
        elif filled >= n or len(written) >= n:
            whole.append(written)
            done = True
        elif filled > 1 or parts or max(len(piece.text) for piece in written) >= n:  # else it is the number of a page
            parts.extend(written)
    rows = whole or [tuple(parts)] * bool(parts) or [blank] * bool(blank)
    return rows, extra


def _values(line: Line) -> tuple[Piece, ...]:
    """The cells behind the last words of a line."""
    last = max(
        (position for position, piece in enumerate(line.pieces) if body(piece.text) and not is_value(piece.text)),
        default=-1,
    )
    return line.pieces[last + 1 :]


def _adds_up(values: Sequence[Decimal]) -> bool:
    """Each path's fifth value is the sum of its first four."""
    return all(sum(values[start : start + 4]) == values[start + 4] for start in range(0, len(values), 5))
