"""What is marked of a reading, whatever it is drawn on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from service.draw.marks import Marks, marks
from service.draw.short_titles import short_title
from service.forms.cell import Cell
from service.reading import Reading
from tests.draw.builders import SENTENCE, make_blocks, make_fact, make_finding, make_reading

CELL = "requests.new@total"


def with_cell(reading: Reading, **changes: Any) -> Reading:
    cells = {**reading.form.cells, CELL: replace(reading.form.cells[CELL], **changes)}
    return replace(reading, form=replace(reading.form, cells=cells))


@pytest.mark.parametrize(
    ("changes", "state", "value"),
    [
        ({}, "read", "0"),
        ({"value": Decimal("1E+2")}, "read", "100"),
        ({"value": Decimal("3.50"), "unit": "万元"}, "read", "3.50万元"),
        ({"doubtful": True}, "doubtful", "0"),
        ({"status": "blank", "value": None}, "blank", "空白"),
        ({"status": "not_applicable", "value": None}, "not_applicable", "不适用"),
        ({"status": "unreadable", "value": None, "doubtful": True}, "unreadable", "无法辨认"),
        ({"status": "ambiguous", "value": None, "candidates": (Decimal(1), Decimal(11))}, "ambiguous", "1或11"),
        ({"status": "missing", "value": None}, "missing", "缺失"),
    ],
)
def test_a_cell_has_a_state_and_a_value_in_words(changes: dict[str, Any], state: str, value: str) -> None:
    mark = marks(with_cell(make_reading(make_blocks()), **changes)).cells[CELL]
    assert (mark.state, mark.value) == (state, value)
    assert (mark.title, mark.short) == ("表三 本年新收政府信息公开申请数量·总计", "新收·总计")


def test_missing_cells_are_listed_apart() -> None:
    found = marks(with_cell(make_reading(make_blocks()), status="missing", value=None))
    assert [mark.cell.id for mark in found.missing] == [CELL]
    assert found.states["missing"] == 1


@pytest.mark.parametrize(
    ("fields", "name", "value", "details"),
    [
        ({}, "收到（受理）依申请公开数量", "20件", ""),
        ({"approx": "at_least"}, "收到（受理）依申请公开数量", "≥20件", ""),
        ({"negated": True}, "收到（受理）依申请公开数量", "无", ""),
        ({"kind": "change"}, "收到（受理）依申请公开数量（增减）", "20件", ""),
        (
            {"channel": "网上", "year": 2022, "part_of": "f9"},
            "收到（受理）依申请公开数量",
            "20件",
            "网上 2022年 属于f9",
        ),
        ({"metric": "no.such"}, "no.such", "20件", ""),
    ],
)
def test_a_fact_is_told_in_words(fields: dict[str, Any], name: str, value: str, details: str) -> None:
    fact = make_fact(SENTENCE, "20件", "收到政府信息公开申请", **fields)
    (mark,) = marks(make_reading(make_blocks(), facts=[fact])).facts
    assert (mark.name, mark.value, mark.details) == (name, value, details)


def test_a_total_and_its_parts_are_related() -> None:
    total = make_fact(SENTENCE, "20件", "收到政府信息公开申请", id="f1")
    part = make_fact(SENTENCE, "12件", "网上提交", id="f2", part_of="f1")
    lost = make_fact(SENTENCE, "12件", "网上提交", id="f3", part_of="f99")
    found = marks(make_reading(make_blocks(), facts=[total, part, lost]))
    assert [mark.related for mark in found.facts] == [(1,), (0,), ()]


def findings_marked() -> Marks:
    fact = make_fact(SENTENCE, "20件", "收到政府信息公开申请")
    findings = [
        make_finding("相符。", verdict="holds", cells=(CELL,)),
        make_finding("提示。", severity="information"),
        make_finding("待定。", verdict="undecided", cells=(CELL,)),
        make_finding("错误。", cells=(CELL, CELL, "no.such"), facts=("f1", "f99")),
    ]
    return marks(make_reading(make_blocks(), facts=[fact], findings=findings))


def test_findings_are_numbered_those_that_fail_first_and_errors_before_all() -> None:
    found = findings_marked()
    assert [(mark.number, mark.finding.message) for mark in found.failing] == [(1, "错误。"), (2, "提示。")]
    assert [mark.number for mark in found.findings] == [1, 2, 3, 4]


def test_only_what_fails_is_marked_at_cells_and_facts_and_only_once() -> None:
    found = findings_marked()
    assert [mark.number for mark in found.cells[CELL].failing] == [1]
    assert [mark.number for mark in found.facts[0].failing] == [1]


@pytest.mark.parametrize(
    ("cell_id", "title", "short"),
    [
        ("requests.new@business", "表三 本年新收政府信息公开申请数量·商业企业", "新收·商业"),
        ("proactive.fees.amount_wan", "表二 行政事业性收费·本年收费金额", "收费·金额"),
        ("review.upheld", "表四 行政复议·结果维持", "复议·维持"),
        ("old.items@cumulative", "主动公开信息数·历年累计", "主动公开·历年累计"),
        ("old.other", "附表 主动公开信息数", "主动公开信息"),
    ],
)
def test_short_titles(cell_id: str, title: str, short: str) -> None:
    assert short_title(cell_id, title) == short


def test_every_cell_of_the_form_has_a_short_title_of_two_parts() -> None:
    cells: dict[str, Cell] = dict(make_reading(make_blocks()).form.cells)
    found = marks(make_reading(make_blocks())).cells
    assert set(found) == set(cells)
    assert all(len(mark.short) <= 8 and mark.short.count("·") == 1 for mark in found.values())
