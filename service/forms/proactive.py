"""Table two: 主动公开政府信息情况."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from service.forms.alignment import Open, Slot
from service.forms.cell import Cell, Edition
from service.forms.cell_reading import combine, read_cell
from service.forms.labelled import align_rows, gather
from service.forms.labels import Label, label, match
from service.forms.layout import Field, Layout
from service.forms.layout import layout as layout_of
from service.forms.line import Line, Piece
from service.forms.regions import is_proactive_header, plain
from service.forms.value import is_grouped, parse, pieces

_UNIT = re.compile(r"[(](?:单位[:]?)?(亿元|万元|元)[)]")


def read_proactive(layout: Layout, lines: Sequence[Line]) -> tuple[dict[str, Cell], list[Line]]:
    """The cells of table two that the lines hold, and the lines that are no row of it."""
    labels = _labels(layout.edition)
    fields = {row.id: row.fields for row in layout.proactive}
    rows, extra = gather(lines, labels, width=lambda id: len(fields[id]), is_header=is_proactive_header)
    units = _header_units(layout, lines)
    cells: dict[str, Cell] = {}
    for row, slots in zip(rows, align_rows(rows), strict=True):
        if row.n == 1:
            slots = (_single(row.written),)
        for field, slot in zip(fields[row.label.id], slots, strict=True):
            cell_id = f"{row.label.id}.{field.id}"
            cell = _with_unit(read_cell(cell_id, slot, row.written), field, units.get(field.id))
            cells[cell_id] = combine(cells.get(cell_id), cell)
    return cells, extra


@cache
def _labels(edition: Edition) -> tuple[Label, ...]:
    return tuple(label(row.id, row.labels, whole=True) for row in layout_of(edition).proactive)


def _single(written: Sequence[Piece]) -> Slot:
    """The one value of a row whose merged cells may have left several ("0 0 0")."""
    filled = [piece for piece in written if not piece.blank]
    if not filled:
        return written[0] if written else None
    if len(filled) == 1 and (len(pieces(filled[0].text)) == 1 or is_grouped(filled[0].text)):
        return filled[0]
    texts = [text for piece in filled for text in pieces(piece.text)]
    values = [parse(text) for text in texts]
    if any(value.status == "unreadable" for value in values):
        return filled[0]
    if len(set(values)) == 1:
        return replace(filled[0], text=texts[0])
    return Open(tuple(dict.fromkeys(value.value for value in values if value.value is not None)))


def _header_units(layout: Layout, lines: Sequence[Line]) -> dict[str, str]:
    """Units of money that the column headers print, by field."""
    labels = tuple(
        label(field.id, field.labels, whole=True) for row in layout.proactive for field in row.fields if field.decimal
    )
    units = {}
    for text in (text for line in lines for text in line.texts):
        unit = _UNIT.search(plain(text))
        if unit is None:
            continue
        index = match(text, labels)
        if index is not None:
            units[labels[index].id] = unit[1]
    return units


def _with_unit(cell: Cell, field: Field, header: str | None) -> Cell:
    """The cell with the unit that its header prints, where that is not the form's and the cell prints none."""
    if cell.value is None or cell.unit is not None or header in {None, field.unit}:
        return cell
    return replace(cell, unit=header)
