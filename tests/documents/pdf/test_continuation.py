from __future__ import annotations

import pytest

from service.documents.document import Grid, Paragraph
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Merged, Sheet, pdf, table

Rows = list[list[str | Merged]]
WIDTHS = [70.0, 90.0, 30.0, 30.0]


def stitched(upper: Rows, lower: Rows, *, height: float = 20) -> list[tuple[int, int, str, int, int]]:
    """The cells of a table that a page's end cuts into two parts."""
    first, second = Sheet(), Sheet()
    table(first, upper, top=800 - height * len(upper), widths=WIDTHS, height=height)
    table(second, lower, top=72, widths=WIDTHS, height=height)
    (grid,) = read_pdf(pdf(first, second)).blocks
    assert isinstance(grid, Grid)
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid.cells]


def row(*texts: str, start: int = 0) -> list[tuple[int, int, str, int, int]]:
    return [(start, column, text, 1, 1) for column, text in enumerate(texts)]


def test_merged_label_goes_on_below() -> None:
    upper: Rows = [[Merged("（三）不予公开", rows=2), "1.属于国家秘密", "1", "2"], ["3.危及", "3", "4"]]
    lower: Rows = [[Merged("", rows=2), "4.保护第三方合法权益", "5", "6"], ["5.其他", "7", "8"]]
    cells = stitched(upper, lower)
    assert cells[0] == (0, 0, "（三）不予公开", 4, 1)
    assert len(cells) == 13


def test_merged_label_that_is_repeated_is_said_once() -> None:
    upper: Rows = [[Merged("三、本年度\n办理结果", rows=2), "予以公开", "1", "2"], ["部分公开", "3", "4"]]
    lower: Rows = [[Merged("三、本年度\n办理结果", rows=2), "不予公开", "5", "6"], ["无法提供", "7", "8"]]
    assert stitched(upper, lower)[0] == (0, 0, "三、本年度办理结果", 4, 1)


def test_label_that_the_page_end_cuts_is_whole_again() -> None:
    upper: Rows = [[Merged("（四）\n无法", rows=2), "甲", "1", "2"], ["乙", "3", "4"]]
    lower: Rows = [[Merged("提供", rows=2), "丙", "5", "6"], ["丁", "7", "8"]]
    assert stitched(upper, lower, height=30)[0] == (0, 0, "（四）无法提供", 4, 1)


def test_another_label_below_is_a_cell_of_its_own() -> None:
    upper: Rows = [[Merged("不予公开", rows=2), "甲", "1", "2"], ["乙", "3", "4"]]
    lower: Rows = [[Merged("无法提供", rows=2), "丙", "5", "6"], ["丁", "7", "8"]]
    cells = stitched(upper, lower)
    assert [cell for cell in cells if cell[1] == 0] == [(0, 0, "不予公开", 2, 1), (2, 0, "无法提供", 2, 1)]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (["甲", "5.属于三类内部", "1", "2"], ["", "事务信息", "", ""], ["甲", "5.属于三类内部事务信息", "1", "2"]),
        (["甲", "5.属于三类内部", "", ""], ["", "事务信息", "1", "2"], ["甲", "5.属于三类内部事务信息", "1", "2"]),
        (["甲", "2.重复申请", "", ""], ["", "", "1", "2"], ["甲", "2.重复申请", "1", "2"]),
        (["", "", "1", "2"], ["甲", "2.重复申请", "", ""], ["甲", "2.重复申请", "1", "2"]),
        (["甲", "2.重复申请", "103", "2"], ["", "", "4", ""], ["甲", "2.重复申请", "1034", "2"]),
        (["甲", "2.重复申请", "1", "2"], ["", "", "", ""], ["甲", "2.重复申请", "1", "2"]),
    ],
    ids=["words", "words, figures below", "figures below", "figures above", "figure broken", "nothing left"],
)
def test_row_that_the_page_end_cuts_is_one_row(above: list[str], below: list[str], joined: list[str]) -> None:
    cells = stitched([["乙", "1.属于国家秘密", "8", "9"], [*above]], [[*below], ["丙", "3.其他", "6", "7"]])
    assert cells[4:8] == row(*joined, start=1)
    assert cells[8:] == row("丙", "3.其他", "6", "7", start=2)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["甲", "1.属于国家秘密", "", ""], ["乙", "2.重复申请", "", ""]),
        (["甲", "1.属于国家秘密", "", ""], ["乙", "2.重复申请", "1", "2"]),
        (["甲", "1.属于国家秘密", "1", "2"], ["乙", "2.重复申请", "3", "4"]),
        (["甲", "1.属于国家秘密", "1", "2"], ["", "", "3", "4"]),
        (["甲", "答复总数", "4条", "82条"], ["", "其中：同意公开", "1条", "5条"]),
    ],
)
def test_rows_that_are_whole_stay_two(above: list[str], below: list[str]) -> None:
    cells = stitched([["丁", "0.无", "8", "9"], [*above]], [[*below], ["丙", "3.其他", "6", "7"]])
    assert cells[4:12] == row(*above, start=1) + row(*below, start=2)


def test_columns_that_only_one_part_divides() -> None:
    upper: Rows = [[Merged("申请人情况", columns=4)], [Merged("甲", columns=2), "1", "2"]]
    lower: Rows = [["乙", "丙", Merged("3", columns=2)], ["丁", "戊", "4", "5"]]
    assert stitched(upper, lower) == [
        (0, 0, "申请人情况", 1, 4),
        (1, 0, "甲", 1, 2),
        (1, 2, "1", 1, 1),
        (1, 3, "2", 1, 1),
        (2, 0, "乙", 1, 1),
        (2, 1, "丙", 1, 1),
        (2, 2, "3", 1, 2),
        *row("丁", "戊", "4", "5", start=3),
    ]


def test_tables_of_other_width_are_two() -> None:
    first, second = Sheet(), Sheet()
    table(first, [["甲", "1"], ["乙", "2"]], top=740, widths=[100, 100])
    table(second, [["甲", "1"], ["乙", "2"]], top=72, widths=[100, 160])
    assert len(read_pdf(pdf(first, second)).blocks) == 2


def test_page_number_and_head_stand_in_no_ones_way() -> None:
    first, second = Sheet(), Sheet()
    table(first, [["甲", "1"], ["乙", "2"]], top=740, widths=[100, 100])
    table(second, [["丙", "3"], ["丁", "4"]], top=72, widths=[100, 100])
    for number, sheet in enumerate((first, second), 1):
        sheet.text(290, 815, f"- {number} -", size=9)
        sheet.text(72, 40, "清溪区档案局", size=9)
    blocks = read_pdf(pdf(first, second)).blocks
    assert [type(block) for block in blocks] == [Grid]
    assert not any(isinstance(block, Paragraph) for block in blocks)


def test_first_row_that_the_page_end_leaves_alone_is_of_the_table() -> None:
    upper: Rows = [[Merged("第二十条第（八）项", columns=4)]]
    lower: Rows = [["信息内容", Merged("本年收费金额", columns=3)], ["行政事业性收费", Merged("12.5", columns=3)]]
    assert stitched(upper, lower)[0] == (0, 0, "第二十条第（八）项", 1, 2)


def test_last_row_left_blank_on_the_next_page_is_of_the_table() -> None:
    first, second = Sheet(), Sheet()
    table(first, [["结果维持", "结果纠正", "其他结果", "总计"]], top=780, widths=[60.0] * 4)
    table(second, [[""] * 4], top=72, widths=[60.0] * 4)
    second.text(72, 140, "五、存在的主要问题及改进情况")
    grid, _ = read_pdf(pdf(first, second)).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()][1:] == [[""] * 4]


def test_blank_end_of_a_row_that_the_page_end_cuts_is_no_row() -> None:
    assert stitched([["甲", "2.重复申请", "1", "2"]], [[""] * 4]) == row("甲", "2.重复申请", "1", "2")
