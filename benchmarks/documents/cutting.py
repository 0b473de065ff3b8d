"""Sheets in pieces, as pages and page builders cut them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.documents.report import Sheet, SheetCell


def cut(sheet: Sheet, rows: Sequence[int], *, repeat_header: bool = False, repeat_labels: bool = False) -> list[Sheet]:
    """The sheet cut before each of ``rows``.

    A cell that a cut goes through stands in both pieces, empty in the second unless its label is repeated.
    """
    edges = [0, *sorted(set(rows) - {0, sheet.n_rows}), sheet.n_rows]
    pieces = []
    for first, end in zip(edges, edges[1:], strict=False):
        cells = list(_between(sheet, first, end, repeat_labels=repeat_labels))
        head = sheet.n_header_rows if repeat_header and first >= sheet.n_header_rows > 0 else 0
        header = list(_between(sheet, 0, head, repeat_labels=False)) if head else []
        cells = header + [replace(cell, row=cell.row + head) for cell in cells]
        pieces.append(replace(sheet, cells=tuple(cells), n_rows=end - first + head, n_header_rows=head))
    return pieces


def block_rows(sheet: Sheet) -> list[int]:
    """The rows that hold nothing but one header across the whole sheet: where table two begins a new block."""
    rows = sheet.rows()
    return [at for at, row in enumerate(rows) if len(row) == 1 and row[0].header and row[0].row_span == 1]


def _between(sheet: Sheet, first: int, end: int, *, repeat_labels: bool) -> Iterator[SheetCell]:
    for cell in sheet.cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
        if top < bottom:
            whole = cell.row >= first or (repeat_labels and cell.header)
            yield replace(cell, row=top - first, row_span=bottom - top, text=cell.text if whole else "")
