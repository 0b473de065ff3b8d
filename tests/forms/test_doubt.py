"""Doubt about recognised cells: low confidence, and sums that do not come out. Nothing is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.cell import Cell, Form
from service.forms.doubt import SURE, mark_doubts
from service.forms.layout import layout

IDS = layout("V2").ids
FIGURES = {"requests.new@natural_person": 5, "requests.new@total": 5, "outcomes.granted@natural_person": 5}
FIGURES |= {"outcomes.granted@total": 5, "outcomes.total@natural_person": 5, "outcomes.total@total": 5}


def form(changes: Mapping[str, int] | None = None, confidence: float | None = 0.99) -> Form:
    """A consistent form of noughts and one request, with some figures changed."""
    figures = dict.fromkeys(IDS, 0) | FIGURES | dict(changes or {})
    cells = {id: Cell(id, Decimal(n), "read", str(n), confidence=confidence) for id, n in figures.items()}
    return Form("V2", MappingProxyType(cells))


def doubtful(marked: Form) -> set[str]:
    return {id for id, cell in marked.cells.items() if cell.doubtful}


def test_a_form_whose_sums_come_out_is_not_doubted() -> None:
    assert doubtful(mark_doubts(form())) == set()


def test_written_figures_are_never_doubted() -> None:
    wrong = form({"requests.new@total": 8}, confidence=None)
    assert mark_doubts(wrong) is wrong


def test_all_cells_of_a_wrong_sum_are_doubted_the_wrong_one_among_them() -> None:
    marked = doubtful(mark_doubts(form({"outcomes.granted@natural_person": 6})))
    assert "outcomes.granted@natural_person" in marked
    assert "outcomes.granted@total" in marked  # E2 of the row
    assert "outcomes.partial@natural_person" in marked  # E3 of the column
    assert "requests.new@natural_person" not in marked  # E1 holds
    assert not any(id.startswith(("review", "litigation", "proactive")) for id in marked)


def test_a_path_of_table_four_is_doubted_alone() -> None:
    marked = doubtful(mark_doubts(form({"review.upheld": 1})))
    assert marked == {f"review.{result}" for result in ("upheld", "corrected", "other", "pending", "total")}


@pytest.mark.parametrize(("confidence", "is_doubtful"), [(SURE - 0.01, True), (SURE, False)])
def test_a_cell_recognised_with_little_confidence_is_doubted(confidence: float, *, is_doubtful: bool) -> None:
    cells = dict(form().cells)
    cells["review.total"] = replace(cells["review.total"], confidence=confidence)
    assert ("review.total" in doubtful(mark_doubts(Form("V2", MappingProxyType(cells))))) is is_doubtful


def test_a_sum_that_an_unreadable_cell_leaves_open_is_not_wrong() -> None:
    cells = dict(form({"review.upheld": 1}).cells)
    cells["review.total"] = Cell("review.total", None, "unreadable", "?", confidence=0.9)
    assert doubtful(mark_doubts(Form("V2", MappingProxyType(cells)))) == set()


def test_empty_cells_count_as_noughts() -> None:
    cells = dict(form({"review.upheld": 1}).cells)
    cells["review.total"] = Cell("review.total", None, "blank", "", confidence=0.9)
    assert "review.total" in doubtful(mark_doubts(Form("V2", MappingProxyType(cells))))


@given(changes=st.dictionaries(st.sampled_from(IDS), st.integers(0, 30), max_size=6))
def test_nothing_but_the_mark_changes(changes: dict[str, int]) -> None:
    before = form(changes)
    after = mark_doubts(before)
    assert [replace(cell, doubtful=False) for cell in after.cells.values()] == list(before.cells.values())
