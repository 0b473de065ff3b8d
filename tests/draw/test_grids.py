"""What the form took from each written cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from service.documents.document import Grid, GridCell, Source
from service.draw.grids import WrittenGrid, written_grids
from service.draw.marks import marks
from service.reading import Reading
from tests.draw.builders import make_blocks, make_reading
from tests.forms.tables import ruled, zeros


def grids_of(reading: Reading) -> list[WrittenGrid]:
    return written_grids(reading.document.grids(), marks(reading), reading.form)


def states(grid: WrittenGrid) -> Counter[str]:
    return Counter(written.state for row in grid.rows for written in row)


def test_every_cell_of_the_form_stands_in_one_written_cell() -> None:
    grids = grids_of(make_reading(make_blocks()))
    taken = [mark.cell.id for grid in grids for mark in grid.taken]
    assert len(taken) == len(set(taken)) == 200
    assert [grid.number for grid in grids] == [1, 2, 3]
    assert set(states(grids[1])) == {"read", ""}


def test_a_row_that_the_form_does_not_know_is_extra_as_a_whole() -> None:
    proactive, requests, disputes = ruled("V2", zeros("V2"))
    row = requests.n_rows
    cells = [GridCell(row, 0, "五、另外的情形", column_span=3), *(GridCell(row, 3 + at, str(at)) for at in range(7))]
    longer = replace(requests, cells=(*requests.cells, *cells))
    grid = grids_of(make_reading(make_blocks(grids=[proactive, longer, disputes])))[1]
    assert grid.extra == {row}
    assert {written.state for written in grid.rows[row]} == {"extra"}


def test_numbers_that_no_cell_took_are_unused() -> None:
    other = Grid(
        (GridCell(0, 0, "单位"), GridCell(0, 1, "件数"), GridCell(1, 0, "甲股"), GridCell(1, 1, "17")), Source(0)
    )
    grid = grids_of(make_reading(make_blocks(grids=[other])))[0]
    assert [written.state for row in grid.rows for written in row] == ["", "", "", "unused"]
    assert grid.taken == ()


@pytest.mark.parametrize("column", [None, 3])
def test_several_cells_of_the_form_in_one_place(column: int | None) -> None:
    reading = make_reading(make_blocks())
    ids = [id for id in reading.form.cells if id.startswith("requests.new@")]
    place = Source(6, 3, column)
    open_cells = {
        id: replace(reading.form.cells[id], status="ambiguous", value=None, source=place, candidates=(Decimal(1),))
        for id in ids
    }
    reading = replace(reading, form=replace(reading.form, cells={**reading.form.cells, **open_cells}))
    grid = grids_of(reading)[1]
    holders = [written for written in grid.rows[3] if written.marks]
    assert [[mark.cell.id for mark in written.marks] for written in holders] == [ids]
    assert holders[0].state == "ambiguous"


def test_the_gravest_state_shows() -> None:
    reading = make_reading(make_blocks())
    new, carried = reading.form.cells["requests.new@total"], reading.form.cells["requests.carried_in@total"]
    both = {"requests.carried_in@total": replace(carried, source=new.source, doubtful=True)}
    reading = replace(reading, form=replace(reading.form, cells={**reading.form.cells, **both}))
    (written,) = [w for row in grids_of(reading)[1].rows for w in row if len(w.marks) == 2]
    assert written.state == "doubtful"
