"""What the form took from each written cell of a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.documents.document import Grid, GridCell
from service.draw.marks import CellMark, FindingMark, Marks, distinct
from service.forms.cell import Form
from service.forms.value import parse

# What a written cell is shown as where several cells of the form stand in it: the first of these.
_GRAVEST_FIRST = ("ambiguous", "unreadable", "doubtful", "read", "not_applicable", "blank")


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell of a grid with the cells of the form that stand in it.

    ``state`` is one of the appearance: that of the form's cell, ``extra`` in a row that the form does not know,
    ``unused`` for a number that no cell of the form took; empty for labels and headers.
    """

    cell: GridCell
    state: str
    marks: tuple[CellMark, ...] = ()

    @property
    def failing(self) -> tuple[FindingMark, ...]:
        """What fails at the cells of the form that stand here."""
        return distinct(finding for mark in self.marks for finding in mark.failing)


@dataclass(frozen=True, slots=True)
class WrittenGrid:
    """A grid with its number in the document (from 1) and its cells row by row."""

    number: int
    grid: Grid
    rows: tuple[tuple[WrittenCell, ...], ...]
    extra: frozenset[int]

    @property
    def n_columns(self) -> int:
        """How many columns the grid has."""
        return max((cell.column + cell.column_span for cell in self.grid.cells), default=0)

    @property
    def taken(self) -> tuple[CellMark, ...]:
        """The cells of the form that stand in it."""
        return tuple(mark for row in self.rows for written in row for mark in written.marks)

    @property
    def failing(self) -> tuple[FindingMark, ...]:
        """What fails at its cells."""
        return distinct(finding for mark in self.taken for finding in mark.failing)


def written_grids(grids: Iterable[Grid], marks: Marks, form: Form) -> list[WrittenGrid]:
    """The grids of a document with what the form took from them."""
    at: defaultdict[tuple[int, int, int | None], list[CellMark]] = defaultdict(list)
    for mark in marks.cells.values():
        source = mark.cell.source
        if source is not None and source.row is not None:
            at[source.block, source.row, source.column].append(mark)
    extra = {(row.source.block, row.source.row) for row in form.extra_rows}
    written = []
    for number, grid in enumerate(grids, 1):
        block = grid.source.block
        unknown = frozenset(row for row in range(grid.n_rows) if (block, row) in extra)
        rows = tuple(
            _row(
                cells,
                own=[tuple(at.get((block, cell.row, cell.column), ())) for cell in cells],
                together=tuple(at.get((block, row, None), ())),
                is_extra=row in unknown,
            )
            for row, cells in enumerate(grid.rows())
        )
        written.append(WrittenGrid(number, grid, rows, unknown))
    return written


def _row(
    cells: Sequence[GridCell], *, own: Sequence[tuple[CellMark, ...]], together: tuple[CellMark, ...], is_extra: bool
) -> tuple[WrittenCell, ...]:
    """The cells of a row; cells of the form that have only the row in common stand at its first free number."""
    row = [WrittenCell(cell, _state(cell, marks, is_extra), marks) for cell, marks in zip(cells, own, strict=True)]
    if not together:
        return tuple(row)
    free = [at for at, written in enumerate(row) if not written.marks and _is_number(written.cell.text)]
    first = free[0] if free else len(row) - 1
    state = _gravest(together)
    return tuple(
        WrittenCell(written.cell, state, (*written.marks, *together) if at == first else written.marks)
        if at == first or at in free
        else written
        for at, written in enumerate(row)
    )


def _state(cell: GridCell, marks: Sequence[CellMark], is_extra: bool) -> str:
    if marks:
        return _gravest(marks)
    if is_extra:
        return "extra"
    return "unused" if _is_number(cell.text) else ""


def _gravest(marks: Sequence[CellMark]) -> str:
    states = {mark.state for mark in marks}
    return next((state for state in _GRAVEST_FIRST if state in states), "")


def _is_number(text: str) -> bool:
    return parse(text).status in ("read", "ambiguous")
