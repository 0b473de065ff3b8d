"""The layouts of the editions."""

from __future__ import annotations

from typing import get_args

import pytest

from service.forms.cell import Edition
from service.forms.layout import cell_title, compose, layout, tables, tables_in
from service.forms.table import Kind


@pytest.mark.parametrize(("edition", "proactive", "rows"), [("V1", 22, 23), ("V2", 10, 25)])
def test_layout_has_the_cells_of_the_form(edition: Edition, proactive: int, rows: int) -> None:
    ids = layout(edition).ids
    assert len(ids) == len(set(ids)) == proactive + rows * 7 + 15
    assert sum("@" in id for id in ids) == rows * 7
    assert ids[proactive] == "requests.new@natural_person"
    assert ids[-1] == "litigation_after_review.total"


@pytest.mark.parametrize(
    ("cell_id", "title"),
    [
        ("requests.new@total", "表三 本年新收政府信息公开申请数量·总计"),
        ("requests.new", "表三 本年新收政府信息公开申请数量·总计"),
        ("outcomes.denied@business", "表三 不予公开·商业企业"),
        ("outcomes.denied", "表三 不予公开·总计"),
        ("proactive.fees.amount_wan", "表二 行政事业性收费·本年收费金额"),
        ("review.upheld", "表四 行政复议·结果维持"),
        ("litigation_direct.pending", "表四 行政诉讼（未经复议直接起诉）·尚未审结"),
        ("litigation.total", "表四 行政诉讼·总计"),
    ],
)
def test_title_names_a_cell_for_a_clerk(cell_id: str, title: str) -> None:
    assert cell_title("V2", cell_id) == title


@pytest.mark.parametrize("edition", get_args(Edition))
def test_every_cell_has_a_title_of_its_own(edition: Edition) -> None:
    titles = [(table.kind, spec.title) for table in tables(edition) for spec in table.cells.values()]
    assert len(set(titles)) == len(titles)


def test_sums_that_are_not_printed_have_titles() -> None:
    assert cell_title("V1", "outcomes.other") == "表三 其他处理·总计"
    with pytest.raises(KeyError):
        cell_title("V2", "outcomes.nothing")


def test_title_of_a_cell_of_another_edition_is_found_too() -> None:
    assert cell_title("V2", "p19.fees.items_prev") == "表二 行政事业性收费·上一年项目数量"


def test_only_the_change_of_items_may_have_a_sign() -> None:
    signed = {id for id, cell in layout("V1").cells.items() if cell.signed}
    assert {id.rpartition(".")[2] for id in signed} == {"items_delta"}
    assert not any(cell.signed for cell in layout("V2").cells.values())


def test_only_procurement_prints_its_own_unit() -> None:
    assert [id for id, cell in layout("V1").cells.items() if cell.unit is None] == ["p19.procurement.amount"]
    assert layout("V2").cells["proactive.fees.amount_wan"].unit == "万元"


@pytest.mark.parametrize(
    ("kind", "edition", "n"), [("statistics", "V0b", 58), ("annual", "V0a", 32), ("coded", "V0a", 68)]
)
def test_tables_before_2019_have_the_cells_of_the_form(kind: Kind, edition: Edition, n: int) -> None:
    table = layout(edition).table(kind)
    assert len(table.cells) == n
    assert all(spec.unit for spec in table.cells.values())
    assert all(id.startswith("v0") for id in table.cells)


@pytest.mark.parametrize(
    ("cell_id", "unit", "decimal", "title"),
    [
        ("v0.published", "条", False, "统计表 主动公开政府信息数"),
        ("v0.support.funds", "万元", True, "统计表 政府信息公开专项经费"),
        ("v0.review.other", "件", False, "统计表 行政复议其他情形数"),
        ("v0a.fees_waived@year", "元", True, "统计表 政府信息公开收费减免金额·本年度"),
        ("v0a.replies.denied.unclear@to_date", "条", False, "统计表 申请内容不明确数·本年累计"),
    ],
)
def test_cells_before_2019(cell_id: str, unit: str, decimal: bool, title: str) -> None:
    spec = {**layout("V0a").cells, **layout("V0b").cells}[cell_id]
    assert (spec.unit, spec.decimal, spec.title) == (unit, decimal, title)


def test_tables_of_several_editions_may_stand_together() -> None:
    mixed = compose((layout("V1").table("proactive"), layout("V2").table("applications")))
    assert "p19.fees.items_prev" in mixed.cells
    assert "outcomes.other.misc@total" in mixed.cells
    assert [(table.edition, table.kind) for table in tables_in("V1", mixed.cells)] == [
        ("V1", "proactive"),
        ("V2", "applications"),
    ]


def test_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        layout("V0b").table("proactive")
