"""The generator of documents: what it makes is consistent, and a share of it is read exactly in every format."""

from __future__ import annotations

import ast
import io
import os
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import benchmarks.documents
from benchmarks.documents import office, render_docx
from benchmarks.documents.cases import Case, cases, numbered
from benchmarks.documents.comparing import Outcome, Wrong, compare
from benchmarks.documents.docx_tables import cut
from benchmarks.documents.generate import generate
from benchmarks.documents.printed import requests
from benchmarks.documents.report import EDITIONS, Edition, GeneratedReport, Sheet
from benchmarks.documents.style import PLAIN

FOLDER = Path(benchmarks.documents.__file__).parent
READERS = {"__main__", "comparing"}
SOFFICE = office.installed()
N_WORD = len(render_docx.VARIANTS)
ANY_REPORT = st.builds(generate, st.integers(0, 10**6), st.sampled_from(EDITIONS))


@pytest.mark.parametrize("module", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_only_the_runner_imports_the_service(module: str) -> None:
    tree = ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    roots = {name.split(".")[0] for name in names}
    assert not roots & {"models", "annotations", "training"}
    assert "service" not in roots or module in READERS


@given(report=ANY_REPORT)
def test_every_position_of_a_sheet_belongs_to_one_cell(report: GeneratedReport) -> None:
    for sheet in report.sheets():
        assert_is_whole(sheet)


@given(report=ANY_REPORT, rows=st.integers(4, 40), relabel=st.booleans())
def test_cut_sheet_is_whole_and_keeps_every_value(report: GeneratedReport, rows: int, relabel: bool) -> None:
    for sheet in report.sheets():
        pieces = list(cut(sheet, rows, relabel=relabel))
        for piece in pieces:
            assert_is_whole(piece)
        assert sum(piece.n_rows for piece in pieces) == sheet.n_rows
        assert values_of(*pieces) == values_of(sheet)


def assert_is_whole(sheet: Sheet) -> None:
    covered = sheet.covering()
    assert sum(cell.row_span * cell.column_span for cell in sheet.cells) == len(covered)
    assert set(covered) == {(row, column) for row in range(sheet.n_rows) for column in range(sheet.n_columns)}


def values_of(*sheets: Sheet) -> list[str]:
    return [cell.text for sheet in sheets for row in sheet.rows() for cell in row if not cell.header]


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), edition=st.sampled_from(("V1", "V2")))
def test_figures_of_a_report_balance(seed: int, edition: Edition) -> None:
    cells = {name: Decimal(value or 0) for name, value in generate(seed, edition, style=PLAIN).cells.items()}
    rows = [row.id for row in requests(edition)]
    applicants = ("natural_person", "business", "research", "social", "legal_service", "other")
    for row in rows:
        assert cells[f"{row}@total"] == sum(cells[f"{row}@{column}"] for column in applicants)
    for column in (*applicants, "total"):
        outcomes = [row for row in rows if row.startswith("outcomes.") and row != "outcomes.total"]
        assert cells[f"outcomes.total@{column}"] == sum(cells[f"{row}@{column}"] for row in outcomes)
        came = cells[f"requests.new@{column}"] + cells[f"requests.carried_in@{column}"]
        assert came == cells[f"outcomes.total@{column}"] + cells[f"requests.carried_out@{column}"]
    for path in ("review", "litigation_direct", "litigation_after_review"):
        parts = (cells[f"{path}.{result}"] for result in ("upheld", "corrected", "other", "pending"))
        assert cells[f"{path}.total"] == sum(parts)


def test_report_is_the_same_for_the_same_number() -> None:
    assert numbered(17) == numbered(17)
    assert numbered(17) != numbered(18)


def test_all_editions_and_variants_occur_in_the_first_files() -> None:
    assert {numbered(number).edition for number in range(8)} == set(EDITIONS)
    assert {case.variant for case, _ in read("docx", N_WORD)} == set(render_docx.VARIANTS)


@pytest.mark.parametrize("variant", [name for name, end in render_docx.EXTENSIONS.items() if end == ".docx"])
def test_word_file_is_opened_by_others(variant: str) -> None:
    report = generate(3, "V2")
    document = docx.Document(io.BytesIO(render_docx.VARIANTS[variant](report)))
    assert document.element.body is not None
    assert len(document.tables) >= 1


@pytest.mark.parametrize(("format_", "count"), [("docx", N_WORD), ("html", 12), ("text", 12)])
def test_share_of_the_documents_is_read_exactly(format_: str, count: int) -> None:
    assert wrong_cells(format_, count) == {}


def test_share_of_the_printed_documents_is_read_exactly() -> None:
    if SOFFICE is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice must be installed where CI is set")
        pytest.skip("LibreOffice is not installed")
    assert wrong_cells("pdf", 6) == {}


def wrong_cells(format_: str, count: int) -> dict[str, tuple[Wrong, ...]]:
    return {f"{case.variant} {case.name}": outcome.wrong for case, outcome in read(format_, count) if outcome.wrong}


def test_narrative_of_word_files_is_read_exactly() -> None:
    assert not {case.name: outcome.narrative for case, outcome in read("docx", N_WORD) if outcome.narrative}


@cache
def read(format_: str, count: int) -> tuple[tuple[Case, Outcome], ...]:
    return tuple((case, compare(case)) for case in cases(format_, count))


def test_what_was_read_wrongly_is_noticed() -> None:
    report = generate(2, "V2", style=PLAIN)
    case = Case("docx", "plain", "plain.docx", render_docx.VARIANTS["plain"](report), report)
    assert not compare(case).wrong
    cell_id = next(name for name, value in report.cells.items() if value is not None)
    altered = replace(report, cells={**report.cells, cell_id: "98765"}, preamble=("没有写过的一句话。",))
    outcome = compare(replace(case, report=altered))
    assert [wrong.cell_id for wrong in outcome.wrong] == [cell_id]
    assert "lost: 没有写过的一句话。" in outcome.narrative


def test_file_that_cannot_be_read_counts_as_wrong() -> None:
    report = generate(1, "V2")
    outcome = compare(Case("docx", "damaged", "damaged.docx", b"PK\x03\x04word/", report))
    assert outcome.failure is not None
    assert len(outcome.wrong) == len(report.cells)
