"""Grids in all shapes → the cells of the form."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.documents.document import Grid
from service.forms.cell import Edition
from service.forms.layout import layout
from service.forms.recognise import recognise_grids

from .tables import (
    SHAPES,
    dispute_rows,
    grid,
    proactive_rows,
    read,
    request_header,
    request_rows,
    row,
    ruled,
    seven,
    zeros,
)

V2 = layout("V2")
EDITIONS: tuple[Edition, ...] = ("V1", "V2")


@st.composite
def reports(draw: st.DrawFn) -> tuple[Edition, dict[str, str]]:
    """A report whose tables are consistent, with figures of one to five digits."""
    edition: Edition = draw(st.sampled_from(EDITIONS))
    form = layout(edition)
    figures = Random(draw(st.integers(0, 2**32)))
    values = {id: str(figures.choice([0, 0, figures.randrange(10), figures.randrange(99999)])) for id in form.ids}
    requests, disputes = form.table("applications"), form.table("disputes")
    outcomes = [r.id for r in requests.rows if r.id.startswith("outcomes.") and r.id != "outcomes.total"]
    for column in requests.columns[:-1]:
        decided = sum(int(values[f"{id}@{column.id}"]) for id in outcomes)
        carried_in = int(values[f"requests.carried_in@{column.id}"]) % (decided + 1)
        left = int(values[f"requests.carried_out@{column.id}"])
        values[f"outcomes.total@{column.id}"] = str(decided)
        values[f"requests.carried_in@{column.id}"] = str(carried_in)
        values[f"requests.new@{column.id}"] = str(decided + left - carried_in)
    for r in requests.rows:
        values[f"{r.id}@total"] = str(sum(int(values[f"{r.id}@{c.id}"]) for c in requests.columns[:-1]))
    for path in disputes.rows:
        values[f"{path.id}.total"] = str(sum(int(values[f"{path.id}.{r.id}"]) for r in disputes.columns[:-1]))
    return edition, values


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports())
def test_consistent_tables_are_read_whatever_their_shape(shape: str, report: tuple[Edition, dict[str, str]]) -> None:
    edition, values = report
    form = recognise_grids(SHAPES[shape](edition, values))
    assert form.edition == edition
    assert read(form) == values
    assert form.extra_rows == ()


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports(), seed=st.integers(0, 2**32))
def test_wrong_figures_are_read_as_they_stand(shape: str, report: tuple[Edition, dict[str, str]], seed: int) -> None:
    edition, values = report
    figures = Random(seed)
    values = {id: str(figures.randrange(1000)) for id in values}
    assert read(recognise_grids(SHAPES[shape](edition, values))) == values


@pytest.mark.parametrize("shape", ["flat", "padded", "ruled"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports(), seed=st.integers(0, 2**32))
def test_no_value_is_invented_or_moved_where_cells_are_blank(
    shape: str, report: tuple[Edition, dict[str, str]], seed: int
) -> None:
    edition, values = report
    chance = Random(seed)
    blanked = {id: "" if "@" in id and chance.random() < 0.3 else value for id, value in values.items()}
    form = recognise_grids(SHAPES[shape](edition, blanked))
    for id, cell in form.cells.items():
        assert cell.value is None or str(cell.value) == blanked[id], id
        assert cell.status in {"read", "blank", "ambiguous"}
    if shape == "ruled":
        assert read(form) == {id: value for id, value in blanked.items() if value}


@settings(max_examples=15, deadline=None)
@given(report=reports(), seed=st.integers(0, 2**32))
def test_a_lost_cell_is_never_filled_by_its_neighbour(report: tuple[Edition, dict[str, str]], seed: int) -> None:
    edition, values = report
    form = layout(edition)
    chance = Random(seed)
    rows = request_rows(form, values)
    for cells in rows[3:]:
        if chance.random() < 0.5:
            del cells[-chance.randrange(1, 8)]
    found = recognise_grids([grid(proactive_rows(form, values)), grid(rows, block=1)])
    for id, cell in found.cells.items():
        assert cell.value is None or str(cell.value) == values[id], id


def _typo(text: str, chance: Random) -> str:
    words = [i for i, char in enumerate(text) if "\u4e00" <= char <= "\u9fff" and i > 3]
    if len(words) < 5:
        return text
    at = chance.choice(words)
    return text[:at] + chance.choice(["", text[at] * 2, "某"]) + text[at + 1 :]


@settings(max_examples=25, deadline=None)
@given(report=reports(), seed=st.integers(0, 2**32))
def test_one_wrong_character_in_each_label_changes_nothing(report: tuple[Edition, dict[str, str]], seed: int) -> None:
    edition, values = report
    form = layout(edition)
    chance = Random(seed)
    rows = [[_typo(text, chance) for text in cells] for cells in request_rows(form, values)[3:]]
    tables = [proactive_rows(form, values), request_header() + rows, dispute_rows(form, values)]
    assert read(recognise_grids(grid(cells, block=i) for i, cells in enumerate(tables))) == values


@settings(max_examples=25, deadline=None)
@given(report=reports(), cut=st.integers(4, 27), header=st.booleans())
def test_a_table_cut_in_two_is_one_table(report: tuple[Edition, dict[str, str]], cut: int, header: bool) -> None:
    edition, values = report
    form = layout(edition)
    rows = request_rows(form, values)
    rest = request_header() + [["三、本年度办理结果"]] if header else []
    tables = [proactive_rows(form, values), rows[:cut], rest + rows[cut:], dispute_rows(form, values)]
    assert read(recognise_grids(grid(cells, block=i) for i, cells in enumerate(tables))) == values


def test_every_table_may_be_missing() -> None:
    values = zeros("V2")
    tables = [proactive_rows(V2, values), request_rows(V2, values), dispute_rows(V2, values)]
    for lost in range(3):
        form = recognise_grids(grid(rows, block=i) for i, rows in enumerate(tables) if i != lost)
        assert form.edition == "V2"
        assert set(form.cells) == set(V2.ids)
        assert {cell.status for cell in form.cells.values()} == {"read", "missing"}


@pytest.mark.parametrize(
    "grids",
    [
        [],
        [grid([])],
        [grid([["姓名", "职务"], ["张三", "局长"]])],
        [grid([["序号", "行政复议", "备注"], ["1", "2", "3"]])],
    ],
    ids=["no grid", "empty grid", "another table", "a word of the form elsewhere"],
)
def test_without_a_statutory_table_there_is_no_edition(grids: list[Grid]) -> None:
    form = recognise_grids(grids)
    assert (form.edition, form.cells, form.extra_rows) == (None, {}, ())


def test_the_edition_is_told_by_the_row_of_other_processing_alone() -> None:
    assert recognise_grids([grid(request_rows(layout("V1"), zeros("V1")))]).edition == "V1"
    assert recognise_grids([grid(request_rows(V2, zeros("V2")))]).edition == "V2"


def test_a_table_two_of_one_edition_outweighs_the_year_in_its_labels() -> None:
    rows = [["信息内容", "本年（2023）制发件数", "2023年废止数", "现行有效件数（历史累计）"], ["规章", "1", "2", "3"]]
    form = recognise_grids([grid([["第二十条（一）项"], *rows])])
    assert form.edition == "V2"
    assert read(form) == {
        f"proactive.regulations.{f}": v for f, v in (("issued", "1"), ("repealed", "2"), ("in_force", "3"))
    }


def test_headings_between_tables_made_into_one_are_no_rows() -> None:
    values = zeros("V2")
    rows = [*proactive_rows(V2, values), ["三、收到和处理政府信息公开申请情况"], *request_rows(V2, values)]
    rows += [["四、政府信息公开行政复议、行政诉讼情况"], *dispute_rows(V2, values)]
    form = recognise_grids([grid(rows)])
    assert read(form) == values
    assert form.extra_rows == ()


def test_cells_know_where_they_stand() -> None:
    form = recognise_grids(ruled("V2", row(zeros("V2"), "outcomes.granted", *"6000006")))
    source = form.cells["outcomes.granted@total"].source
    assert source is not None
    assert (source.block, source.row, source.column) == (1, 5, 9)


def test_merged_cells_keep_blank_values_in_their_columns() -> None:
    values = {**row(zeros("V2"), "outcomes.total", "", "1", "", "", "", "", "1"), "review.other": ""}
    form = recognise_grids(ruled("V2", values))
    assert seven(form, "outcomes.total") == ["blank", "1", "blank", "blank", "blank", "blank", "1"]
    assert form.cells["review.other"].status == "blank"


def test_of_a_grid_larger_than_any_form_only_the_beginning_is_looked_at() -> None:
    values = row(zeros("V2"), "requests.new", *"1000001")
    noise = [[f"其他情况{at}", *["7"] * 7] for at in range(3000)]
    found = recognise_grids([grid([*request_rows(V2, values), *noise])])
    assert read(found) == {id: value for id, value in values.items() if "@" in id}
    assert 0 < len(found.extra_rows) < 1000
    wide = [["一、本年新收政府信息公开申请数量", *["8"] * 5000]]
    assert {cell.status for cell in recognise_grids([grid([*request_header(), *wide])]).cells.values()} <= {
        "ambiguous",
        "missing",
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        "",
                        "0",
                        "12",
                        "0 0",
                        "3.其他",
                        "其他",
                        "总计",
                        "规章",
                        "行政复议",
                        "结果维持",
                        "申请人情况",
                        "信息内容",
                        "统计指标",
                        "统计数",
                        "指标名称",
                        "代码",
                        "本年度",
                        "行政复议数",
                        "结果纠正",
                        "未经复议直接起诉",
                        "条",
                        "01",
                    ]
                ),
                st.text(max_size=12),
            ),
            max_size=20,
        ),
        max_size=12,
    )
)
def test_no_grid_is_too_odd(rows: list[list[str]]) -> None:
    form = recognise_grids([grid(rows), grid([*request_header(), *rows], block=1)])
    assert set(form.cells) <= {id for edition in get_args(Edition) for id in layout(edition).ids}
    for cell in form.cells.values():
        assert (cell.value is not None) == (cell.status == "read")
