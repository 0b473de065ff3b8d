from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Block, Grid, Paragraph
from service.documents.text.blocks import read_text

PROSE = "2023年，全局上下扎实推进政务公开，共召开专题会议3次。"


def shape(blocks: tuple[Block, ...]) -> list[str | list[list[str]]]:
    """Paragraphs as strings, grids as rows of strings."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in blocks
    ]


BEFORE, AFTER = "二、主动公开政府信息情况\n", "三、收到和处理政府信息公开申请情况\n"
CELLS = "\t第二十条第（五）项\n\n\t信息内容\n\t本年处理\n决定数量\n\n\t行政许可\n\t[bookmark: _Hlk1]12\n\n\n"
CELL_PER_LINE = f"{BEFORE}{CELLS}{AFTER}"
BARS = f"{BEFORE}第二十条第(五)项 | |\n信息内容 | 本年处理决定数量 |\n行政许可 | 12 |\n{AFTER}"
TABS = f"{BEFORE}\n第二十条第（五）项\t\n信息内容\t本年处理决定数量\n\n行政许可\t12\n\n{AFTER}"
NO_BORDERS = f"{BEFORE}第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 12\n行政处罚3\n{AFTER}"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (CELL_PER_LINE, [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "12"]]),
        (BARS, [["第二十条第(五)项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "12"]]),
        (TABS, [["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "12"]]),
        (
            NO_BORDERS,
            [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "12"], ["行政处罚", "3"]],
        ),
    ],
    ids=["a cell per line", "bars", "tabs", "no borders"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_table_between_two_headings_is_one_grid(text: str, rows: list[list[str]], line_end: str) -> None:
    blocks = shape(read_text(text.replace("\n", line_end)))
    assert blocks == ["二、主动公开政府信息情况", rows, "三、收到和处理政府信息公开申请情况"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\t规章\n\t0\n\t3\n\n\t\n\t行政许可\n\t8\n", [["规章", "0", "3"], ["", "行政许可", "8"]]),
        ("\t尚未\n审结\n\t总\n计\n\n\t1\n\t2\n", [["尚未审结", "总计"], ["1", "2"]]),
        ("|规章|0|1|\n|---|---|---|\n|行政许可|2|3|\n", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        ("规章｜0｜1\n行政许可｜2｜3\n", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        ("规章\t0\t1\n\n- 3 -\n\n行政许可\t2\t3\n", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        ("规章\t0\t1\n\f行政许可\t２\t３\n", [["规章", "0", "1"], ["行政许可", "２", "３"]]),
        ("规章\t0\t1\n行政许可\n\t2\t3\n", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        (
            "规章\t0\n5.要求行政机关确认或重新\n出具已获取信息\t2\n",
            [["规章", "0"], ["5.要求行政机关确认或重新出具已获取信息", "2"]],
        ),
        ("规章\n0\n1\n行政许可\n2\n3\n", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        (
            "1.属于国家秘密0000000\n2.重复申请 0 1 0\n规章\n4\n",
            [["1.属于国家秘密", "0000000"], ["2.重复申请", "0", "1", "0"], ["规章", "4"]],
        ),
        ("行政复议 | 行政诉讼 |\n" + " | " * 15 + "\n", [["行政复议", "行政诉讼"], [""] * 15]),
        ("|规章|-|-|\n|-|-|-|\n", [["规章", "-", "-"], ["-", "-", "-"]]),
        (
            "信息内容\n2023年制发件数\n规章\n0\n行政事业性收费 1154. 95\n",
            [["信息内容", "2023年制发件数"], ["规章", "0"], ["行政事业性收费", "1154.95"]],
        ),
        (
            "信息内容本年制发件数现行有效件数\n规章01\n（三）不予公开1.属于国家秘密0000000\n",
            [
                ["信息内容", "本年制发件数", "现行有效件数"],
                ["规章", "01"],
                ["（三）不予公开", "1.属于国家秘密", "0000000"],
            ],
        ),
        (
            "规章 0 0 0\n总计 0 0 0\n（三）不予公开 2.其他法律行政\n0 0 1\n法规禁止公开\n3.补正后申请内容 0 0 2 0 0 0 2\n仍不明确\n",
            [
                ["规章", "0", "0", "0"],
                ["总计", "0", "0", "0"],
                ["（三）不予公开", "2.其他法律行政法规禁止公开", "0", "0", "1"],
                ["3.补正后申请内容仍不明确", "0", "0", "2", "0", "0", "0", "2"],
            ],
        ),
        (
            "商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n一、本年度新收政府信息公开申请数量\n1\n0\n0\n",
            [
                ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
                ["一、本年度新收政府信息公开申请数量", "1", "0", "0"],
            ],
        ),
        (
            "规章 0 1*\n行政许可 18① 2件\n总计 1 2\n",
            [["规章", "0", "1*"], ["行政许可", "18①", "2件"], ["总计", "1", "2"]],
        ),
        (
            "规章 0 1\n其他主动公开文件 3 8\n行政许可 2 5\n总计 1 2\n",
            [["规章", "0", "1"], ["其他主动公开文件", "3", "8"], ["行政许可", "2", "5"], ["总计", "1", "2"]],
        ),
        ("规章|0|\n行政许可||2\n", [["规章", "0", ""], ["行政许可", "", "2"]]),
        ("┌──┬──┐\n│规章│0│\n├──┼──┤\n│行政许可│3│\n└──┴──┘\n", [["规章", "0"], ["行政许可", "3"]]),
    ],
    ids=[
        "empty merged cells",
        "cells broken over lines",
        "markdown",
        "wide bars",
        "page number inside",
        "form feed and wide digits",
        "label above its figures",
        "label broken in two",
        "a cell per line without marks",
        "digits glued to labels",
        "a row left blank",
        "a row of dashes",
        "a year in a label and a space in a number",
        "labels glued to each other",
        "labels broken around their figures",
        "a label of the first column after a header",
        "footnotes and units",
        "a row that the form does not know",
        "bars between cells only",
        "drawn borders",
    ],
)
def test_untidy_tables(text: str, expected: list[list[str]]) -> None:
    assert shape(read_text(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "首页 | 政务公开 | 通知公告",
        "\t一、总体情况\n\n\t" + PROSE,
        "\t" + PROSE + "\n\t" + PROSE,
        "（三）其他\n" + PROSE,
        "不予公开\n" + PROSE,
        "共办理12件\n" + PROSE,
        "第一批\t" + PROSE,
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_text(text))


@pytest.mark.parametrize("table", [CELL_PER_LINE, BARS, TABS, NO_BORDERS])
def test_prose_after_a_table_stays_prose(table: str) -> None:
    text = table.replace("三、收到和处理", f"{PROSE}\n\n三、收到和处理")
    blocks = shape(read_text(text))
    assert blocks[2:] == [PROSE, "三、收到和处理政府信息公开申请情况"]


@pytest.mark.parametrize("number", ["1", "- 12 -", "第 3 页", "第3页 共5页", "3/5", "— 2 —"])
def test_lone_page_numbers_are_dropped(number: str) -> None:
    assert shape(read_text(f"{PROSE}\n\n{number}\n\n{PROSE}\n{number}\n")) == [PROSE, PROSE]


@pytest.mark.parametrize("line", ["## 一、总体情况", "**一、总体情况**", "一、总体情况"])
def test_marks_of_markdown_are_no_part_of_the_text(line: str) -> None:
    assert shape(read_text(f"{line}\n{PROSE}")) == ["一、总体情况", PROSE]


def test_gaps_are_noted() -> None:
    first, second, third = read_text(f"{PROSE}\n{PROSE}\n\n{PROSE}")
    gaps = [block.after_gap for block in (first, second, third) if isinstance(block, Paragraph)]
    assert gaps == [True, False, True]


def test_sources_count_blocks_in_order() -> None:
    blocks = read_text(CELL_PER_LINE + PROSE)
    assert [block.source.block for block in blocks] == list(range(len(blocks)))


@given(
    st.lists(
        st.sampled_from([PROSE, "一、总体情况", "\t规章", "\t0", "", "规章 | 0 | 1", "规章\t0\t1", "3", "总计"]),
        max_size=30,
    )
)
def test_no_sentence_is_lost_or_put_into_a_grid(lines: list[str]) -> None:
    blocks = read_text("\n".join(lines))
    in_grids = [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    assert not any(PROSE in text for text in in_grids)
    assert sum(isinstance(block, Paragraph) and block.text == PROSE for block in blocks) == lines.count(PROSE)


@given(st.text(alphabet="规章0 1\t|\n\r\f一、总计。，\u200b\u3000", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read_text(text)
