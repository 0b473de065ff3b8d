"""Tables of the years before 2019 in the shapes of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Grid, Paragraph
from service.documents.text.blocks import read_text

ROWS = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况"],
    ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "441"],
    ["主动公开规范性文件数", "条", "/"],
    ["二、回应解读情况"],
    ["1.接受培训人员数", "人次", "12"],
]
SHAPES = {
    "spaces": "\n".join("  ".join(row) for row in ROWS),
    "tabs": "\n".join("\t".join([*row, *[""] * (3 - len(row))]) for row in ROWS),
    "bars": "\n".join(" | ".join([*row, *[""] * (3 - len(row))]) + " |" for row in ROWS),
    "a cell per line": "\n".join(cell for row in ROWS for cell in row),
    "a cell per marked line": "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in ROWS),
    "glued units": "\n".join("".join(row) for row in ROWS[:3]) + "\n" + "\n".join(map(" ".join, ROWS[3:])),
    "labels in two lines": "统计指标 单位 统计数\n一、主动公开情况\n（一）主动公开政府信息数（不同渠道和方式公开相同信\n条 441\n息计1条）\n"
    "主动公开规范性 条 /\n文件数\n二、回应解读情况\n1.接受培训人员数 人 次 12",
    "a page number between": "\n".join(map(" ".join, ROWS[:3])) + "\n\n2\n\n" + "\n".join(map(" ".join, ROWS[3:])),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "after", ["", "\n青禾县水务局\n2016年3月1日", "\n九、其他事项\n没有其他需要报告的事项，特此报告。"]
)
def test_rows_are_indicator_unit_and_figure(shape: str, after: str) -> None:
    table, *rest = read_text(f"{SHAPES[shape]}{after}\n")
    assert isinstance(table, Grid)
    assert [[cell.text for cell in row if cell.text] for row in table.rows()] == ROWS
    assert [block.text for block in rest if isinstance(block, Paragraph)] == after.split("\n")[1:]


def test_units_may_stand_in_the_label() -> None:
    (table,) = read_text(
        "统计指标 统计数\n一、主动公开情况\n（一）主动公开政府信息数（条）\n12\n2.其他（件）3\n其中：收到申请数（件） 5\n"
    )
    assert isinstance(table, Grid)
    assert [[cell.text for cell in row] for row in table.rows()][1:] == [
        ["一、主动公开情况"],
        ["（一）主动公开政府信息数（条）", "12"],
        ["2.其他（件）", "3"],
        ["其中：收到申请数（件）", "5"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "统计指标\n2016年，共公开信息12条。",
        "指标名称见附表。",
        "统计指标 单位 统计数\n",
        "统计指标",
        "指标单位代码本期\n\n\n",
    ],
)
def test_words_of_a_header_alone_make_no_table(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_text(text))


LINES = [
    "统计指标 单位 统计数",
    "指标名称",
    "主动公开文件数",
    "1.申请数 件 3",
    "条",
    "12",
    "/",
    "一、主动公开情况",
    "2016年3月1日",
    "青禾县水务局",
    "\t件\t3",
]


@given(st.lists(st.sampled_from([*LINES, "", "全年公开信息12条，特此报告，欢迎监督。"]), max_size=25))
def test_nothing_but_page_numbers_is_lost(lines: list[str]) -> None:
    blocks = read_text("\n".join(lines))
    texts = [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    texts += [block.text for block in blocks if isinstance(block, Paragraph)]
    written = "".join("".join(text.split()) for text in sorted(texts))
    given_ = "".join("".join(line.split()) for line in lines)
    assert {char: written.count(char) for char in "统指主申条件/局"} == {
        char: given_.count(char) for char in "统指主申条件/局"
    }
