"""The tables of the editions before 2019: rows of indicators in all shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents.document import Grid
from service.forms.cell import Edition, Form
from service.forms.layout import layout, tables
from service.forms.recognise import recognise_grids
from service.forms.table import Kind, Table

from .old_tables import HEADERS, SHAPES, indicator, numbers, old_rows, with_groups
from .tables import dispute_rows, grid, proactive_rows, read, zeros

TABLES = {table.kind: table for edition in ("V0b", "V0a") for table in tables(edition)}
EDITIONS: dict[Kind, Edition] = {"statistics": "V0b", "annual": "V0a", "coded": "V0a"}
Shape = Callable[[Table, Mapping[str, str]], list[Grid]]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("kind", TABLES)
def test_every_cell_is_read_whatever_the_shape(kind: Kind, shape: Shape) -> None:
    table = TABLES[kind]
    values = numbers(table)
    form = recognise_grids(shape(table, values))
    assert form.edition == EDITIONS[kind]
    assert read(form) == values
    assert set(form.cells) == set(table.cells)
    assert form.extra_rows == ()


def test_groups_title_and_signatures_are_no_rows() -> None:
    table = TABLES["statistics"]
    form = recognise_grids([grid(with_groups(table, numbers(table)))])
    assert read(form) == numbers(table)
    assert form.extra_rows == ()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_variants_of_labels_are_known(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(TABLES)))
    table = TABLES[kind]
    values = numbers(table)
    rows = old_rows(table, values)
    for line, row in zip(rows[1:], table.rows, strict=True):
        number = data.draw(st.sampled_from([row.number or "", ""]))
        among = data.draw(st.sampled_from(["", "其中：", "#", "　　"]))
        line[0] = (
            f"{among}{number}{data.draw(st.sampled_from(['.', '、', ' ']))}{data.draw(st.sampled_from(row.labels))}"
        )
    assert read(recognise_grids([grid(rows)])) == values


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.sets(st.integers(0, 67)))
def test_blank_cells_stay_blank(kind: Kind, blank: set[int]) -> None:
    table = TABLES[kind]
    ids = [*table.cells]
    values = {id: "" if at in blank else value for at, (id, value) in enumerate(numbers(table).items())}
    form = recognise_grids([grid(old_rows(table, values))])
    assert read(form) == {id: value for id, value in values.items() if value}
    assert {form.cells[id].status for id in ids if not values[id]} <= {"blank"}


def test_a_code_is_no_value_where_a_cell_is_lost() -> None:
    rows = [HEADERS["coded"], ["主动公开信息数", "条", "01", "3", "5"], ["申请总数", "条", "10", "7"]]
    form = recognise_grids([grid(rows)])
    assert read(form) == {"v0a.published@period": "3", "v0a.published@to_date": "5"}
    assert form.cells["v0a.requests.received@period"].status == "ambiguous"


def test_the_letters_of_the_columns_are_a_header() -> None:
    rows = [HEADERS["coded"], ["甲", "乙", "丙", "1", "2"], ["主动公开信息数", "条", "01", "3", "5"]]
    form = recognise_grids([grid(rows)])
    assert read(form) == {"v0a.published@period": "3", "v0a.published@to_date": "5"}
    assert form.extra_rows == ()


def test_money_keeps_its_decimals_and_its_own_unit() -> None:
    rows = [HEADERS["statistics"], ["七、依申请公开信息收取的费用", "万元", "0.36"]]
    rows += [
        ["（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "52000元"]
    ]
    form = recognise_grids([grid(rows)])
    assert read(form) == {"v0.fees": "0.36", "v0.support.funds": "52000"}
    assert (form.cells["v0.fees"].unit, form.cells["v0.support.funds"].unit) == (None, "元")


def test_rows_that_the_form_does_not_know_are_kept() -> None:
    table = TABLES["statistics"]
    rows = [*old_rows(table, numbers(table)), ["政府开放日活动次数", "次", "3"]]
    form = recognise_grids([grid(rows)])
    assert [extra.texts for extra in form.extra_rows] == [("政府开放日活动次数", "次", "3")]
    assert read(form) == numbers(table)


def test_the_same_label_belongs_to_the_block_it_stands_in() -> None:
    rows = [HEADERS["statistics"], ["四、行政复议数量", "件", "9"], ["（二）被依法纠错数", "件", "4"]]
    rows += [["五、行政诉讼数量", "件", "8"], ["（二）被依法纠错数", "件", "2"]]
    form = recognise_grids([grid(rows)])
    assert str(form.cells["v0.review.corrected"].value) == "4"
    assert str(form.cells["v0.litigation.corrected"].value) == "2"


def test_a_table_without_its_header_is_known_by_its_labels() -> None:
    table = TABLES["annual"]
    rows = old_rows(table, numbers(table))[1:]
    form = recognise_grids([grid(rows)])
    assert (form.edition, read(form)) == ("V0a", numbers(table))


def test_columns_tell_the_type_of_table() -> None:
    header = ["指标名称", "计量单位", "本年度", "历年累计"]
    form = recognise_grids([grid([header, ["行政复议数", "件", "0", "1"]])])
    assert (form.edition, read(form)) == ("V0a", {"v0a.review@year": "0", "v0a.review@cumulative": "1"})


def test_an_older_table_in_a_report_of_a_later_form_is_not_lost() -> None:
    v2, table = layout("V2"), TABLES["statistics"]
    new = [grid(proactive_rows(v2, zeros("V2"))), grid(dispute_rows(v2, zeros("V2")), block=1)]
    form = recognise_grids([*new, grid(old_rows(table, numbers(table)), block=2)])
    assert form.edition == "V2"
    assert {id: value for id, value in read(form).items() if id.startswith("v0.")} == numbers(table)
    assert form.cells["requests.new@total"].status == "missing"


def test_a_website_table_is_no_table_of_the_form() -> None:
    rows = [["指标", "数量"], ["政府网站", "3"], ["政务微博", "2"], ["行政复议", "1"]]
    form: Form = recognise_grids([grid(rows)])
    assert (form.edition, form.cells) == (None, {})


def test_rows_know_where_they_stand() -> None:
    table = TABLES["coded"]
    rows = [HEADERS["coded"], indicator(table, table.rows[0], numbers(table))]
    source = recognise_grids([grid(rows)]).cells["v0a.published@to_date"].source
    assert source is not None
    assert (source.row, source.column) == (1, 4)
