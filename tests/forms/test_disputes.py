"""Table four: fifteen values by position."""

from __future__ import annotations

import pytest

from service.forms.recognise import recognise_grids

from .tables import grid, request_header


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
