"""The report's shape: sections, tables, rows, title; and silence where all is there."""

from __future__ import annotations

from typing import Any

import pytest

from service.documents.report import Report
from service.forms.cell import Form
from service.forms.layout import layout
from service.reconcile.engine import CODE_CHECKS, reconcile
from service.reconcile.finding import Finding
from service.reconcile.shape.tables import table_cells

from ..builders import make_form, make_report

_IDS = layout("V2").ids
_FOUR = [cell for cell in _IDS if cell.startswith(("review.", "litigation_"))]


def _shape(report: Report, form: Form) -> list[Finding]:
    return [finding for finding in reconcile(report, form, ()) if finding.rule.startswith("shape.")]


def test_complete_report_is_silent() -> None:
    assert _shape(make_report(), make_form({})) == []


def test_missing_section_takes_its_table_with_it() -> None:
    [finding] = _shape(make_report(absent=["四"]), make_form({}, missing=_FOUR))
    assert (finding.rule, finding.verdict, finding.severity) == ("shape.section_missing", "fails", "warning")
    assert (finding.cells, finding.facts) == (tuple(_FOUR), ())


def test_missing_heading_with_its_table_there_names_no_cell() -> None:
    [finding] = _shape(make_report(absent=["四"]), make_form({}))
    assert (finding.rule, finding.cells) == ("shape.section_missing", ())


@pytest.mark.parametrize("number", ["二", "三", "四"])
def test_heading_without_its_table(number: str) -> None:
    form = make_form({})
    cells = table_cells(form, number)
    [finding] = _shape(make_report(), make_form({}, missing=cells))
    assert (finding.rule, finding.severity, finding.cells) == ("shape.table_missing", "warning", cells)


def test_truncated_table_is_one_finding_with_the_missing_cells() -> None:
    start = _IDS.index("outcomes.not_processed.publication@natural_person")
    gone = [cell for cell in _IDS[start:] if "@" in cell]
    found = reconcile(make_report(), make_form({}, missing=gone), ())
    [finding] = [f for f in found if f.rule.startswith("shape.")]
    assert (finding.rule, finding.severity, finding.cells) == ("shape.table_truncated", "warning", tuple(gone))
    assert "要求提供公开出版物" in finding.message
    assert all(f.verdict != "fails" for f in found if f.rule.startswith("form."))


def test_missing_cells_amid_others_are_information() -> None:
    [finding] = _shape(make_report(), make_form({}, missing=["requests.new@other"]))
    assert (finding.rule, finding.severity) == ("shape.cells_missing", "information")


def test_form_that_was_not_found_is_information() -> None:
    [finding] = _shape(make_report(), Form(None, {}))
    assert (finding.rule, finding.severity) == ("shape.no_form", "information")


def test_no_section_at_all_is_said_once() -> None:
    [finding] = _shape(make_report(absent="一二三四五六"), make_form({}))
    assert (finding.rule, finding.verdict) == ("shape.section_missing", "fails")


def test_older_editions_have_other_sections() -> None:
    assert _shape(make_report(absent=["四"], year=2015), Form("V0b", {})) == []


def test_report_without_known_sections_is_not_blamed_for_them() -> None:
    assert _shape(make_report(sections=False), make_form({})) == []


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"title": None, "year": None, "agency": None}, ["shape.title_missing"]),
        ({"year": None}, ["shape.year_missing"]),
        ({"agency": None}, ["shape.agency_missing"]),
    ],
)
def test_title_names_agency_and_year(fields: dict[str, Any], rules: list[str]) -> None:
    assert [finding.rule for finding in _shape(make_report(**fields), make_form({}))] == rules


def test_every_check_says_its_rule() -> None:
    for check in CODE_CHECKS:
        assert check.run.__doc__
        assert check.rules
