"""Tables that a page's end cut: put together again, each cell with the place of its first part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.documents.form_words import is_label
from service.documents.heading import begins_item
from service.documents.pdf.tables import Table, TableCell
from service.documents.text.lines import is_value

# How far rules of one column may be apart on two pages, and how much the sides of the parts may differ.
_SAME_COLUMN = 4.0
_SAME_SIDE = 8.0
_MOST_HEADER_ROWS = 6
_FEWEST_HEADS = 4
_ANY = 1_000_000
_SPACED_FIGURE = re.compile(r"[+\-－—]?\s?\d[\d\s,，.．]*")


def is_continued(above: Table, below: Table) -> bool:
    """Whether a table at the top of a page may go on with the one at the end of the page before."""
    if not above.columns or not below.columns:
        return False
    sides = (above.columns[0] - below.columns[0], above.columns[-1] - below.columns[-1])
    return max(map(abs, sides)) <= _SAME_SIDE


def stitched(above: Table, below: Table) -> Table:
    """The two parts as one table: repeated header left out, cut rows and merged cells joined."""
    columns = _united(above.columns, below.columns)
    upper = _on_columns(above.cells, above.columns, columns)
    lower = _without_rows(_on_columns(below.cells, below.columns, columns), _n_repeated(upper, below, columns))
    if not lower:
        return replace(above, columns=columns, cells=tuple(upper))
    n_rows = max(cell.row + cell.row_span for cell in upper)
    if below.is_blank:
        # The end of a row that a page's end cut, or below the heads of columns a row that was left blank.
        rows = lower if _ends_with_heads(upper, n_rows) else []
        cells = [*upper, *(replace(cell, row=cell.row + n_rows) for cell in rows)]
    elif _is_cut_row(upper, lower, n_rows):
        cells = _joined_row(upper, lower, n_rows)
    else:
        cells = _joined_spans(upper, [replace(cell, row=cell.row + n_rows) for cell in lower], n_rows)
    return replace(above, columns=columns, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _united(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """The ends of columns of both, those that nearly agree once."""
    united = list(one)
    for at in other:
        if all(abs(at - known) > _SAME_COLUMN for known in one):
            united.append(at)
    return tuple(sorted(united))


def _on_columns(cells: Iterable[TableCell], own: Sequence[float], columns: Sequence[float]) -> list[TableCell]:
    """The cells counted in other columns, finer than their own."""
    index = [min(range(len(columns)), key=lambda at: abs(columns[at] - edge)) for edge in own]
    index[0], index[-1] = 0, len(columns) - 1
    moved = []
    for cell in cells:
        first, end = index[cell.column], index[cell.column + cell.column_span]
        moved.append(replace(cell, column=first, column_span=max(end - first, 1)))
    return moved


def _n_repeated(upper: Sequence[TableCell], below: Table, columns: Sequence[float]) -> int:
    """How many rows at the top of the lower part are those at the top of the upper one: a header, never values."""
    lower = _on_columns(below.cells, below.columns, columns)
    n = 0
    for n_rows in range(1, min(_MOST_HEADER_ROWS, below.n_rows) + 1):
        mine, other = (_head(cells, n_rows) for cells in (upper, lower))
        if not mine or mine != other or any(_is_figure(text) for *_, text in mine if text):
            break
        if all(cell.row >= n_rows or cell.row + cell.row_span <= n_rows for cell in lower):
            n = n_rows
    return n


def _head(cells: Iterable[TableCell], n_rows: int) -> list[tuple[int, int, int, str]]:
    head = (cell for cell in cells if cell.row < n_rows)
    return sorted((cell.row, cell.column, cell.column_span, "".join(cell.text.split())) for cell in head)


def _without_rows(cells: Iterable[TableCell], n: int) -> list[TableCell]:
    return [replace(cell, row=cell.row - n) for cell in cells if cell.row >= n]


def _ends_with_heads(upper: Iterable[TableCell], n_rows: int) -> bool:
    last = [cell.text for cell in upper if cell.row + cell.row_span == n_rows]
    return len(last) >= _FEWEST_HEADS and all(last) and not any(map(_is_figure, last))


def _is_cut_row(upper: Sequence[TableCell], lower: Sequence[TableCell], n_rows: int) -> bool:
    """Whether the first row below is the rest of the last row above."""
    last = {(cell.column, cell.column_span): cell for cell in upper if cell.row + cell.row_span == n_rows}
    first = {(cell.column, cell.column_span): cell for cell in lower if cell.row == 0}
    if first.keys() != last.keys():
        return False
    lowest = min(cell.row_span for cell in first.values())
    # Cells that reach further down are labels of several rows.
    return _goes_on([(last[key], first[key]) for key in first if first[key].row_span == lowest])


def _goes_on(pairs: Sequence[tuple[TableCell, TableCell]]) -> bool:
    """Whether the cells of two rows, the upper and the lower one of each column, are those of one."""
    twice = [(above, below) for above, below in pairs if above.text and below.text]
    if any(_is_figure(above.text) != _is_figure(below.text) for above, below in twice):
        return False
    words = [(above, below) for above, below in twice if not _is_figure(above.text)]
    figures = [(above, below) for above, below in twice if _is_figure(above.text)]
    if not all(_is_word_cut(above.text, below.text) for above, below in words):
        return False
    if not all(_is_figure_cut(above, below) for above, below in figures):
        return False
    uppers, lowers = ([cell.text for cell in row if cell.text] for row in zip(*pairs, strict=True))
    if words or len(figures) == len(lowers):
        return True
    is_label_above, is_label_below = (not all(map(_is_figure, texts)) for texts in (uppers, lowers))
    if is_label_above and not is_label_below:
        return True
    return not is_label_above and is_label_below and bool(uppers) and not any(map(_is_figure, lowers))


def _is_figure(text: str) -> bool:
    return is_value(text) or _SPACED_FIGURE.fullmatch(text) is not None


def _is_figure_cut(above: TableCell, below: TableCell) -> bool:
    """Whether a figure was broken for width."""
    return above.is_full and above.text[-1].isdigit() and below.text[0] in "0123456789.,"


def _is_word_cut(head: str, tail: str) -> bool:
    """Whether the words of a cell go on: together a label of the form, or the second no beginning of one."""
    if is_label(head + tail):
        return True
    return not (is_label(tail) or begins_item(tail) or is_label(head))


def _joined_row(upper: Sequence[TableCell], lower: Sequence[TableCell], n_rows: int) -> list[TableCell]:
    """The cells with the first row below taken into the last one above."""
    rest = {(cell.column, cell.column_span): cell for cell in lower if cell.row == 0}
    joined = []
    for cell in upper:
        below = rest.get((cell.column, cell.column_span)) if cell.row + cell.row_span == n_rows else None
        joined.append(cell if below is None else _grown(cell, below, below.row_span - 1))
    return joined + [replace(cell, row=cell.row + n_rows - 1) for cell in lower if cell.row > 0]


def _joined_spans(upper: Sequence[TableCell], lower: Sequence[TableCell], n_rows: int) -> list[TableCell]:
    """The cells, those with labels that go on below grown by what is under them."""
    first = {(cell.column, cell.column_span): cell for cell in lower if cell.row == n_rows}
    n_labelled = _n_label_columns(upper, first.values())
    joined, taken = [], set()
    for cell in upper:
        below = first.get((cell.column, cell.column_span)) if cell.row + cell.row_span == n_rows else None
        if below is not None and cell.column + cell.column_span <= n_labelled and _is_same_label(cell, below):
            taken.add(id(below))
            cell = _grown(cell, below, below.row_span)
        joined.append(cell)
    return joined + [cell for cell in lower if id(cell) not in taken]


def _n_label_columns(upper: Iterable[TableCell], first: Iterable[TableCell]) -> int:
    """How many columns stand left of all figures; all of them where a page's end cuts the header."""
    figures = [cell.column for cell in upper if cell.text and _is_figure(cell.text)]
    below = [cell.column for cell in first if cell.text and _is_figure(cell.text)]
    return min(figures or below or [_ANY])


def _is_same_label(above: TableCell, below: TableCell) -> bool:
    """Whether a cell below only goes on with the label above it: blank, the same words, or the rest of them."""
    head, tail = "".join(above.text.split()), "".join(below.text.split())
    if head and tail and head != tail:
        return is_label(head + tail) and not is_label(tail)
    return max(above.row_span, below.row_span) > 1


def _grown(cell: TableCell, below: TableCell, n_rows: int) -> TableCell:
    """A cell with what is below it, said once."""
    same = "".join(cell.text.split()) == "".join(below.text.split())
    text = cell.text if same else cell.text + below.text
    return replace(cell, text=text, row_span=cell.row_span + n_rows)
