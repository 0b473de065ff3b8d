from __future__ import annotations

import pytest

from service.documents.document import Grid, Paragraph
from service.documents.html.blocks import read_html


def texts(page: str) -> list[str]:
    return [block.text for block in read_html(page.encode()).blocks if isinstance(block, Paragraph)]


def grids(page: str) -> list[list[tuple[int, int, str, int, int]]]:
    blocks = read_html(page.encode()).blocks
    return [
        [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]
        for block in blocks
        if isinstance(block, Grid)
    ]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>全年<span>公</span><b>开</b>信息<font size=2>12</font>条。</p>", ["全年公开信息12条。"]),
        ("甲局工作。<br>乙局工作。", ["甲局工作。", "乙局工作。"]),
        ("<p>甲局工作。<p>乙局工作。", ["甲局工作。", "乙局工作。"]),
        ("<div>甲局工作。<div>乙局工作。</div>丙局工作。</div>", ["甲局工作。", "乙局工作。", "丙局工作。"]),
        ("<p>&nbsp;&nbsp;\u3000甲&#8203;局\ufeff工作。&nbsp;</p>", ["甲局工作。"]),
        ("<p>甲局\n   工作</p>", ["甲局 工作"]),
        ("<p>&lt;条例&gt;&amp;&ldquo;办法&rdquo;&#x4E00;</p>", ["<条例>&“办法”一"]),
        ("<ol><li>甲局工作。<li>乙局工作。</ol>", ["1.甲局工作。", "2.乙局工作。"]),
        ("<ol start=3 type=A><li>甲局工作。<li>乙局工作。</ol>", ["C.甲局工作。", "D.乙局工作。"]),
        ("<ol style='list-style:none'><li>甲局工作。</ol>", ["甲局工作。"]),
        ("<ol><li>（一）甲局工作。</ol>", ["（一）甲局工作。"]),
        ("<ul><li>甲局工作。<ul><li>乙局工作。</ul><li>丙局工作。</ul>", ["甲局工作。", "乙局工作。", "丙局工作。"]),
        ("<pre>甲局工作。\n  乙局工作。</pre>", ["甲局工作。", "乙局工作。"]),
        ("<p>甲局<!-- 注 -->工作<script>x('<p>')</script>。</p><style>p{}</style>", ["甲局工作。"]),
        ("<p>甲局<span style='DISPLAY: none'>秘<span>密</span></span>工作。</p>", ["甲局工作。"]),
        ("<div hidden>秘密。</div><p style='overflow:hidden'>甲局工作。</p>", ["甲局工作。"]),
        ("<p>甲局工作<![if !supportLists]>（一）<![endif]>。</p>", ["甲局工作（一）。"]),
        ("<p>1 < 2，甲局工作。</p>", ["1 < 2，甲局工作。"]),
        ("<p title='a>b' class=\"x'y\"\">甲局工作。</p>", ["甲局工作。"]),
        ("<p>甲\0局工作。</p>", ["甲局工作。"]),
        ('<p>甲局工作。</p><p title="', ["甲局工作。"]),
        ("<iframe src=a.html>甲局工作。</iframe>", []),
        ("<textarea><p>甲局工作。</p></textarea>", []),
    ],
)
def test_text_of_a_page(inner: str, expected: list[str]) -> None:
    assert texts(f"<html><body>{inner}</body></html>") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "<tr><td rowspan=2>规章<td colspan=2>行政许可<tr><td>1<td>2",
            [(0, 0, "规章", 2, 1), (0, 1, "行政许可", 1, 2), (1, 1, "1", 1, 1), (1, 2, "2", 1, 1)],
        ),
        (
            "<tr><td rowspan=9>规章</td><td>行政许可</td></tr><tr><td>行政处罚</td></tr>",
            [(0, 0, "规章", 2, 1), (0, 1, "行政许可", 1, 1), (1, 1, "行政处罚", 1, 1)],
        ),
        (
            "<tr><td rowspan=0>规章</td><td>行政许可</td></tr><tr><td>行政处罚</td></tr>",
            [(0, 0, "规章", 2, 1), (0, 1, "行政许可", 1, 1), (1, 1, "行政处罚", 1, 1)],
        ),
        (
            "<tr><td>规章</td><td rowspan=2>行政许可</td></tr><tr><td colspan=2>行政处罚</td><td>1</td></tr>",
            [(0, 0, "规章", 1, 1), (0, 1, "行政许可", 2, 1), (1, 0, "行政处罚", 1, 1), (1, 2, "1", 1, 1)],
        ),
        (
            "<tr><th colspan=1000000>规章</th></tr><tr><td>行政许可</td><td colspan=x>行政处罚</td></tr>",
            [(0, 0, "规章", 1, 63), (1, 0, "行政许可", 1, 1), (1, 1, "行政处罚", 1, 1)],
        ),
        (
            "<tr><td>规<br>章</td><td><p>行政</p><p>许可</p></td><td>行政处罚<br/>12</td><td>&nbsp;</td></tr>",
            [(0, 0, "规章", 1, 1), (0, 1, "行政许可", 1, 1), (0, 2, "行政处罚 12", 1, 1), (0, 3, "", 1, 1)],
        ),
        (
            "<tr style='display:none'><td>旧<td>1</tr><tr><td>规章<td style='display:none'>9<td>行政许可<td>2</tr>",
            [(0, 0, "规章", 1, 1), (0, 1, "行政许可", 1, 1), (0, 2, "2", 1, 1)],
        ),
    ],
    ids=["spans", "rowspan beyond", "rowspan of all", "overlap", "absurd", "lines", "hidden"],
)
def test_cells_of_a_table(rows: str, expected: list[tuple[int, int, str, int, int]]) -> None:
    assert grids(f"<table>{rows}</table>") == [expected]


def test_a_table_in_a_cell_of_data_follows_it() -> None:
    inner = "<table><tr><td>行政处罚<td>3<td>行政强制<td>4</table>"
    page = f"<table><tr><td>规章<td>行政许可<td>行政收费<td>总计<tr><td>1<td>2<td>3<td>{inner}</table>"
    assert [[cell[2] for cell in grid] for grid in grids(page)] == [
        ["规章", "行政许可", "行政收费", "总计", "1", "2", "3", ""],
        ["行政处罚", "3", "行政强制", "4"],
    ]


def test_rows_of_running_text_cut_a_table() -> None:
    row = "<tr><td>行政许可<td>1<td>行政处罚<td>2"
    page = f"<table>{row}<tr><td colspan=4>三、收到和处理政府信息公开申请情况<tr><td colspan=4>无。{row}</table>"
    blocks = read_html(page.encode()).blocks
    assert [type(block) for block in blocks] == [Grid, Paragraph, Paragraph, Grid]
    assert [block.source.block for block in blocks] == [0, 1, 2, 3]


def test_the_card_of_a_document_is_no_table_of_it() -> None:
    card = "<table><tr><td>索引号：</td><td>1</td><td>发布机构：</td><td>甲局</td></tr><tr><td>发布日期：</td><td>2024-01-01</td></tr></table>"
    assert grids(f"{card}<p>甲局工作做得很好，公开了很多信息。</p>") == []


def test_a_page_of_frames_has_no_blocks() -> None:
    assert read_html(b"<html><frameset><frame src=a.html><frame src=b.html></frameset></html>").blocks == ()
