from __future__ import annotations

from collections.abc import Callable

import pytest

from service.documents.document import Grid, Paragraph
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Merged, Sheet, pdf, table

ROWS = [["信息内容", "制发", "废止"], ["规章", "1", "2"], ["规范性文件", "13", "0"], ["行政许可", "4", ""]]
WIDTHS = [100.0, 60.0, 60.0]
XS, YS = [72.0, 172.0, 232.0, 292.0], [100.0, 120.0, 140.0, 160.0, 180.0]


def grids(sheet: Sheet) -> list[list[list[str]]]:
    blocks = read_pdf(pdf(sheet)).blocks
    return [[[cell.text for cell in row] for row in block.rows()] for block in blocks if isinstance(block, Grid)]


def lines(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def bars(sheet: Sheet) -> None:
    for y in YS:
        sheet.fill((XS[0], y - 0.5, XS[-1], y + 0.5))
    for x in XS:
        sheet.fill((x - 0.5, YS[0], x + 0.5, YS[-1]))


def dots(sheet: Sheet) -> None:
    for y in YS:
        for at in range(int(XS[0]), int(XS[-1]), 2):
            sheet.line(at, y, at + 1, y)
    for x in XS:
        for at in range(int(YS[0]), int(YS[-1]), 2):
            sheet.line(x, at, x, at + 1)


def white_cells_on_black(sheet: Sheet) -> None:
    sheet.fill((XS[0] - 1, YS[0] - 1, XS[-1] + 1, YS[-1] + 1))
    for left, right in zip(XS, XS[1:], strict=False):
        for top, bottom in zip(YS, YS[1:], strict=False):
            sheet.fill((left + 0.5, top + 0.5, right - 0.5, bottom - 0.5), 1)


def open_at_the_sides(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[0], x, YS[-1])


def open_at_top_and_bottom(sheet: Sheet) -> None:
    for y in YS[1:-1]:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def uneven(sheet: Sheet) -> None:
    for at, y in enumerate(YS):
        sheet.line(XS[0] - at % 2, y, XS[-1] + 1, y + 0.4)
    for x in XS:
        sheet.line(x, YS[0] + 1, x, YS[-1] - 1)


def between_rows(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)


def over_and_under(sheet: Sheet) -> None:
    for y in (YS[0], YS[1], YS[-1]):
        sheet.line(XS[0], y, XS[-1], y)


def stripes(sheet: Sheet) -> None:
    for top, bottom in zip(YS[::2], YS[1::2], strict=False):
        sheet.fill((XS[0], top, XS[-1], bottom), 0.9)


@pytest.mark.parametrize(
    "draw", [lines, bars, dots, white_cells_on_black, open_at_the_sides, open_at_top_and_bottom, uneven]
)
def test_tables_are_found_however_their_lines_are_drawn(draw: Callable[[Sheet], None]) -> None:
    sheet = Sheet()
    draw(sheet)
    table(sheet, ROWS, widths=WIDTHS, ruled=False)
    assert grids(sheet) == [ROWS]


@pytest.mark.parametrize("draw", [lambda _: None, between_rows, over_and_under, stripes])
def test_tables_are_found_without_lines_between_their_columns(draw: Callable[[Sheet], None]) -> None:
    sheet = Sheet()
    draw(sheet)
    sheet.text(72, 80, "二、主动公开政府信息情况")
    table(sheet, [row if all(row) else [*row[:2], "0"] for row in ROWS], widths=WIDTHS, ruled=False)
    sheet.text(72, 220, "全年主动公开政府信息共计一千二百三十四条。")
    (found,) = grids(sheet)
    assert [[text for text in row if text] for row in found] == [*ROWS[:3], ["行政许可", "4", "0"]]


def test_frame_around_text_is_no_table() -> None:
    sheet = Sheet()
    sheet.frame((60, 80, 500, 300))
    sheet.line(60, 200, 500, 200)
    sheet.text(72, 120, "全年主动公开政府信息共计一千二百三十四条。")
    sheet.text(72, 240, "全年收到政府信息公开申请共计五百六十七件。")
    assert [type(block) for block in read_pdf(pdf(sheet)).blocks] == [Paragraph, Paragraph]


def test_table_in_a_frame_keeps_its_cells() -> None:
    sheet = Sheet()
    sheet.frame((60, 80, 500, 90))
    sheet.frame((60, 90, 500, 300))
    table(sheet, ROWS, widths=WIDTHS)
    assert grids(sheet) == [ROWS]


def test_page_that_is_turned() -> None:
    sheet = Sheet(boxes="/MediaBox [10 20 605 862] /Rotate 90", height=0)
    # What is shown x to the right and y down stands on the paper y to the right and x up.
    sheet.operators.append("0 1 -1 0 10 20 cm")
    table(sheet, ROWS, left=100, top=150, widths=WIDTHS)
    content = read_pdf(pdf(sheet))
    (grid,) = content.blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows()] == ROWS


def test_row_of_one_cell_in_a_table_open_at_its_sides() -> None:
    sheet = Sheet()
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[1], x, YS[-1])
    rows = [["第二十条第（一）项"], *ROWS[:3]]
    table(sheet, [[Merged(rows[0][0], columns=3)], *rows[1:]], widths=WIDTHS, ruled=False)
    assert grids(sheet) == [rows]
