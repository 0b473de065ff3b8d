"""A workbook goes to a clerk and comes back with verdicts."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from service.errors import VerdictError
from service.findings.columns import COMMENT, JUDGEMENT, KEY, SHEET, WHEN, WHO
from service.findings.files import findings_xlsx
from service.findings.verdicts import PersonVerdict, Verdicts
from tests.findings.readings import checked, failing

ROW = "form.row_total"


def filled(path: Path, fill: Callable[[Any, dict[str, int], int], None]) -> Path:
    """The workbook of a report, filled in at the row of one finding."""
    reading = checked()
    book = load_workbook(io.BytesIO(findings_xlsx(reading)))
    sheet = book[SHEET]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    keys = [sheet.cell(row, columns[KEY]).value for row in range(1, sheet.max_row + 1)]
    fill(sheet, columns, keys.index(failing(reading, ROW).key) + 1)
    book.save(path)
    return path


def verdict_of(path: Path) -> PersonVerdict | None:
    reading = checked()
    return Verdicts.from_xlsx(path).of(reading, failing(reading, ROW))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({JUDGEMENT: "属实"}, PersonVerdict("confirmed")),
        ({JUDGEMENT: " 不属实 ", COMMENT: "见台账"}, PersonVerdict("dismissed", "见台账")),
        ({JUDGEMENT: "无需整改", COMMENT: 12}, PersonVerdict("dismissed", "12")),
        (
            {JUDGEMENT: "属实", WHO: "李四", WHEN: datetime(2024, 2, 1)},
            PersonVerdict("confirmed", "", "李四", datetime(2024, 2, 1)),
        ),
        ({JUDGEMENT: "属实", WHEN: "2024年2月1日"}, PersonVerdict("confirmed", "", "", datetime(2024, 2, 1))),
        (
            {JUDGEMENT: "属实", WHEN: "2024-02-01 09:30:00"},
            PersonVerdict("confirmed", "", "", datetime(2024, 2, 1, 9, 30)),
        ),
    ],
)
def test_what_a_clerk_fills_in_is_read(tmp_path: Path, written: dict[str, Any], expected: PersonVerdict) -> None:
    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        for heading, value in written.items():
            sheet.cell(row, columns[heading]).value = value

    path = filled(tmp_path / "back.xlsx", fill)
    assert verdict_of(path) == expected
    assert len(Verdicts.from_xlsx(path)) == 1


def test_verdicts_come_back_as_they_were_written(tmp_path: Path) -> None:
    reading = checked()
    given = PersonVerdict("dismissed", "=1+1 见附件", "张三", datetime(2024, 2, 1, 9, 30))
    verdicts = Verdicts().having(reading, failing(reading, ROW), given)
    path = tmp_path / "findings.xlsx"
    path.write_bytes(findings_xlsx(reading, verdicts=verdicts))
    assert Verdicts.from_xlsx(path) == verdicts


def test_title_above_and_columns_moved_do_no_harm(tmp_path: Path) -> None:
    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns[JUDGEMENT]).value = "属实"
        sheet.insert_rows(1)
        sheet.insert_cols(1)
        sheet.cell(1, 2).value = "甲县水务局整改清单"

    assert verdict_of(filled(tmp_path / "back.xlsx", fill)) == PersonVerdict("confirmed")


@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [
        (JUDGEMENT, "再看", "verdict"),
        (KEY, "1.2E+15", "key"),
        ("年度", "去年", "year"),
        ("机关", None, "agency"),
        (WHEN, "2024-13-45", "when"),
    ],
)
def test_broken_row_is_told_with_its_number(tmp_path: Path, heading: str, value: Any, reason: str) -> None:
    rows = []

    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns[JUDGEMENT]).value = "属实"
        sheet.cell(row, columns[heading]).value = value
        rows.append(row)

    path = filled(tmp_path / "back.xlsx", fill)
    with pytest.raises(VerdictError, match=f"第{{0}}行：{reason}".replace("{0}", str(rows[0]))):
        Verdicts.from_xlsx(path)


def test_note_without_a_conclusion_is_not_passed_over(tmp_path: Path) -> None:
    def fill(sheet: Any, columns: dict[str, int], row: int) -> None:
        sheet.cell(row, columns[COMMENT]).value = "待与业务科室核对"

    with pytest.raises(VerdictError, match="verdict"):
        Verdicts.from_xlsx(filled(tmp_path / "back.xlsx", fill))


def test_other_workbooks_and_other_files_are_refused(tmp_path: Path) -> None:
    other = Workbook()
    other.active.append(["机关", "年度"])
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(VerdictError, match="没有表头"):
        Verdicts.from_xlsx(tmp_path / "other.xlsx")
    for data in (b"", b"no workbook", (tmp_path / "other.xlsx").read_bytes()[:-40]):
        (tmp_path / "broken.xlsx").write_bytes(data)
        with pytest.raises(VerdictError, match="不是可以读取的"):
            Verdicts.from_xlsx(tmp_path / "broken.xlsx")
    with pytest.raises(FileNotFoundError):
        Verdicts.from_xlsx(tmp_path / "absent.xlsx")
