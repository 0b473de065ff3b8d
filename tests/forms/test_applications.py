"""Table three: rows of seven values under labels in every state."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.forms.cell import Form
from service.forms.layout import layout
from service.forms.recognise import recognise_grids

from .tables import (
    CHECK,
    COLUMNS,
    Merged,
    grid,
    read,
    request_header,
    request_labels,
    request_values,
    row,
    ruled_grid,
    seven,
    zeros,
)

V2 = layout("V2")
REQUESTS = V2.table("applications")


def requests(*rows: list[str]) -> Form:
    return recognise_grids([grid([*request_header(), *rows])])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["6", "", "", "", "", "", "6"], ["6", *["blank"] * 5, "6"]),
        ([""] * 7, ["blank"] * 7),
        (["/"] * 7, ["not_applicable"] * 7),
        (["", "6", "0", "0", "0", "0", "0", "6", ""], ["6", "0", "0", "0", "0", "0", "6"]),
        (["", "6", "", "", "", "", "", "6", ""], ["6", *["blank"] * 5, "6"]),
        (["80 0 0 0 0 0 80"], ["80", "0", "0", "0", "0", "0", "80"]),
        (["80 0", "0", "0", "0", "0", "80"], ["80", "0", "0", "0", "0", "0", "80"]),
        (["6", "0", "0", "0", "0", "6"], ["ambiguous"] * 7),
        (["111", "2", "0", "0", "0", "0", "0", "113"], ["111", "2", "0", "0", "0", "0", "113"]),
        (["0"] * 8, ["0"] * 7),
        (["1", "2", "3", "4", "5", "6", "7", "8"], ["ambiguous"] * 7),
        (["6", "0", "见附件", "0", "0", "0", "6"], ["6", "0", "unreadable", "0", "0", "0", "6"]),
        (["0000000"], ["0"] * 7),
    ],
)
def test_row_of_seven_values(written: list[str], expected: list[str]) -> None:
    assert seven(requests(["一、本年新收政府信息公开申请数量", *written]), "requests.new") == expected


def test_candidates_of_a_row_with_a_lost_cell_keep_their_order() -> None:
    form = requests(["一、本年新收政府信息公开申请数量", "6", "0", "0", "0", "0", "6"])
    candidates = [[*map(str, form.cells[f"requests.new@{c.id}"].candidates)] for c in REQUESTS.columns]
    assert candidates == [["6"], ["6", "0"], ["0"], ["0"], ["0"], ["0", "6"], ["6"]]
    assert form.cells["requests.new@total"].raw == "6 0 0 0 0 6"


def test_blank_cells_find_their_columns_by_a_full_row_of_the_same_shape() -> None:
    full = ["一、本年新收政府信息公开申请数量", "", "6", "0", "0", "0", "0", "0", "6", ""]
    form = requests(full, ["二、上年结转政府信息公开申请数量", "", "", "3", "", "", "", "", "3", ""])
    assert seven(form, "requests.carried_in") == ["blank", "3", "blank", "blank", "blank", "blank", "3"]


def test_a_wide_row_with_blanks_and_nothing_to_compare_it_with_stays_open() -> None:
    form = requests(["二、上年结转政府信息公开申请数量", "", "", "3", "", "", "", "", "", ""])
    assert seven(form, "requests.carried_in") == ["ambiguous"] * 7


def test_columns_of_a_row_with_a_shorter_label_are_not_those_of_a_longer_one() -> None:
    total = ["", "（七）总计", "6", "0", "0", "0", "0", "0", "6", ""]
    form = requests(["", "（三）不予公开", "1.属于国家秘密", "1", "2", "3", "4", "5", "6", ""], total)
    assert seven(form, "outcomes.total") == ["6", "0", "0", "0", "0", "0", "6"]
    assert set(seven(form, "outcomes.denied.state_secret")) <= {"1", "2", "3", "4", "5", "6", "blank", "ambiguous"}
    assert seven(form, "outcomes.denied.state_secret")[0] in ("1", "ambiguous")


def test_a_row_without_borders_may_be_filled_up_with_empty_cells() -> None:
    form = requests(["一、本年新收政府信息公开申请数量", "5000005", *[""] * 8])
    assert seven(form, "requests.new") == ["5", "0", "0", "0", "0", "0", "5"]


def test_digits_glued_to_the_label_are_values_and_its_number_is_none() -> None:
    values = ["0"] * 7
    form = requests(
        ["一、本年新收政府信息公开申请数量20", "0", "0", "0", "0", "0", "20"],
        ["2.重复申请0000000"],
        ["3.其他1000001"],
    )
    assert seven(form, "requests.new") == ["20", "0", "0", "0", "0", "0", "20"]
    assert seven(form, "outcomes.not_processed.duplicate") == values
    assert seven(form, "outcomes.other.misc") == ["1", "0", "0", "0", "0", "0", "1"]


def test_rows_without_borders_are_settled_by_the_whole_table() -> None:
    values = row(zeros("V2"), "requests.new", "111", "2", "0", "0", "0", "0", "113")
    values = row(values, "outcomes.granted", "111", "2", "0", "0", "0", "0", "113")
    values = row(values, "outcomes.total", "111", "2", "0", "0", "0", "0", "113")
    labels = request_labels(V2)
    rows = [[labels[r.id][-1], "".join(request_values(V2, values, r.id))] for r in REQUESTS.rows]
    known = [labels["outcomes.granted"][-1], *request_values(V2, values, "outcomes.granted")]
    settled = requests(*(known if r[0] == known[0] else r for r in rows))
    assert seven(settled, "requests.new") == ["111", "2", "0", "0", "0", "0", "113"]
    open_ = requests(*rows)
    assert seven(open_, "requests.new")[0] == "ambiguous"
    assert [*map(str, open_.cells["requests.new@natural_person"].candidates)] == ["1", "111"]


def test_labels_that_stand_together_in_one_cell() -> None:
    form = requests(["三、本年度办理结果（三）不予公开1.属于国家秘密", "2", "0", "0", "0", "0", "0", "2"])
    assert seven(form, "outcomes.denied.state_secret")[0] == "2"


def test_a_label_broken_over_two_rows() -> None:
    form = requests(
        ["", "", "5.要求行政机关确认或重新"],
        ["", "", "出具已获取信息", "1", "0", "0", "0", "0", "0", "1"],
        ["", "", "1.申请人无正当理由逾期不补正、行政机关不再", "2", "0", "0", "0", "0", "0", "2"],
        ["", "", "处理其政府信息公开申请"],
    )
    assert seven(form, "outcomes.not_processed.reconfirm")[-1] == "1"
    assert seven(form, "outcomes.other.no_correction")[-1] == "2"
    assert form.extra_rows == ()


def test_a_page_number_between_label_and_values_is_neither() -> None:
    form = requests(["（一）予以公开"], ["3"], ["", "5", "0", "0", "0", "0", "0", "5"])
    assert seven(form, "outcomes.granted") == ["5", "0", "0", "0", "0", "0", "5"]


def test_a_row_repeated_after_a_page_break_says_the_same() -> None:
    first = ["（一）予以公开", "5", "0", "0", "0", "0", "0", "5"]
    assert seven(requests(first, first), "outcomes.granted")[0] == "5"


def test_a_row_with_two_different_values_is_open() -> None:
    form = requests(["（一）予以公开", "5", *["0"] * 5, "5"], ["（一）予以公开", "6", *["0"] * 5, "6"])
    cell = form.cells["outcomes.granted@total"]
    assert (cell.status, cell.value, cell.candidates) == ("ambiguous", None, (Decimal(5), Decimal(6)))


def test_subtotals_that_the_form_does_not_have_are_extra_rows() -> None:
    form = requests(["（三）不予公开", "2", "0", "0", "0", "0", "0", "2"])
    assert [extra.texts[0] for extra in form.extra_rows] == ["（三）不予公开"]
    assert read(form) == {}


def test_a_damaged_label_is_known_by_its_number_and_place() -> None:
    zero = ["0"] * 7
    form = requests(["1.信访举报投诉类申请", *zero], ["2.重■■请", *zero], ["3.要求■供■开■版物", "4", *zero[1:6], "4"])
    assert seven(form, "outcomes.not_processed.publication")[0] == "4"


def test_an_unrelated_table_behind_a_cut_one_adds_nothing() -> None:
    cut = grid([*request_header(), ["一、本年新收政府信息公开申请数量", *["0"] * 7]])
    other = grid([["序号", "类别", "数量"], ["1", "其他", "3"], ["2", "总计", "3"]], block=1)
    form = recognise_grids([cut, other])
    assert form.extra_rows == ()
    assert set(read(form)) == {f"requests.new@{column.id}" for column in REQUESTS.columns}


def test_a_damaged_label_behind_its_group() -> None:
    form = requests(["一、本年新收政府信息公开申请数量", *["0"] * 7], ["（二）部分公开", *["0"] * 7])
    assert seven(form, "outcomes.denied.state_secret") == ["missing"] * 7
    damaged = requests(
        ["（二）部分公开", *["0"] * 7], ["三、本年度办理结果", "（三）不予公开", "1.属■国■秘密", "3", *["0"] * 5, "3"]
    )
    assert seven(damaged, "outcomes.denied.state_secret")[0] == "3"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["4 5", "0", "0", "0", "0", "0", "45"], ["45", "0", "0", "0", "0", "0", "45"]),
        (["1 1", "0", "0", "0", "0", "0", "1 1"], ["11", "0", "0", "0", "0", "0", "11"]),
        (["1 1", "0", "0", "0", "0", "0", "3"], ["ambiguous", "0", "0", "0", "0", "0", "3"]),
        (["4 5", "0", "", "0", "0", "0", "45"], ["45", "0", "blank", "0", "0", "0", "45"]),
        (["80 0", "", "0", "0", "0", "0", "80"], ["80", "0", "0", "0", "0", "0", "80"]),
        (["", "", "", "", "", "", "6"], ["blank"] * 6 + ["6"]),
        (["6"], ["ambiguous"] * 7),
    ],
)
def test_digits_set_apart_and_totals_alone(written: list[str], expected: list[str]) -> None:
    assert seven(requests(["一、本年新收政府信息公开申请数量", *written]), "requests.new") == expected


@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_label_wider_or_narrower_than_the_others_shifts_no_value(width: int) -> None:
    header = [
        [Merged(CHECK, 3, 3), Merged("申请人情况", columns=7)],
        [Merged("自然人", 2), Merged("法人或其他组织", columns=5), Merged("总计", 2)],
        [Merged(text) for text in COLUMNS],
    ]
    full = [Merged("二、上年结转政府信息公开申请数量", columns=3), *map(Merged, "1234567")]
    row = [Merged("一、本年新收政府信息公开申请数量", columns=width), *map(Merged, ["5", "", "", "", "", "", "5"])]
    form = recognise_grids([ruled_grid([*header, full, row])])
    assert seven(form, "requests.new") == ["5", *["blank"] * 5, "5"]


@pytest.mark.parametrize("filled", [0, 1])
def test_a_row_cut_by_a_page_break_has_its_values_in_either_half(filled: int) -> None:
    values, blank = ["2", "0", "0", "0", "0", "0", "2"], [""] * 7
    halves = [["1.申请人无正当理由逾期不补正、行政机关不再", *blank], ["处理其政府信息公开申请", *blank]]
    halves[filled][1:] = values
    form = recognise_grids([grid([*request_header(), halves[0]]), grid([*request_header(), halves[1]], block=1)])
    assert seven(form, "outcomes.other.no_correction") == values
    assert form.extra_rows == ()
