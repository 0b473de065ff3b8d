"""Where cells stand on a page, and how sure recognition was of them."""

from __future__ import annotations

import pytest

from service.documents.document import Grid, GridCell, Place, Source
from service.forms.cell import Cell, Form
from service.forms.recognise import recognise_grids

from .tables import CHECK, COLUMNS, Rows


def scanned(rows: Rows, *, block: int = 0) -> Grid:
    """A grid as a scan gives it: each cell 20 by 10 points, the surer the further to the right."""
    cells = [
        GridCell(r, c, text, place=_place(r, c), confidence=round(0.5 + c / 100, 2))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Grid(tuple(cells), Source(block))


def _place(row: int, column: int) -> Place:
    return Place(1, (20.0 * column, 10.0 * row, 20.0 * column + 20, 10.0 * row + 10))


def table_three(*rows: list[str]) -> Form:
    return recognise_grids([scanned([[CHECK, "自然人", *COLUMNS, "总计"], *rows])])


def total(form: Form, row_id: str) -> Cell:
    return form.cells[f"{row_id}@total"]


NEW = "一、本年新收政府信息公开申请数量"


def test_a_value_has_the_place_and_confidence_of_its_cell() -> None:
    cell = total(table_three([NEW, *"1000001"]), "requests.new")
    assert cell.source == Source(0, 1, 7, _place(1, 7))
    assert cell.confidence == 0.57


@pytest.mark.parametrize(
    ("written", "status"), [(["80 0 0 0 0 0 80"], "read"), (["5000005"], "read"), (["1", "0 0 0 0 0", "1"], "read")]
)
def test_values_split_from_one_cell_have_its_place_and_confidence(written: list[str], status: str) -> None:
    cell = table_three([NEW, *written]).cells["requests.new@research"]
    column = 2 if len(written) > 1 else 1
    assert cell.status == status
    assert cell.source == Source(0, 1, column, _place(1, column))
    assert cell.confidence == round(0.5 + column / 100, 2)


def test_an_open_cell_has_the_place_of_the_whole_row_and_the_least_confidence() -> None:
    cell = total(table_three([NEW, "6", "0", "0", "0", "0", "6"]), "requests.new")
    assert cell.status == "ambiguous"
    assert cell.source == Source(0, 1, None, Place(1, (20.0, 10.0, 140.0, 20.0)))
    assert cell.confidence == 0.51


def test_the_place_of_a_row_over_two_pages_is_that_on_the_first() -> None:
    cells = [GridCell(0, 0, CHECK), *(GridCell(0, c + 1, text) for c, text in enumerate(COLUMNS))]
    cells += [GridCell(1, 0, NEW)]
    cells += [GridCell(1, c, "3", place=Place(1 + c // 4, _place(1, c).box)) for c in range(1, 7)]
    source = total(recognise_grids([Grid(tuple(cells), Source(0))]), "requests.new").source
    assert source is not None
    assert source.place == Place(1, (20.0, 10.0, 80.0, 20.0))


def test_two_figures_for_one_cell_are_as_sure_as_the_less_sure() -> None:
    rows = [[NEW, "", *"5000005"], [NEW, *"6000006"]]
    cell = total(table_three(*rows), "requests.new")
    assert (cell.status, cell.confidence) == ("ambiguous", 0.57)
    assert cell.source == Source(0, 1, 8, _place(1, 8))


def test_an_extra_row_has_the_place_of_its_cells() -> None:
    [extra] = table_three([NEW, *"1000001"], ["其他申请渠道", *"1000001"]).extra_rows
    assert extra.source == Source(0, 2, None, Place(1, (0.0, 20.0, 160.0, 30.0)))
