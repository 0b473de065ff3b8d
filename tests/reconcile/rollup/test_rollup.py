"""A parent's tables beside its children's: who is summed, what differs, what cannot be said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.cell import Edition
from service.reconcile.rollup.scope import Member, is_vertical, sorted_out
from service.reconcile.rollup.sums import CellSum, RollUp, roll_up, summed_ids
from service.reconcile.subject import Subject

from ..builders import make_form, make_report

NEW = "requests.new@total"


def member(
    agency: str | None,
    cells: Mapping[str, str | None] | None = None,
    *,
    year: int | None = 2023,
    edition: Edition | None = "V2",
    text: str = "",
    missing: tuple[str, ...] = (),
    name: str = "",
) -> Member:
    form = make_form(cells or {}, edition=edition, missing=missing)
    return Member(name or f"{agency}.docx", Subject(make_report(text, agency=agency, year=year), form, ()))


COUNTY = member("甲县人民政府", {NEW: "9", "requests.new@natural_person": "9"})
WATER = member("甲县水务局", {NEW: "4", "requests.new@natural_person": "4"})
SCHOOLS = member("甲县教育局", {NEW: "5", "requests.new@natural_person": "5"})


def differing(result: RollUp) -> dict[str, tuple[Decimal, Decimal]]:
    return {cell.cell: (cell.parent, cell.sum) for cell in result.differing}


@pytest.mark.parametrize(
    ("children", "own", "expected"),
    [
        pytest.param([WATER, SCHOOLS], None, {}, id="adds up"),
        pytest.param([WATER], None, {NEW: ("9", "4"), "requests.new@natural_person": ("9", "4")}, id="one is lacking"),
        pytest.param([WATER], SCHOOLS, {}, id="the office's own report"),
        pytest.param([WATER, SCHOOLS], SCHOOLS, {}, id="the office's report given twice"),
    ],
)
def test_sums(children: list[Member], own: Member | None, expected: dict[str, tuple[str, str]]) -> None:
    result = roll_up(COUNTY, children, own=own)
    assert differing(result) == {cell: (Decimal(one), Decimal(other)) for cell, (one, other) in expected.items()}
    assert result.undecided == ()


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        (member("国家税务总局甲县税务局"), "垂直领导"),
        (member("甲县气象局"), "垂直领导"),
        (member("甲县水务局", year=2022), "2022年的报告"),
        (member("甲县水务局", year=None), "年度未识别"),
        (member("甲县水务局", edition=None), "没有2019年以后格式的统计表"),
        (member("甲县水务局", edition="V0b"), "没有2019年以后格式的统计表"),
        (member(None), "机关名称未识别"),
        (member("甲县人民政府", name="副本.docx"), "同一机关"),
        (member("甲县教育局", name="副本.docx"), "已有一份"),
        (member("乙镇水利站"), "已汇总在乙镇人民政府的报告中"),
    ],
)
def test_children_that_are_not_in_the_total(child: Member, reason: str) -> None:
    others = [SCHOOLS, member("乙镇人民政府")]
    included, left_out = sorted_out(COUNTY, [*others, child])
    assert [one.agency for one in included] == ["甲县教育局", "乙镇人民政府"]
    assert [left.name for left in left_out] == [child.name]
    assert reason in left_out[0].reason


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("甲市海关", True),
        ("甲县烟草专卖局", True),
        ("甲市地方金融监督管理局", False),
        ("甲县统计局", False),
        ("甲县水务局", False),
    ],
)
def test_bodies_of_systems_of_their_own(agency: str, expected: bool) -> None:
    assert is_vertical(agency) is expected


@pytest.mark.parametrize("edition", ["V1", "V2"])
def test_regulations_and_catalogue_items_are_not_summed(edition: Edition) -> None:
    ids = summed_ids(make_form({}, edition=edition))
    assert NEW in ids
    assert "review.total" in ids
    assert not [cell for cell in ids if "regulations" in cell or "items_" in cell or "procurement" in cell]
    assert any(cell.endswith("normative.issued") or cell.endswith("normative.made") for cell in ids)


@pytest.mark.parametrize(
    ("parent", "known", "missing", "expected"),
    [
        ("9", "9", (), False),
        ("9", "4", (), True),
        ("9", "4", ("甲.docx",), None),
        ("9", "9", ("甲.docx",), None),
        ("9", "10", ("甲.docx",), True),  # what is missing can only add
    ],
)
def test_missing_values_leave_it_open(parent: str, known: str, missing: tuple[str, ...], expected: bool | None) -> None:
    assert CellSum("c", "格", Decimal(parent), Decimal(known), missing).differs is expected


def test_child_without_a_value_is_named() -> None:
    result = roll_up(COUNTY, [WATER, member("甲县教育局", missing=(NEW,))])
    assert [(cell.cell, cell.missing) for cell in result.undecided] == [(NEW, ("甲县教育局.docx",))]


@pytest.mark.parametrize(("total", "differs"), [("1.1", False), ("1.3", True)])
def test_charges_are_rounded(total: str, differs: bool) -> None:
    fees = "proactive.fees.amount_wan"
    result = roll_up(
        member("甲县人民政府", {fees: total}),
        [member("甲县水务局", {fees: "0.54"}), member("甲县教育局", {fees: "0.54"})],
    )
    assert bool(result.differing) is differs


@pytest.mark.parametrize(
    ("parent", "note"),
    [
        (member("甲县人民政府办公室"), "不是汇总"),
        (member("甲县人民政府", text="本报告数据包括县政府及其部门。"), "本报告数据包括县政府及其部门"),
        (member("甲县人民政府", {"review.total": "2", "review.upheld": "2"}), "共同被告"),
        (member("甲县人民政府", {NEW: "3"}), "没有公布年度报告"),
    ],
)
def test_notes_tell_what_may_explain_a_difference(parent: Member, note: str) -> None:
    assert any(note in text for text in roll_up(parent, [member("甲县水务局")]).notes)


def test_nothing_is_noted_where_all_adds_up() -> None:
    assert roll_up(COUNTY, [WATER, SCHOOLS]).notes == ()


def test_without_children_nothing_is_compared() -> None:
    result = roll_up(COUNTY, [member("甲县气象局")])
    assert (result.cells, result.included) == ((), ())


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(-3, 3))
def test_a_parent_differs_by_what_was_added(children: list[int], off: int) -> None:
    total = sum(children) + off
    parts = [member(f"甲县{number}局", {NEW: str(value)}) for number, value in enumerate(children)]
    result = roll_up(member("甲县人民政府", {NEW: str(total)}), parts)
    assert {cell.cell: cell.difference for cell in result.differing} == ({NEW: off} if off else {})
