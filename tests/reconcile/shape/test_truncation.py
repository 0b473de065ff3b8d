"""What was not read is said as such; no sum and no comparison over it is called wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.fact import Fact
from service.forms.layout import layout
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding
from service.reconcile.shape.tables import table_cells

from ..builders import make_fact, make_form, make_report

# A consistent report with something in every part of its tables.
_ROWS = {"requests.new": 7, "requests.carried_in": 2, "outcomes.granted": 3, "outcomes.denied.process_info": 1}
_ROWS |= {"outcomes.unavailable.not_held": 2, "outcomes.other.misc": 1, "outcomes.total": 7, "requests.carried_out": 2}
_CELLS = {f"{row}@{column}": str(value) for row, value in _ROWS.items() for column in ("natural_person", "total")}
_CELLS |= {
    "proactive.normative.issued": "2",
    "proactive.normative.in_force": "6",
    "proactive.licensing.decisions": "40",
}
_CELLS |= {"review.upheld": "1", "review.pending": "1", "review.total": "2", "litigation_direct.other": "1"}
_CELLS |= {"litigation_direct.total": "1"}
_STATED = {
    **{"request.received": 9, "request.new": 7, "request.carried_in": 2, "request.concluded": 7},
    **{"request.carried_out": 2, "request.granted": 3, "request.denied": 1, "request.unavailable": 2},
    **{"review.total": 2, "litigation.total": 1, "normative.issued": 2, "licence.decisions": 40},
}
_TABLES = {"二": "表二", "三": "表三", "四": "表四"}


def _facts(changed: int = 0) -> tuple[Fact, ...]:
    return tuple(make_fact(metric, str(value + changed)) for metric, value in _STATED.items())


def _findings(missing: tuple[str, ...], *, changed: int = 0) -> tuple[Finding, ...]:
    return reconcile(make_report(), make_form(_CELLS, missing=missing), _facts(changed))


def _wrong(findings: tuple[Finding, ...]) -> list[str]:
    return [f.message for f in findings if f.verdict == "fails" and not f.rule.startswith("shape.")]


@given(st.data())
def test_a_table_cut_anywhere_fails_as_a_shape_only(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(sorted(_TABLES)))
    cells = table_cells(make_form({}), number)
    missing = cells[data.draw(st.integers(0, len(cells) - 1)) :]
    found = _findings(missing)
    assert _wrong(found) == []
    [shape] = [f for f in found if f.rule.startswith("shape.")]
    assert shape.verdict == "fails"
    assert shape.cells == missing
    assert _TABLES[number] in shape.message


@given(st.sets(st.sampled_from(layout("V2").ids), min_size=1, max_size=30))
def test_cells_missing_anywhere_make_nothing_wrong(missing: set[str]) -> None:
    found = _findings(tuple(missing))
    assert _wrong(found) == []
    assert {cell for f in found if f.rule.startswith("shape.") for cell in f.cells} == missing


@pytest.mark.parametrize("number", sorted(_TABLES))
def test_figures_of_the_text_are_not_compared_with_a_table_that_is_gone(number: str) -> None:
    cells = set(table_cells(make_form({}), number))
    found = _findings(tuple(cells), changed=5)
    compared = [f for f in found if f.rule.startswith("narrative.") and set(f.cells) & cells]
    assert compared
    assert {f.verdict for f in compared} == {"undecided"}


def test_sums_over_what_is_missing_are_undecided() -> None:
    cells = table_cells(make_form({}), "三")
    start = cells.index("outcomes.not_processed.petition@natural_person")
    found = _findings(cells[start:])
    sums = [f for f in found if f.rule in ("form.requests_balance", "form.outcomes_total")]
    assert sums
    assert {f.verdict for f in sums} == {"undecided"}
