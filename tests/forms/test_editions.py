"""Tables of several editions in one report, and several reports in one file."""

from __future__ import annotations

import pytest

from service.documents.document import Grid
from service.forms.cell import Edition
from service.forms.layout import layout, tables
from service.forms.recognise import recognise_grids

from .old_tables import numbers, old_rows
from .tables import dispute_rows, flat, grid, proactive_rows, read, request_header, request_rows, row, zeros


def report(edition: Edition, values: dict[str, str], *, first_block: int = 0) -> list[Grid]:
    form = layout(edition)
    found = (proactive_rows(form, values), request_rows(form, values), dispute_rows(form, values))
    return [grid(rows, block=first_block + at) for at, rows in enumerate(found)]


@pytest.mark.parametrize(
    ("two", "three", "edition"), [("V1", "V2", "V1"), ("V2", "V1", "V2"), ("V1", "V1", "V1"), ("V2", "V2", "V2")]
)
def test_each_table_is_read_as_its_own_edition_has_it(two: Edition, three: Edition, edition: Edition) -> None:
    of_two, of_three = layout(two).table("proactive"), layout(three).table("applications")
    values = {
        id: str(at % 90)
        for at, id in enumerate([*of_two.cells, *of_three.cells, *layout("V2").table("disputes").cells])
    }
    grids = [
        grid(proactive_rows(layout(two), values)),
        grid(request_rows(layout(three), values), block=1),
        grid(dispute_rows(layout(three), values), block=2),
    ]
    form = recognise_grids(grids)
    assert form.edition == edition
    assert read(form) == values
    assert set(form.cells) == set(values)


def test_a_table_that_is_not_there_is_missing_in_the_edition_of_the_others() -> None:
    form = recognise_grids([grid(request_rows(layout("V1"), zeros("V1")))])
    assert form.cells["p19.fees.items_prev"].status == "missing"
    assert "proactive.fees.amount_wan" not in form.cells


def test_of_two_reports_in_one_file_the_first_is_read() -> None:
    first = row(zeros("V2"), "requests.new", *"1000001")
    second = {id: "7" for id in zeros("V2")}
    form = recognise_grids([*report("V2", first), *report("V2", second, first_block=3)])
    assert read(form) == first
    [problem] = form.problems
    assert problem.code == "report.several"
    assert problem.where is not None
    assert problem.where.block == 3


def test_the_first_of_two_reports_lends_no_cell_from_the_second() -> None:
    first = report("V2", zeros("V2"))[:2]
    second = report("V2", {id: "7" for id in zeros("V2")}, first_block=2)
    form = recognise_grids([*first, *second])
    assert {cell.status for id, cell in form.cells.items() if id.startswith(("review", "litigation"))} == {"missing"}
    assert set(read(form).values()) == {"0"}


def test_several_reports_of_the_years_before_2019() -> None:
    [table] = tables("V0b")
    values = numbers(table)
    second = {id: f"9{value}" for id, value in values.items()}
    form = recognise_grids([grid(old_rows(table, values)), grid(old_rows(table, second), block=1)])
    assert read(form) == values
    assert [problem.code for problem in form.problems] == ["report.several"]


def test_a_copy_of_a_table_and_an_empty_one_are_no_second_report() -> None:
    values = row(zeros("V2"), "requests.new", *"1000001")
    empty = dict.fromkeys(values, "")
    form = recognise_grids([*flat("V2", empty), *report("V2", values, first_block=3), *flat("V2", values)])
    assert read(form) == values
    assert form.problems == ()


def test_rows_repeated_after_a_page_break_are_no_second_report() -> None:
    values = row(zeros("V2"), "outcomes.granted", *"3000003")
    rows = request_rows(layout("V2"), values)
    form = recognise_grids([grid(rows[:12]), grid([*request_header(), *rows[8:]], block=1)])
    assert form.problems == ()
    assert {id: value for id, value in values.items() if "@" in id} == read(form)
