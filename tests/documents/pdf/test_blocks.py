from __future__ import annotations

import pytest

from service.documents.document import Block, Grid, Paragraph, Source
from service.documents.pdf.blocks import needs_recognition, read_pdf
from tests.documents.pdf.writer import Merged, Sheet, pdf, table

WIDE = [60.0, 60.0, 60.0, 60.0]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def rows(block: Block) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows()]


def one_page(text: str = "本年度公开政府信息十二条") -> Sheet:
    sheet = Sheet()
    sheet.text(72, 120, text)
    return sheet


def picture_page() -> Sheet:
    sheet = Sheet()
    sheet.picture((0, 0, 595, 842))
    return sheet


def test_blocks_come_in_reading_order() -> None:
    sheet = Sheet()
    sheet.text(72, 90, "二、主动公开政府信息情况")
    end = table(sheet, [["信息内容", "本年制发件数"], ["规章", "0"]], top=110, widths=[100, 100])
    sheet.text(72, end + 40, "三、收到和处理政府信息公开申请情况")
    content = read_pdf(pdf(sheet))
    assert [type(block) for block in content.blocks] == [Paragraph, Grid, Paragraph]
    assert [block.source.block for block in content.blocks] == [0, 1, 2]
    assert texts(content.blocks) == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    assert rows(content.blocks[1]) == [["信息内容", "本年制发件数"], ["规章", "0"]]
    assert content.pages == 1
    assert content.problems == ()


def test_cells_know_their_place_on_the_page() -> None:
    sheet = Sheet()
    table(sheet, [["规章", "3"], ["行政许可", "15"]], left=100, top=200, widths=[80, 50], height=25)
    (grid,) = read_pdf(pdf(sheet)).blocks
    assert isinstance(grid, Grid)
    place = grid.cells[-1].place
    assert place is not None
    assert place.page == 1
    assert place.box == pytest.approx((180, 225, 230, 250), abs=1)


def test_characters_of_a_paragraph_know_their_place() -> None:
    sheet = Sheet()
    sheet.paragraph(100, ["全年主动公开政府信息共计一千二百", "十二条。"], size=20, left=100)
    sheet.text(100, 400, "全年主动公开政府信息共计一千二百八十", size=20)
    paragraph = read_pdf(pdf(sheet)).blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "全年主动公开政府信息共计一千二百十二条。"
    first, second = paragraph.runs
    assert (first.start, first.end, first.page) == (0, 16, 1)
    assert second.start == first.end
    assert second.end == len(paragraph.text)
    assert first.box(2, 4) == pytest.approx((180, 100 + 20 * 0.12, 220, 100 + 20 * 1.12), abs=3)
    assert second.edges[0] == pytest.approx(100, abs=1)


def test_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first, second = Sheet(), Sheet()
    for at in range(4):
        first.text(72, 300 + 20 * at, "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")
    second.text(72, 90, "条。")
    second.text(96, 110, "全年收到申请三件。")
    assert texts(read_pdf(pdf(first, second)).blocks)[-2:] == [
        "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸" * 4 + "条。",
        "全年收到申请三件。",
    ]


def test_text_after_a_page_end_that_may_repeat_words_stands_apart() -> None:
    first, second = Sheet(), Sheet()
    first.text(72, 400, "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑")
    first.text(72, 420, "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸信息")
    second.text(72, 90, "信息公开工作一二三四五六七八九十甲乙丙丁戊己")
    paragraphs = [block for block in read_pdf(pdf(first, second)).blocks if isinstance(block, Paragraph)]
    assert [paragraph.after_gap for paragraph in paragraphs] == [True, True]


def test_table_over_two_pages_is_one_grid() -> None:
    first, second = Sheet(), Sheet()
    header = [["信息内容", "制发", "废止", "有效"]]
    table(first, [*header, ["规章", "1", "2", "3"]], top=700, widths=WIDE)
    end = table(second, [*header, ["规范性文件", "4", "5", "6"]], top=72, widths=WIDE)
    second.text(72, end + 40, "三、收到和处理政府信息公开申请情况")
    grid, paragraph = read_pdf(pdf(first, second)).blocks
    assert rows(grid) == [*header, ["规章", "1", "2", "3"], ["规范性文件", "4", "5", "6"]]
    assert isinstance(grid, Grid)
    assert {cell.place.page for cell in grid.cells if cell.place and cell.row == 2} == {2}
    assert paragraph.source.block == 1


def test_text_between_two_tables_keeps_them_apart() -> None:
    first, second = Sheet(), Sheet()
    table(first, [["规章", "1", "2", "3"], ["行政许可", "1", "2", "3"]], top=700, widths=WIDE)
    second.text(72, 84, "三、收到和处理政府信息公开申请情况")
    table(second, [["规章", "1", "2", "3"], ["行政许可", "1", "2", "3"]], top=100, widths=WIDE)
    assert [type(block) for block in read_pdf(pdf(first, second)).blocks] == [Grid, Paragraph, Grid]


def test_merged_cells_keep_their_extent() -> None:
    sheet = Sheet()
    table(
        sheet,
        [
            [Merged("行政复议", columns=2), Merged("总计", rows=2)],
            ["结果\n维持", "结果\n纠正"],
            ["1", "2", "3"],
        ],
        widths=[60, 60, 60],
        height=30,
    )
    (grid,) = read_pdf(pdf(sheet)).blocks
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, "行政复议", 1, 2),
        (0, 2, "总计", 2, 1),
        (1, 0, "结果维持", 1, 1),
        (1, 1, "结果纠正", 1, 1),
        (2, 0, "1", 1, 1),
        (2, 1, "2", 1, 1),
        (2, 2, "3", 1, 1),
    ]


def test_page_that_is_a_picture_becomes_a_problem() -> None:
    data = pdf(one_page(), picture_page())
    content = read_pdf(data)
    assert [(problem.code, problem.message) for problem in content.problems] == [
        ("document.no_text", "第2页是图片，没有文字，未能读取。")
    ]
    assert texts(content.blocks) == ["本年度公开政府信息十二条"]
    assert needs_recognition(data) == (2,)


def test_pages_without_text_are_given_to_who_recognises_them() -> None:
    def recognise(page: int) -> list[Block]:
        return [Paragraph(f"第{page}页的文字", Source(0))]

    content = read_pdf(pdf(one_page("甲"), picture_page(), one_page("乙")), recognise=recognise)
    assert texts(content.blocks) == ["甲", "第2页的文字", "乙"]
    assert [block.source.block for block in content.blocks] == [0, 1, 2]
    assert content.problems == ()


def test_text_hidden_behind_a_picture_is_read_with_a_warning() -> None:
    sheet = picture_page()
    sheet.text(72, 120, "本年度公开政府信息十二条", mode=3)
    content = read_pdf(pdf(sheet))
    assert texts(content.blocks) == ["本年度公开政府信息十二条"]
    assert [problem.code for problem in content.problems] == ["document.recognised_text"]


def test_font_that_does_not_tell_its_characters_becomes_a_problem() -> None:
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [4 0 R] >>"
    sheet = one_page("\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue010\ue011\ue012")
    content = read_pdf(pdf(sheet, font=font))
    assert [problem.code for problem in content.problems] == ["document.unreadable_font"]
    assert content.blocks == ()
    assert needs_recognition(pdf(sheet, font=font)) == (1,)


def test_empty_page_is_no_problem() -> None:
    content = read_pdf(pdf(one_page(), Sheet()))
    assert (content.pages, content.problems) == (2, ())
