"""The example reports are read as ``examples/expected.toml`` says, and nothing else is found wrong with them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.registry import NoReleasedModel, newest
from service.documents.outline import read_report
from service.documents.reader import read_document
from service.documents.report import Report
from service.forms.cell import Form
from service.forms.recognise import recognise
from service.reading import Reading, ReportReader
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED: list[dict[str, Any]] = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["report"]
CLEAN = [entry for entry in EXPECTED if entry["clean"]]
Fact = tuple[str, Decimal]

each_report = pytest.mark.parametrize("expected", EXPECTED, ids=[entry["file"] for entry in EXPECTED])
each_clean_report = pytest.mark.parametrize("expected", CLEAN, ids=[entry["file"] for entry in CLEAN])


@cache
def read(name: str) -> tuple[Report, Form, tuple[Finding, ...]]:
    """An example without the facts of its narrative: the report, its tables, and what the rules say of these."""
    report = read_report(read_document((EXAMPLES / name).read_bytes(), name))
    form = recognise(report)
    return report, form, reconcile(report, form, facts=())


def meets(finding: Finding, wanted: Mapping[str, Any], facts: Mapping[str, Fact] | None = None) -> bool:
    """Whether a finding is the one expected: the rule, the verdict, and at least the cells and facts named."""
    said = {(facts or {}).get(fact) for fact in finding.facts}
    return (
        finding.rule.startswith(wanted["rule"])
        and finding.verdict == wanted["verdict"]
        and finding.severity == wanted.get("severity", finding.severity)
        and set(wanted.get("cells", ())) <= set(finding.cells)
        and {(metric, Decimal(value)) for metric, value in wanted.get("facts", ())} <= said
    )


def failing(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict == "fails"]


def test_every_example_is_expected_and_described() -> None:
    files = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".docx", ".txt"))
    assert sorted(entry["file"] for entry in EXPECTED) == files
    for readme in ("README.md", "README.zh.md"):
        text = (EXAMPLES / readme).read_text("utf-8")
        assert [entry["file"] for entry in EXPECTED if f"`{entry['file']}`" not in text] == []
        assert [entry["file"] for entry in EXPECTED if entry["agency"] not in text] == []


@each_report
def test_example_says_whose_and_of_which_year_it_is(expected: dict[str, Any]) -> None:
    report, form, _ = read(expected["file"])
    absent = [section.number for section in report.sections if not section.present]
    assert (report.agency, report.year, form.edition) == (expected["agency"], expected["year"], expected["edition"])
    assert absent == expected.get("absent", [])


@each_report
def test_cells_of_an_example(expected: dict[str, Any]) -> None:
    _, form, _ = read(expected["file"])
    wanted = {cell: Decimal(value) for cell, value in expected["cells"].items()}
    assert {cell: form.value(cell) for cell in wanted} == wanted
    for status in ("blank", "missing"):
        cells = expected.get(status, [])
        assert [form.cells[cell].status for cell in cells] == [status] * len(cells)
    assert form.extra_rows == ()


@each_report
def test_findings_on_the_tables_of_an_example(expected: dict[str, Any]) -> None:
    _, _, findings = read(expected["file"])
    wanted = expected["findings"]
    assert [entry for entry in wanted if not any(meets(finding, entry) for finding in findings)] == []
    alarms = [finding for finding in failing(findings) if not any(meets(finding, entry) for entry in wanted)]
    assert [finding.message for finding in alarms] == []
    assert sum(finding.severity == "error" for finding in failing(findings)) == expected["errors"]


@each_report
def test_a_report_is_clean_where_nothing_fails(expected: dict[str, Any]) -> None:
    wanted = [entry["verdict"] for entry in (*expected["findings"], *expected["narrative"])]
    assert ("fails" in wanted) is not expected["clean"]


@pytest.fixture(scope="module")
def readings() -> Mapping[str, Reading]:
    """Every example read the whole way, with the facts of its narrative."""
    try:
        released = newest()
    except NoReleasedModel:
        pytest.skip("no released model in models/released: the facts of the narrative cannot be read")
    reader = ReportReader.load(released.folder)
    return {entry["file"]: reader.read((EXAMPLES / entry["file"]).read_bytes(), entry["file"]) for entry in EXPECTED}


def test_most_findings_on_the_narratives_come_out(readings: Mapping[str, Reading]) -> None:
    """The facts are a model's: what it misses is listed by the failure; a share of four fifths must come out."""
    missed, n_wanted = [], 0
    for expected in EXPECTED:
        reading = readings[expected["file"]]
        facts = {fact.id: (fact.metric, fact.value) for fact in reading.facts}
        for entry in (*expected["findings"], *expected["narrative"]):
            n_wanted += 1
            if not any(meets(finding, entry, facts) for finding in reading.findings):
                missed.append((expected["file"], entry))
    assert len(missed) <= n_wanted // 5, missed


@each_clean_report
def test_no_error_is_found_in_a_clean_example(readings: Mapping[str, Reading], expected: dict[str, Any]) -> None:
    found = failing(readings[expected["file"]].findings)
    assert [finding.message for finding in found if finding.severity == "error"] == []
