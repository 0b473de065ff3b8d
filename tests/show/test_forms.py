"""The tables as a person sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import pytest
from rich.console import Console

from service.forms.cell import Cell, Edition, Form
from service.forms.layout import compose, layout
from service.show.forms import tables


def shown(form: Form) -> str:
    console = Console(width=140)
    with console.capture() as capture:
        console.print(tables(form))
    return capture.get()


def form_of(edition: Edition, cell_ids: Iterable[str], values: Mapping[str, str]) -> Form:
    """A form with noughts in all cells but some."""
    return Form(edition, {id: Cell(id, Decimal(values.get(id, "0")), "read", "") for id in cell_ids})


@pytest.mark.parametrize(
    ("edition", "kind", "values", "expected"),
    [
        (
            "V0b",
            "statistics",
            {"v0.support.funds": "1.5"},
            ["政府信息公开情况统计表", "政府信息公开专项经费", "1.5万元"],
        ),
        (
            "V0a",
            "annual",
            {"v0a.review@year": "3", "v0a.review@cumulative": "41"},
            ["历年累计", "行政复议数（件）", "41"],
        ),
        ("V0a", "coded", {"v0a.service.calls@to_date": "77"}, ["本年累计", "咨询电话接听数（人次）", "77"]),
        ("V1", "proactive", {"p19.fees.items_prev": "12"}, ["表二", "行政事业性收费", "上一年项目数量", "12项"]),
        ("V2", "applications", {"requests.new@total": "9"}, ["表三", "本年新收政府信息公开申请数量", "9"]),
        ("V2", "disputes", {"litigation_direct.total": "4"}, ["表四", "行政诉讼（未经复议直接起诉）", "4"]),
    ],
)
def test_a_table_shows_what_says_something(
    edition: Edition, kind: str, values: Mapping[str, str], expected: list[str]
) -> None:
    table = next(table for table in layout(edition).tables if table.kind == kind)
    text = shown(form_of(edition, table.cells, values))
    assert all(words in text for words in expected)
    assert "统计表（读出" in text
    assert len(text.splitlines()) <= 6


def test_tables_of_several_editions_are_shown_together() -> None:
    mixed = compose((layout("V1").table("proactive"), layout("V2").table("applications")))
    values = {"p19.penalty.decisions": "5", "outcomes.other.misc@total": "6"}
    text = shown(form_of("V1", mixed.cells, values))
    assert "处理决定数量" in text
    assert "其他处理" not in text
    assert "6" in text


def test_a_report_without_tables_shows_none() -> None:
    assert shown(Form(None, {})).strip() == ""
