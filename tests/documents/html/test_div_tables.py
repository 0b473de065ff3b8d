from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.documents.document import Grid
from service.documents.html.blocks import read_html
from tests.documents.html.report import TITLE, body, lines, read, tables, values

Rows = Sequence[Sequence[str]]
BAND = [["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", "12"], ["行政强制", "0"]]


def table(rows: Rows, *, table: str = "", row: str = "", cell: str = "") -> str:
    made = ("".join(f"<div {cell}>{text}</div>" for text in texts) for texts in rows)
    return f"<div {table}>" + "".join(f"<div {row}>{texts}</div>" for texts in made) + "</div>"


def grids(html: str) -> list[list[list[str]]]:
    page = f"<html><body><h1>{TITLE}</h1><p>全年公开信息12条，比上年多。</p>{html}<p>全年没有发生泄密情况，一切正常。</p></body></html>"
    blocks = read_html(page.encode()).blocks
    return [[[cell.text for cell in row] for row in block.rows()] for block in blocks if isinstance(block, Grid)]


STYLES = [
    {"table": 'style="display:table"', "row": 'style="display: table-row"', "cell": 'style="display:table-cell"'},
    {"table": 'role="table"', "row": 'role="row"', "cell": 'role="cell"'},
    {"table": 'class="tb"', "row": 'class="tr clearfix"', "cell": 'class="td w50"'},
    {"cell": 'class="cell"'},
]


@pytest.mark.parametrize("style", STYLES, ids=["style", "role", "class", "class of cells"])
@pytest.mark.parametrize(
    "rows",
    [
        BAND,
        [[*row, *[""] * (2 - len(row))] for row in BAND],
        [*BAND[:3], ["行政强制", ""]],
        [*BAND[:2], ["行政处罚", ""], ["行政强制", ""]],
        BAND[:2],
        BAND[2:],
        [["行政处罚", "12"]],
        [*BAND, ["其他处理决定", "3"]],
        [["统计指标", "单位", "统计数"], ["一、主动公开情况", "", ""], ["主动公开政府信息数", "条", "8"]],
        [["指标名称", "本年度", "历年累计"], ["主动公开文件数", "8", "90"]],
        [["5.不属于本行政机关公开数", "件", "0"], ["四、行政复议数量", "件", "2"]],
        [*BAND, ["注：行政处罚按决定书的数量计算，不包括当场作出的处罚，数据由各科室提供。"]],
    ],
    ids=[
        *("band", "empty cells", "a blank", "all blank", "header only", "no header", "one row", "local row", "2014"),
        *("two columns", "part of 2014", "note"),
    ],
)
def test_small_tables_that_are_called_so_are_tables(rows: Rows, style: dict[str, str]) -> None:
    assert grids(table(rows, **style)) == [[list(row) for row in rows]]


def test_roles_tell_what_cells_cover() -> None:
    html = table([["规章", "行政许可"], ["1"]], **STYLES[1]).replace(
        'role="cell">规章', 'role="cell" aria-rowspan="2">规章'
    )
    block = next(b for b in read_html(f"<body>{html}</body>".encode()).blocks if isinstance(b, Grid))
    assert [(cell.row, cell.column, cell.row_span) for cell in block.cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


@pytest.mark.parametrize(
    "html",
    [
        table([["阅读", "1024"], ["点赞", "12"]]),
        table([["<h3>一、总体情况</h3>", "<p>全年公开信息12条，其中网站8条。</p>"]], **STYLES[0]),
        "<ul><li><span>关于公布预算的通知</span><span>03-01</span></li><li><span>公告</span><span>02-01</span></li></ul>",
    ],
    ids=["counters", "columns of text", "list of news"],
)
def test_what_looks_like_a_table_and_is_none(html: str) -> None:
    assert grids(html) == []


@pytest.mark.parametrize("style", [{}, *STYLES], ids=["nothing", "style", "role", "class", "class of cells"])
@pytest.mark.parametrize("topic", ["<a href=/a>{}</a>", "<b>{}</b>"], ids=["links", "plain"])
def test_a_bar_of_topics_named_as_in_the_form_is_no_part_of_the_report(topic: str, style: dict[str, str]) -> None:
    names = ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"]
    bar = table([[topic.format(name) for name in names]], **style)
    reading = read(f"<html><body>{bar}<div><h1>{TITLE}</h1><div>{body(tables())}</div></div>{bar}</body></html>")
    assert reading.cells == values()
    assert reading.lines == lines()
