"""The equations of the tables on whole forms: every cell matters, blanks are zeros only where others say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.forms.cell import Cell, CellStatus, Edition, Form
from service.forms.layout import layout
from service.reconcile.agency import lacks_regulation_power
from service.reconcile.engine import reconcile
from service.reconcile.equations import Equations
from service.reconcile.finding import Finding
from service.reconcile.rule_files import builtin_rules
from service.reconcile.subject import Subject

from .builders import BUSY, make_form, make_report


def _findings(form: Form) -> dict[tuple[str, tuple[str, ...]], Finding]:
    found = Equations(builtin_rules(), Subject(make_report(agency=None), form, ())).findings()
    return {(finding.rule, finding.cells): finding for finding in found}


def _verdicts(form: Form, rule: str) -> list[str]:
    return [finding.verdict for finding in _findings(form).values() if finding.rule == rule]


@pytest.mark.parametrize("edition", ["V1", "V2"])
@pytest.mark.parametrize("cells", [{}, BUSY])
def test_consistent_form_holds_everywhere(edition: Edition, cells: dict[str, str]) -> None:
    verdicts = {finding.verdict for finding in _findings(make_form(cells, edition=edition)).values()}
    assert verdicts == {"holds"}


_APPLICANTS = [column.id for column in layout("V2").table("applications").columns if column.id != "total"]
_OUTCOMES = [
    row.id
    for row in layout("V2").table("applications").rows
    if row.id.startswith("outcomes.") and row.id != "outcomes.total"
]


@st.composite
def _consistent(draw: st.DrawFn) -> dict[str, str]:
    """Table three filled so that all its equations hold: mostly zeros, as in real reports."""
    counts = st.integers(0, 40) | st.just(0)
    cells: Counter[str] = Counter()
    for column in draw(st.lists(st.sampled_from(_APPLICANTS), unique=True)):
        for row in draw(st.lists(st.sampled_from(_OUTCOMES), unique=True, max_size=6)):
            cells[f"{row}@{column}"] = draw(counts)
            cells[f"outcomes.total@{column}"] += cells[f"{row}@{column}"]
        carried_out = draw(counts)
        carried_in = draw(st.integers(0, cells[f"outcomes.total@{column}"] + carried_out))
        cells[f"requests.carried_out@{column}"], cells[f"requests.carried_in@{column}"] = carried_out, carried_in
        cells[f"requests.new@{column}"] = cells[f"outcomes.total@{column}"] + carried_out - carried_in
    for name, value in list(cells.items()):
        cells[f"{name.partition('@')[0]}@total"] += value
    return {name: str(value) for name, value in cells.items()}


@settings(deadline=None)
@given(_consistent())
def test_any_consistent_form_holds_everywhere(cells: dict[str, str]) -> None:
    assert {finding.verdict for finding in _findings(make_form(cells)).values()} == {"holds"}


@settings(deadline=None)
@given(_consistent())
def test_zeros_left_blank_fail_nowhere(cells: dict[str, str]) -> None:
    blank = [cell for cell in layout("V2").ids if "@" in cell and cells.get(cell, "0") == "0"]
    verdicts = {finding.verdict for finding in _findings(make_form(cells, blank=blank)).values()}
    assert "fails" not in verdicts


_COUNTED = [c for c in layout("V2").ids if "@" in c or c.startswith(("review.", "litigation_"))]


@settings(deadline=None)
@given(st.sampled_from(_COUNTED), st.integers(1, 500))
def test_one_wrong_cell_of_tables_three_and_four_is_found(cell: str, slip: int) -> None:
    value = int(BUSY.get(cell, "0")) + slip
    failing = [f for f in _findings(make_form(BUSY | {cell: str(value)})).values() if f.verdict == "fails"]
    assert failing
    assert all(cell in finding.cells for finding in failing)


def test_failing_equation_tells_both_figures() -> None:
    form = make_form(BUSY | {"outcomes.total@total": "15"})
    [finding] = [f for f in _findings(form).values() if f.rule == "form.requests_balance" and f.verdict == "fails"]
    assert (finding.left, finding.right, finding.severity) == ("14", "16", "error")
    assert "14" in finding.message
    assert "16" in finding.message
    assert "总计" in finding.message


def test_missing_row_leaves_its_equations_undecided() -> None:
    gone = [f"outcomes.total@{column.id}" for column in layout("V2").table("applications").columns]
    form = make_form(BUSY, missing=gone)
    assert set(_verdicts(form, "form.requests_balance")) == {"undecided"}
    assert set(_verdicts(form, "form.outcomes_total")) == {"undecided"}
    assert _verdicts(form, "form.row_total").count("undecided") == 1


@pytest.mark.parametrize("status", ["unreadable", "ambiguous", "missing"])
def test_cell_that_could_not_be_read_is_no_zero(status: CellStatus) -> None:
    form = make_form(BUSY, unread={"requests.new@research": status})
    assert _verdicts(form, "form.row_total").count("undecided") == 1


@pytest.mark.parametrize("status", ["blank", "not_applicable"])
def test_blank_row_counts_as_zero_where_columns_agree(status: CellStatus) -> None:
    row = {f"outcomes.denied.admin_query@{column.id}": status for column in layout("V2").table("applications").columns}
    verdicts = {finding.verdict for finding in _findings(make_form(BUSY, unread=row)).values()}
    assert verdicts == {"holds"}


def test_blank_that_an_equation_needs_filled_is_undecided() -> None:
    form = make_form(BUSY, blank=["outcomes.granted@business"])
    findings = _findings(form)
    touched = [f for (_, cells), f in findings.items() if "outcomes.granted@business" in cells]
    assert {f.verdict for f in touched if f.rule != "form.requests_natural"} == {"undecided"}
    assert all(f.verdict != "fails" for f in findings.values())


def test_blank_with_one_equation_holds_or_is_left_open() -> None:
    blanks = ["review.corrected", "review.other", "review.pending"]
    assert _verdicts(make_form(BUSY, blank=blanks), "form.disputes_total")[0] == "holds"
    assert _verdicts(make_form(BUSY | {"review.total": "2"}, blank=blanks), "form.disputes_total")[0] == "undecided"


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({"total": "0", "pending": "1"}, "fails"),
        ({"total": "2", "upheld": "1", "corrected": "2"}, "fails"),
        ({"total": "3", "upheld": "1"}, "undecided"),
        ({"total": "3"}, "undecided"),
        ({"upheld": "1"}, "undecided"),
    ],
)
def test_sum_below_its_written_parts_fails_whatever_the_blanks_are(case: dict[str, str], verdict: str) -> None:
    names = [f"review.{result}" for result in ("upheld", "corrected", "other", "pending", "total")]
    written = {f"review.{result}": value for result, value in case.items()}
    form = make_form(BUSY | written, blank=[name for name in names if name not in written])
    assert _verdicts(form, "form.disputes_total")[0] == verdict


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({"total": "3", "upheld": "1"}, "fails"),
        ({"total": "3", "upheld": "3"}, "holds"),
        ({"total": "3"}, "undecided"),
    ],
)
def test_report_that_leaves_its_zeros_blank_does_so_in_table_four(case: dict[str, str], verdict: str) -> None:
    written = {name: value for name, value in BUSY.items() if "@" in name}
    written |= {f"review.{result}": value for result, value in case.items()}
    form = make_form(written, blank=[name for name in _COUNTED if name not in written])
    assert _verdicts(form, "form.disputes_total")[0] == verdict


def test_total_above_the_only_applicant_filled_in_fails() -> None:
    written = {name: value for name, value in BUSY.items() if "@" in name and "business" not in name}
    written |= {"requests.new@total": "10", "outcomes.granted@total": "6", "outcomes.total@total": "11"}
    form = make_form(written, blank=[name for name in _COUNTED if name not in written])
    found = {rule for (rule, cells), f in _findings(form).items() if f.verdict == "fails"}
    assert found == {"form.requests_balance", "form.row_total", "form.outcomes_total"}


def test_blank_table_decides_nothing() -> None:
    cells = [cell for cell in layout("V2").ids if cell.startswith(("review.", "litigation_"))]
    assert set(_verdicts(make_form({}, blank=cells), "form.disputes_total")) == {"undecided"}


def test_form_without_edition_says_nothing() -> None:
    assert Equations(builtin_rules(), Subject(make_report(), Form(None, {}), ())).findings() == []


def test_rule_of_the_other_edition_is_silent() -> None:
    found = {finding.rule for finding in _findings(make_form({}, edition="V1")).values()}
    assert "form.documents_in_force" not in found
    assert "form.documents_published" in found


def test_negative_count_is_named() -> None:
    form = make_form({"proactive.penalty.decisions": "-2"})
    [finding] = [f for f in _findings(form).values() if f.rule == "form.proactive_natural"]
    assert finding.verdict == "fails"
    assert "行政处罚" in finding.message
    assert "-2" in finding.message


def test_key_is_stable_until_the_evidence_changes() -> None:
    def keys(cells: dict[str, str]) -> dict[str, str]:
        return {finding.key: finding.rule for finding in reconcile(make_report(), make_form(cells), ())}

    form = make_form(BUSY)
    moved = Form(form.edition, {name: replace(cell, raw=" 0 ") for name, cell in form.cells.items()})
    before, after = keys(BUSY), keys(BUSY | {"requests.new@other": "1"})
    assert {f.key for f in reconcile(make_report(), moved, ())} == set(before)
    changed = sorted(rule for key, rule in before.items() if key not in after)
    told = ["form.requests_balance", "form.requests_natural", "form.row_total"]
    assert changed == [*told, "slip.applicants_empty", "slip.totals_empty"]
    assert all(len(key) == 16 for key in before)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(layout("V2").ids), st.decimals(-9, 9, places=1), max_size=12))
def test_keys_are_unique_and_no_form_breaks_the_engine(values: dict[str, Decimal]) -> None:
    cells = {name: Cell(name, value, "read", str(value)) for name, value in values.items()}
    found = reconcile(make_report(), Form("V2", {**make_form({}, others=None).cells, **cells}), ())
    assert len({finding.key for finding in found}) == len(found)


@pytest.mark.parametrize(
    ("agency", "lacks"),
    [
        ("甲县水务局", True),
        ("乙镇人民政府", True),
        ("丙街道办事处", True),
        ("甲市乙区人民政府", True),
        ("甲自治县人民政府", True),
        ("甲县人民政府办公室", True),
        ("甲省水利厅", True),
        ("甲市司法局", True),
        ("甲市高新技术产业开发区建设局", True),
        ("国家税务总局甲市税务局", True),
        ("甲市人民政府", False),
        ("甲市人民政府办公厅", False),
        ("甲省人民政府", False),
        ("甲自治州人民政府", False),
        ("某某族自治区人民政府", False),
        ("国家税务总局", False),
        ("国家市场监督管理总局", False),
        ("国家乡村振兴局", False),
        ("国家发展和改革委员会", False),
        ("交通运输部", False),
        ("", False),
    ],
)
def test_power_over_regulations_is_denied_only_by_the_name_itself(agency: str, lacks: bool) -> None:
    assert lacks_regulation_power(agency) == lacks


def test_one_applicant_filled_in_among_blanks_is_checked() -> None:
    blank = [cell for cell in layout("V2").ids if "@" in cell]
    given = {"outcomes.granted@natural_person": "4", "outcomes.granted@total": "3"}
    form = make_form(given, blank=[cell for cell in blank if cell not in given])
    [finding] = [f for f in _findings(form).values() if f.rule == "form.row_total" and f.verdict == "fails"]
    assert (finding.left, finding.right) == ("3", "4")


def test_totals_alone_filled_in_accuse_nobody() -> None:
    totals = {"requests.new@total": "4", "outcomes.granted@total": "4", "outcomes.total@total": "4"}
    blank = [cell for cell in layout("V2").ids if "@" in cell and cell not in totals]
    assert "fails" not in _verdicts(make_form(totals, blank=blank), "form.row_total")


def test_table_left_blank_holds_nowhere() -> None:
    form = make_form({}, blank=[cell for cell in layout("V2").ids if "@" in cell])
    assert set(_verdicts(form, "form.row_total")) == {"undecided"}
