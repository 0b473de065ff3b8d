from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.documents.document import Grid, Paragraph
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Sheet, pdf, table

APPLICANTS = ["", "自然人", "商业\n企业", "科研\n机构", "社会\n公益", "法律\n服务", "其他", "总计"]
NARROW = [190.0, *[34.0] * 7]


def read(*sheets: Sheet) -> tuple[list[list[str]], list[str]]:
    """The rows of all grids, and the paragraphs."""
    blocks = read_pdf(pdf(*sheets)).blocks
    rows = [[cell.text for cell in row] for block in blocks if isinstance(block, Grid) for row in block.rows()]
    return rows, [block.text for block in blocks if isinstance(block, Paragraph)]


def borderless(rows: Sequence[Sequence[str]], widths: Sequence[float], *, height: float = 26) -> Sheet:
    sheet = Sheet()
    table(sheet, rows, widths=widths, height=height, ruled=False)
    return sheet


STATISTICS = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "", ""],
    ["（一）主动公开政府信息数", "条", "70,567"],
    ["危及国家安全、公共安全、\n经济安全和社会稳定", "件", "1"],
    ["其他情形数", "件", ""],
]
CODED = [
    ["指标名称", "计量单位", "代码", "本期实际", "本年累计"],
    ["主动公开信息数", "条", "01", "57", "1084"],
    ["其中：1.当面申请数", "条", "02", "0", "3"],
]


@pytest.mark.parametrize(
    ("rows", "widths"),
    [(STATISTICS, [240.0, 60.0, 80.0]), (CODED, [180.0, 60.0, 50.0, 70.0, 70.0])],
    ids=["statistics", "coded"],
)
def test_old_tables_have_the_columns_of_their_header(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    sheet = borderless(rows, widths)
    sheet.text(72, 80, "政府信息公开情况统计附表")
    sheet.text(380, 300, "清溪区人民政府")
    sheet.text(380, 320, "2015年1月19日")
    found, texts = read(sheet)
    written = [[text.replace("\n", "") for text in row if text] for row in rows]
    assert [[text for text in row if text] for row in found] == written
    assert texts == ["政府信息公开情况统计附表", "清溪区人民政府", "2015年1月19日"]


def test_header_of_an_old_table_said_again_on_the_next_page_is_no_row() -> None:
    rows = [["（二）申请办结数", "件", "2"], ["（三）申请答复数", "件", "1,233"]]
    sheets = [borderless([STATISTICS[0], *part], [240.0, 60.0, 80.0]) for part in (STATISTICS[1:], rows)]
    found, _ = read(*sheets)
    assert [row[0] for row in found].count("统计指标") == 1
    assert found[-2:] == rows


def test_columns_that_are_blank_below_their_heads_are_blank_cells() -> None:
    rows = [APPLICANTS, ["一、本年新收政府信息公开申请数量", "4", *[""] * 5, "4"], ["（七）总计", *[""] * 6, "3"]]
    found, _ = read(borderless(rows, NARROW))
    assert found[-2:] == rows[1:]


def test_label_of_a_row_in_which_all_is_blank_has_blank_cells() -> None:
    rows = [
        APPLICANTS,
        ["一、本年新收政府信息公开申请数量", *"1234567"],
        ["（二）部分公开（区分处理的，\n只计这一情况）", *[""] * 7],
        ["（七）总计", *"1234567"],
    ]
    found, _ = read(borderless(rows, NARROW))
    assert found[-2] == ["（二）部分公开（区分处理的，只计这一情况）", *[""] * 7]


def test_character_of_a_label_set_downwards_is_no_figure() -> None:
    sheet = borderless(
        [["本机关不掌握相关政府信息", "无", "3", "3"], ["重复申请", "1", "2", "3"]], [*NARROW[:1], 40.0, 40.0, 40.0]
    )
    for number, character in enumerate("无法提供"):
        sheet.text(76, 105 + 12 * number, character, size=9)
    found, _ = read(sheet)
    assert ["本机关不掌握相关政府信息", "无", "3", "3"] in found
    assert ["重复申请", "1", "2", "3"] in found


@pytest.mark.parametrize(
    ("size", "texts"),
    [(11, ["１７３件", "１２件", "４件"]), (9, ["２６７", "４４２", "２８"])],
    ids=["with units", "wide figures"],
)
def test_cells_that_nearly_touch_are_apart(size: float, texts: list[str]) -> None:
    sheet = Sheet()
    left = 260.0
    for text in texts:
        sheet.text(left, 120, text, size=size)
        left += sum(size / 2 if character.isascii() else size for character in text) + size * 0.4
    sheet.text(72, 120, "规范性文件", size=size)
    table(sheet, [["行政许可", "1", "2", "3"]], top=124, widths=[150.0, 90.0, 30.0, 60.0], ruled=False, size=size)
    found, _ = read(sheet)
    assert ["规范性文件", *texts] in [[text for text in row if text] for row in found]
