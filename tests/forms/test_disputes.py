"""Table four: fifteen values by position."""

from __future__ import annotations

import pytest

from service.forms.layout import layout
from service.forms.recognise import recognise_grids

from .tables import RESULTS, grid, request_header

CELLS = [*layout("V2").table("disputes").cells]


def disputes(*rows: list[str]) -> list[str]:
    header = [["行政复议", "行政诉讼"], ["结果", "结果", "其他", "尚未", "总", "未经复议直接起诉", "复议后起诉"]]
    form = recognise_grids([grid([*header, *rows])])
    cells = [cell for id, cell in form.cells.items() if id.startswith(("review", "litigation"))]
    return [str(cell.value) if cell.status == "read" else cell.status for cell in cells]


FIFTEEN = ["2", "3", "2", "0", "7", *["0"] * 8, "1", "1"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["维持", "纠正", "结果", "审结", "计"], FIFTEEN], FIFTEEN),
        ([["", *FIFTEEN, ""]], FIFTEEN),
        ([["件数", *FIFTEEN]], FIFTEEN),
        ([FIFTEEN[:5], FIFTEEN[5:]], FIFTEEN),
        ([[" ".join(FIFTEEN)]], FIFTEEN),
        ([["0" * 15]], ["0"] * 15),
        ([[""] * 15], ["blank"] * 15),
        ([["/"] * 15], ["not_applicable"] * 15),
        ([["1", "", "", "", "1", *[""] * 10]], ["1", *["blank"] * 3, "1", *["blank"] * 10]),
        ([FIFTEEN[:14]], ["ambiguous"] * 15),
        ([FIFTEEN, ["1"] * 15], FIFTEEN),
        ([], ["missing"] * 15),
    ],
)
def test_table_four_is_read_by_position(rows: list[list[str]], expected: list[str]) -> None:
    assert disputes(*rows) == expected


def test_table_four_without_its_header_is_known_by_its_width_behind_table_three() -> None:
    requests = grid([*request_header(), ["四、结转下年度继续办理", *["0"] * 7]])
    form = recognise_grids([requests, grid([FIFTEEN], block=1)])
    assert str(form.cells["review.total"].value) == "7"
    assert recognise_grids([grid([FIFTEEN])]).edition is None


def test_table_four_may_have_its_header_on_the_page_before() -> None:
    header = grid([["行政复议", "", "行政诉讼"], ["结果", "结果", "未经复议直接起诉", "复议后起诉"]])
    form = recognise_grids([header, grid([FIFTEEN], block=1)])
    assert str(form.cells["review.total"].value) == "7"


MIXED = ["2", "3", "2", "0", "7", "1", "0", "0", "0", "1", "0", "0", "2", "1", "3"]
BY_PATH = (MIXED[:5], MIXED[5:10], MIXED[10:])
PATHS = ("行政复议", "未经复议直接起诉", "复议后起诉")
BROAD = [["行政复议", "行政诉讼"], [*RESULTS, "未经复议直接起诉", "复议后起诉"]]


def padded(row: list[str], *, before: int = 0) -> list[str]:
    return [*[""] * before, *row, *[""] * (15 - before - len(row))]


ORIENTATIONS = {
    "split into three padded rows": [*BROAD, *map(padded, BY_PATH)],
    "split into three rows one further right than the other": [
        *BROAD,
        *(padded(row, before=5 * at) for at, row in enumerate(BY_PATH)),
    ],
    "a row for each path": [["", *RESULTS], *([path, *row] for path, row in zip(PATHS, BY_PATH, strict=True))],
    "a row for each path, filled up": [
        BROAD[0],
        *([path, *padded(row)] for path, row in zip(PATHS, BY_PATH, strict=True)),
    ],
    "the paths to court under one label": [
        ["", "", *RESULTS],
        ["行政复议", "", *BY_PATH[0]],
        ["行政诉讼", PATHS[1], *BY_PATH[1]],
        ["", PATHS[2], *BY_PATH[2]],
    ],
    "a row for each result": [
        ["", "行政复议", "行政诉讼"],
        ["", "", "未经复议直接起诉", "复议后起诉"],
        *([result, *values] for result, *values in zip(RESULTS, *BY_PATH, strict=True)),
    ],
    "a row for each result, paths in another order": [
        ["", "未经复议直接起诉", "复议后起诉", "行政复议"],
        *([result, b, c, a] for result, a, b, c in zip(RESULTS, *BY_PATH, strict=True)),
    ],
    "one value below the other": [
        [PATHS[at // 5] if at % 5 == 0 else "", RESULTS[at % 5], value] for at, value in enumerate(MIXED)
    ],
    "one value below the other, paths not repeated": [
        ["行政复议"],
        *([RESULTS[at % 5], value] for at, value in enumerate(MIXED)),
    ],
}


@pytest.mark.parametrize("rows", ORIENTATIONS.values(), ids=ORIENTATIONS)
def test_table_four_is_read_in_any_orientation(rows: list[list[str]]) -> None:
    form = recognise_grids([grid(rows)])
    assert [str(form.cells[id].value) for id in CELLS] == MIXED
    assert (form.extra_rows, form.problems) == ((), ())


@pytest.mark.parametrize("rows", [[MIXED], list(BY_PATH)], ids=["one row", "a row for each path"])
def test_table_four_without_header_behind_table_three(rows: list[list[str]]) -> None:
    requests = grid([*request_header(), ["四、结转下年度继续办理", *["0"] * 7]])
    form = recognise_grids([requests, grid(rows, block=1)])
    assert [str(form.cells[id].value) for id in CELLS] == MIXED


def test_parts_of_a_row_with_lost_values_are_not_counted() -> None:
    form = recognise_grids([grid([*BROAD, padded(["1", "", "", "", "1"]), padded(["0", "2", "0", "0", "2"])])])
    assert {form.cells[id].status for id in CELLS} == {"ambiguous"}


def test_digits_set_apart_are_one_number_where_the_sum_says_so() -> None:
    form = recognise_grids([grid([*BROAD, ["1 1", "0", "0", "0", "1 1", *["0"] * 10]])])
    assert [str(form.cells[id].value) for id in CELLS[:5]] == ["11", "0", "0", "0", "11"]
