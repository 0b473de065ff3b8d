from __future__ import annotations

import pytest

from service.documents.document import Grid, Paragraph
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Sheet, pdf, table


def texts(*sheets: Sheet) -> list[str]:
    return [block.text for block in read_pdf(pdf(*sheets)).blocks if isinstance(block, Paragraph)]


def body(number: int) -> Sheet:
    sheet = Sheet()
    sheet.text(96, 130, f"{'甲乙丙丁戊'[number]}、本年度公开政府信息。")
    return sheet


BODY = [f"{letter}、本年度公开政府信息。" for letter in "甲乙丙丁戊"]


@pytest.mark.parametrize("written", ["- {} -", "{}", "— {} —", "第 {} 页", "第{}页 共5页", "{}/5"])
def test_page_numbers_are_left_out(written: str) -> None:
    sheets = [body(number) for number in range(5)]
    for number, sheet in enumerate(sheets, 1):
        sheet.text(290, 800, written.format(number), size=9)
    assert texts(*sheets) == BODY


def test_page_number_of_a_single_page_is_left_out() -> None:
    sheet = body(0)
    sheet.text(290, 800, "- 1 -")
    assert texts(sheet) == BODY[:1]


def test_running_heads_and_feet_are_left_out_and_the_title_stays() -> None:
    sheets = [body(number) for number in range(5)]
    sheets[0].text(150, 110, "清溪区档案局年度报告", size=20)
    for number, sheet in enumerate(sheets, 1):
        sheet.text(72, 40, "清溪区档案局年度报告", size=9)
        sheet.text(72, 810, f"某网站打印于2024年{number}月", size=9)
    assert texts(*sheets) == ["清溪区档案局年度报告", *BODY]


def test_heads_of_left_and_right_pages_differ() -> None:
    sheets = [body(number) for number in range(5)]
    for number, sheet in enumerate(sheets):
        sheet.text(72, 40, "清溪区档案局" if number % 2 else "年度报告", size=9)
    assert texts(*sheets) == BODY


def test_words_in_the_text_of_two_pages_stay() -> None:
    sheets = [body(number) for number in range(3)]
    for sheet in sheets:
        sheet.text(96, 400, "本年度没有行政复议。")
    assert texts(*sheets).count("本年度没有行政复议。") == 3


def test_lines_of_text_that_begin_two_pages_stay() -> None:
    sheets = [Sheet(), Sheet()]
    for sheet in sheets:
        for at in range(3):
            sheet.text(72, 80 + 20 * at, "全年主动公开政府信息，共计一千二百三十四条其中")
    assert "".join(texts(*sheets)).count("共计") == 6


def test_figures_of_a_table_at_a_page_end_stay() -> None:
    sheet = Sheet()
    table(sheet, [["规章", "3"], ["行政许可", "15"]], top=740, widths=[100, 100])
    sheet.text(290, 815, "- 1 -", size=9)
    (grid,) = read_pdf(pdf(sheet)).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["规章", "3", "行政许可", "15"]


@pytest.mark.parametrize(
    ("head", "size", "stays"),
    [
        ("政府信息公开工作年度报告", 9, False),
        ("政府信息公开工作年度报告", 20, True),
        ("清溪区档案局", 9, True),
        ("2023年统计年报", 9, True),
    ],
)
def test_running_head_of_a_single_page_is_part_of_the_title_in_small(head: str, size: float, stays: bool) -> None:
    sheet = body(0)
    sheet.text(72, 50, head, size=size)
    sheet.text(90, 105, "清溪区档案局政府信息公开工作年度报告", size=20)
    assert (head in texts(sheet)) is stays


def test_header_of_a_table_on_every_page_is_no_running_head() -> None:
    sheets = [Sheet() for _ in range(3)]
    for sheet, label in zip(sheets, ("当面申请数", "传真申请数", "信函申请数"), strict=True):
        rows = [["统计指标", "单位", "统计数"], *[[label, "件", "1"]] * 3]
        table(sheet, rows, top=50, widths=[200.0, 60.0, 60.0], ruled=False)
    (grid,) = (block for block in read_pdf(pdf(*sheets)).blocks if isinstance(block, Grid))
    assert grid.n_rows == 10
