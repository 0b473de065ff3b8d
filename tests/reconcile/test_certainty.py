"""A disagreement that rests on an unsure fact is no error of the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from service.facts.fact import Fact
from service.forms.cell import Cell
from service.reconcile.certainty import SURE_FROM, tempered
from service.reconcile.finding import Finding

FACT = Fact(
    id="f1",
    metric="request.new",
    label="新收",
    value=Decimal(5),
    unit="件",
    kind="level",
    negated=False,
    approx=None,
    year=2023,
    confidence=1.0,
    evidence=(),
    key="k",
)
FINDING = Finding(rule="narrative.request.new", verdict="fails", severity="error", message="", key="", facts=("f1",))


@pytest.mark.parametrize(
    ("confidence", "verdict", "severity", "expected"),
    [
        (SURE_FROM, "fails", "error", "error"),
        (SURE_FROM - 0.01, "fails", "error", "warning"),
        (SURE_FROM - 0.01, "fails", "information", "information"),
        (SURE_FROM - 0.01, "holds", "error", "error"),
    ],
)
def test_error_needs_certainty(confidence: float, verdict: str, severity: str, expected: str) -> None:
    finding = replace(FINDING, verdict=verdict, severity=severity)
    (found,) = tempered([finding], {"f1": replace(FACT, confidence=confidence)}, {})
    assert found.severity == expected


def test_finding_on_the_tables_alone_stays() -> None:
    assert tempered([replace(FINDING, facts=())], {}, {}) == [replace(FINDING, facts=())]


@pytest.mark.parametrize(("doubtful", "verdict"), [(True, "undecided"), (False, "fails")])
def test_a_sum_over_doubtful_cells_of_a_scan_is_undecided(*, doubtful: bool, verdict: str) -> None:
    finding = replace(FINDING, facts=(), cells=("requests.new@total",))
    cell = Cell("requests.new@total", Decimal(5), "read", "5", confidence=0.9, doubtful=doubtful)
    (found,) = tempered([finding], {}, {cell.id: cell})
    assert found.verdict == verdict
    assert ("原件" in found.message) is doubtful
