"""The layouts of the editions."""

from __future__ import annotations

import pytest

from service.forms.cell import Edition
from service.forms.layout import cell_title, derived, layout


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


def test_every_cell_and_sum_has_a_title_of_its_own() -> None:
    for edition in ("V1", "V2"):
        form = layout(edition)
        titles = [cell_title(edition, id) for id in form.ids]
        assert len(set(titles)) == len(titles)
        assert all(cell_title(edition, id) for id in derived(edition))


def test_title_of_an_unknown_cell_is_refused() -> None:
    with pytest.raises(KeyError):
        cell_title("V2", "p19.fees.items_prev")


def test_sums_are_made_of_the_rows_of_their_edition() -> None:
    assert derived("V2")["outcomes.not_processed"] == tuple(
        f"outcomes.not_processed.{row}" for row in ("petition", "duplicate", "publication", "excessive", "reconfirm")
    )
    assert len(derived("V2")["outcomes.denied"]) == 8
    assert derived("V1")["outcomes.other"] == ("outcomes.other.all",)
    assert derived("V2")["litigation.total"] == ("litigation_direct.total", "litigation_after_review.total")


def test_only_the_change_of_items_may_have_a_sign() -> None:
    signed = {id for id, cell in layout("V1").cells.items() if cell.signed}
    assert {id.rpartition(".")[2] for id in signed} == {"items_delta"}
    assert not any(cell.signed for cell in layout("V2").cells.values())


def test_only_procurement_prints_its_own_unit() -> None:
    assert [id for id, cell in layout("V1").cells.items() if cell.unit is None] == ["p19.procurement.amount"]
    assert layout("V2").cells["proactive.fees.amount_wan"].unit == "万元"


def test_the_editions_before_2019_have_no_layout() -> None:
    with pytest.raises(KeyError):
        layout("V0b")
