"""Table two: rows of one, two and three values, units, signs, extra rows."""

from __future__ import annotations

import pytest

from service.forms.cell import Edition, Form
from service.forms.layout import layout
from service.forms.recognise import recognise_grids

from .tables import grid, read


def table_two(*rows: list[str], edition: Edition = "V2") -> Form:
    first = layout(edition).table("proactive").rows[0]
    header = ["信息内容", *(field.labels[0] for field in first.columns)]
    return recognise_grids([grid([["第二十条第（一）项"], header, *rows])])


@pytest.mark.parametrize(
    ("written", "status", "value", "candidates"),
    [
        (["638"], "read", "638", []),
        (["638", "", ""], "read", "638", []),
        (["", "638"], "read", "638", []),
        (["0", "0", "0"], "read", "0", []),
        (["0 0 0"], "read", "0", []),
        (["5", "5"], "read", "5", []),
        (["3", "0", "0"], "ambiguous", "None", ["3", "0"]),
        (["3 0"], "ambiguous", "None", ["3", "0"]),
        (["16 962"], "read", "16962", []),
        (["1,154.95"], "read", "1154.95", []),
        (["", "", ""], "blank", "None", []),
        (["/"], "not_applicable", "None", []),
        (["见附件"], "unreadable", "None", []),
        ([], "missing", "None", []),
    ],
)
def test_row_of_one_value(written: list[str], status: str, value: str, candidates: list[str]) -> None:
    cell = table_two(["行政许可", *written]).cells["proactive.licensing.decisions"]
    assert (cell.status, str(cell.value), [*map(str, cell.candidates)]) == (status, value, candidates)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1", "", "6"], ["1", "blank", "6"]),
        (["1", "/", "无"], ["1", "not_applicable", "not_applicable"]),
        (["1", "1", "6", ""], ["1", "1", "6"]),
        (["", "1", "1", "6"], ["1", "1", "6"]),
        (["1 1 6"], ["1", "1", "6"]),
        (["1", "见附件", "6"], ["1", "unreadable", "6"]),
        (["1", "6"], ["ambiguous"] * 3),
        (["1", "1", "6", "9"], ["ambiguous"] * 3),
        ([], ["missing"] * 3),
    ],
)
def test_row_of_three_values(written: list[str], expected: list[str]) -> None:
    form = table_two(["行政规范性文件", *written])
    cells = [form.cells[f"proactive.normative.{field}"] for field in ("issued", "repealed", "in_force")]
    assert [str(cell.value) if cell.status == "read" else cell.status for cell in cells] == expected


@pytest.mark.parametrize("text", ["其他主动公开文件", "行政强制执行", "行政检查", "其他规范性文件"])
def test_extra_rows_of_table_two_are_kept_and_forced_into_no_cell(text: str) -> None:
    form = table_two(["规章", "0", "0", "0"], [text, "7", "8", "9"])
    assert [extra.texts for extra in form.extra_rows] == [(text, "7", "8", "9")]
    assert form.extra_rows[0].source.row == 3
    assert set(read(form).values()) == {"0"}


@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [
        ("379460.00元", "379460.00", "元"),
        ("976.81万元", "976.81", "万元"),
        ("251000 元", "251000", "元"),
        ("8040", "8040", None),
    ],
)
def test_procurement_keeps_its_unit(amount: str, value: str, unit: str | None) -> None:
    cell = table_two(["政府集中采购", "8", amount], edition="V1").cells["p19.procurement.amount"]
    assert (str(cell.value), cell.unit, cell.raw) == (value, unit, amount)


@pytest.mark.parametrize(("header", "unit"), [("单位：元", "元"), ("单位：万元", None)])
def test_a_header_in_another_unit_is_told(header: str, unit: str | None) -> None:
    rows = [["第二十条第（八）项"], ["信息内容", f"本年收费金额（{header}）"], ["行政事业性收费", "1154.95"]]
    assert recognise_grids([grid(rows)]).cells["proactive.fees.amount_wan"].unit == unit


def test_signed_changes_of_items() -> None:
    form = table_two(["行政许可", "6", "－6", "1"], ["行政处罚", "1", "+3", ""], edition="V1")
    assert read(form) == {
        "p19.licensing.items_prev": "6",
        "p19.licensing.items_delta": "-6",
        "p19.licensing.decisions": "1",
        "p19.penalty.items_prev": "1",
        "p19.penalty.items_delta": "3",
    }


def test_the_article_may_stand_in_front_of_its_row() -> None:
    form = table_two(["第二十条第（六）项", "行政处罚", "19"])
    assert read(form) == {"proactive.penalty.decisions": "19"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["规章000"], ["行政规范性文件314"]], ["0", "0", "0", "3", "1", "4"]),
        ([["规章", "002"], ["行政规范性文件", "0115"]], ["0", "0", "2", *["ambiguous"] * 3]),
        ([["规章", "0", "0", "0"], ["行政规范性文件", "115"]], ["0", "0", "0", *["ambiguous"] * 3]),
        ([["规章", "1"], ["行政规范性文件", "115"]], ["ambiguous"] * 6),
    ],
)
def test_digits_run_together_are_told_by_noughts_that_begin_no_number(
    rows: list[list[str]], expected: list[str]
) -> None:
    form = table_two(*rows)
    cells = [form.cells[id] for id in [*form.cells][:6]]
    assert [str(cell.value) if cell.status == "read" else cell.status for cell in cells] == expected
