from __future__ import annotations

import pytest

from service.documents.document import Paragraph
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Sheet, pdf, table

FULL = "全年主动公开政府信息共计一千二百三十四条其中通过"  # fills a line of 24 characters


def read(lines: list[tuple[float, float, str]], *, size: float = 12) -> list[str]:
    """The paragraphs of lines of (left, base line, text)."""
    sheet = Sheet()
    for left, base, text in lines:
        sheet.text(left, base, text, size=size)
    return [block.text for block in read_pdf(pdf(sheet)).blocks if isinstance(block, Paragraph)]


def under_each_other(*texts: tuple[float, str]) -> list[tuple[float, float, str]]:
    return [(left, 100 + 20 * at, text) for at, (left, text) in enumerate(texts)]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (
            under_each_other((96, FULL[:-2]), (72, FULL), (72, "网站公开。"), (96, FULL[:-2]), (72, "公开。")),
            [FULL[:-2] + FULL + "网站公开。", FULL[:-2] + "公开。"],
        ),
        (
            under_each_other((96, FULL[:-3] + "。"), (96, FULL[:-3] + "。"), (72, FULL), (72, FULL)),
            [FULL[:-3] + "。", FULL[:-3] + "。" + FULL * 2],
        ),
        (
            under_each_other((72, FULL), (72, FULL), (72, "网站公开。"), (72, FULL), (72, "公开。")),
            [FULL * 2 + "网站公开。", FULL + "公开。"],
        ),
        (
            under_each_other((72, FULL), (72, FULL[:-1] + "。"), (72, "（一）主动公开。"), (72, FULL), (72, "公开。")),
            [FULL + FULL[:-1] + "。", "（一）主动公开。", FULL + "公开。"],
        ),
        (
            [(72, 100, FULL), (72, 120, FULL), (72, 140, FULL), (72, 180, FULL), (72, 200, "公开。")],
            [FULL * 3, FULL + "公开。"],
        ),
        (
            [(72, 200, FULL), (72, 220, FULL), (72, 240, FULL), (160, 300, "某市档案局"), (150, 320, "年度工作报告")],
            [FULL * 3, "某市档案局", "年度工作报告"],
        ),
        (
            under_each_other((96, FULL[:-2]), (72, FULL), (72, FULL), (264, "某某市档案局"), (264, "二〇二四年一月")),
            [FULL[:-2] + FULL * 2, "某某市档案局", "二〇二四年一月"],
        ),
        (
            under_each_other((96, FULL[:-2]), (72, FULL[:-3] + "公开"), (72, "https://www.example.gov.cn/网站。")),
            [FULL[:-2] + FULL[:-3] + "公开" + "https://www.example.gov.cn/网站。"],
        ),
    ],
    ids=[
        *("indent", "indented one after the other", "line that ends early", "item after a full line"),
        *("gap", "lines in the middle", "signature at the right", "word that had no room"),
    ],
)
def test_lines_are_made_into_paragraphs(lines: list[tuple[float, float, str]], paragraphs: list[str]) -> None:
    assert read(lines) == paragraphs


def test_title_that_fills_its_line_goes_on_in_the_middle_of_the_next() -> None:
    sheet = Sheet()
    for at in range(4):
        sheet.text(72, 300 + 20 * at, FULL)
    sheet.text(80, 100, "某某市清溪区档案管理局二〇二三年", size=17)
    sheet.text(165, 125, "度工作报告", size=17)
    paragraphs = [block.text for block in read_pdf(pdf(sheet)).blocks if isinstance(block, Paragraph)]
    assert paragraphs[0] == "某某市清溪区档案管理局二〇二三年度工作报告"


def test_words_of_another_script_stay_apart() -> None:
    sheet = Sheet()
    sheet.text(72, 100, FULL)
    sheet.text(72, 120, FULL[:14] + "Nianbao of Qingxi to")
    sheet.text(72, 140, "Portal")
    sheet.text(72, 160, FULL)
    paragraphs = [block.text for block in read_pdf(pdf(sheet)).blocks if isinstance(block, Paragraph)]
    assert "Qingxi to Portal" in paragraphs[0]


def test_heading_that_fills_its_line_is_no_part_of_the_paragraph_below() -> None:
    heading = "五、因政府信息公开申请行政复议提起诉讼的情况"
    lines = under_each_other((96, FULL[:-2]), (72, FULL), (72, "公开。"), (96, heading), (96, FULL[:-2]), (72, FULL))
    assert read(lines) == [FULL[:-2] + FULL + "公开。", heading, FULL[:-2] + FULL]


def test_headings_beside_a_table_are_no_full_lines() -> None:
    sheet = Sheet()
    sheet.text(72, 80, "四、政府信息公开行政复议、行政诉讼情况")
    sheet.text(72, 96, "行政复议、行政诉讼情况统计表")
    table(sheet, [["结果维持", "结果纠正", "总计"], ["1", "2", "3"]], widths=[150.0] * 3)
    texts = [block.text for block in read_pdf(pdf(sheet)).blocks if isinstance(block, Paragraph)]
    assert texts == ["四、政府信息公开行政复议、行政诉讼情况", "行政复议、行政诉讼情况统计表"]
