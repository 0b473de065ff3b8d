"""Grids as rows of an HTML table: every position is covered once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Grid, GridCell, Source
from service.draw.grids import WrittenCell, WrittenGrid
from service.draw.html.table import Slot, table_rows
from tests.forms.tables import ruled, zeros


def written(grid: Grid) -> WrittenGrid:
    return WrittenGrid(1, grid, tuple(tuple(WrittenCell(cell, "") for cell in row) for row in grid.rows()), frozenset())


def covered(rows: list[list[Slot]]) -> Counter[tuple[int, int]]:
    """How many slots cover each position, as a browser places them."""
    positions: Counter[tuple[int, int]] = Counter()
    for index, row in enumerate(rows):
        column = 0
        for slot in row:
            while positions[index, column]:
                column += 1
            for down in range(slot.row_span):
                positions.update((index + down, column + across) for across in range(slot.column_span))
    return +positions


def test_ruled_grids_need_no_gaps() -> None:
    for grid in ruled("V2", zeros("V2")):
        rows = table_rows(written(grid))
        assert all(slot.written is not None for row in rows for slot in row)
        assert len(covered(rows)) == grid.n_rows * written(grid).n_columns


def test_positions_without_a_cell_become_gaps() -> None:
    grid = Grid((GridCell(0, 1, "a", row_span=2), GridCell(0, 3, "b"), GridCell(2, 2, "c")), Source(0))
    shape = [
        [(slot.written.cell.text if slot.written else None, slot.column_span) for slot in row]
        for row in table_rows(written(grid))
    ]
    assert shape == [
        [(None, 1), ("a", 1), (None, 1), ("b", 1)],
        [(None, 1), (None, 2)],
        [(None, 2), ("c", 1), (None, 1)],
    ]


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Grids whose cells do not overlap, with and without merged cells and with positions left free."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, column in draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)):
        rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        area = {(row + down, column + across) for down in range(rows) for across in range(columns)}
        if not area & taken:
            taken |= area
            cells.append(GridCell(row, column, "", rows, columns))
    return Grid(tuple(cells), Source(0))


@given(grids())
def test_no_position_is_covered_twice_and_none_is_left(grid: Grid) -> None:
    positions = covered(table_rows(written(grid)))
    n_columns = written(grid).n_columns
    assert set(positions.values()) <= {1}
    assert set(positions) >= {(row, column) for row in range(grid.n_rows) for column in range(n_columns)}
