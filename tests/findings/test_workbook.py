"""The workbook: a row a finding, a row a body, a row a file that was not read; no text calculates."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from service.errors import EmptyDocument
from service.findings.files import findings_xlsx
from service.findings.sheet import number
from service.findings.verdicts import PersonVerdict, Verdicts
from service.reading import Reading
from tests.draw.builders import make_finding
from tests.findings.readings import checked, failing, only


def sheets(readings: Reading | list[Reading], **options: Any) -> Any:
    return load_workbook(io.BytesIO(findings_xlsx(readings, **options)))


def records(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_each_finding_has_a_row() -> None:
    reading = checked()
    found = records(sheets(reading)["清单"])
    finding = failing(reading, "form.row_total")
    (row,) = (row for row in found if row["编码"] == finding.key)
    assert (row["机关"], row["年度"], row["文件"]) == ("甲县水务局", 2023, "report.docx")
    assert (row["结果"], row["程度"], row["存在的问题"]) == ("不符", "错误", finding.message)
    assert (row["左数"], row["右数"], row["原文、原表数据"]) == (6, 5, "“总计”列 6；“自然人”列 5；另有5格为0")
    assert [row["序号"] for row in found] == list(range(1, len(found) + 1))


def test_summary_has_a_row_for_each_body_and_a_total() -> None:
    error, gone = make_finding("甲"), make_finding("乙")
    reading = only(checked(), error, gone, make_finding("丙", verdict="undecided"), make_finding("丁", verdict="holds"))
    verdicts = Verdicts().having(reading, gone, PersonVerdict("dismissed"))
    other = only(checked(agency="乙县水务局"), error)
    first, second, total = records(sheets([reading, other, reading], verdicts=verdicts)["汇总"])
    assert (first["机关"], first["报告份数"], first["错误"], first["已核实排除"]) == ("甲县水务局", 2, 2, 2)
    assert (first["无法断定"], first["相符"], first["读出格数"]) == (2, 2, 400)
    assert (second["机关"], second["错误"], second["已核实排除"]) == ("乙县水务局", 1, 0)
    assert (total["机关"], total["报告份数"], total["错误"]) == ("合计", 3, 3)


def test_files_that_could_not_be_read_have_a_sheet() -> None:
    book = sheets([checked()], unread=[("空.docx", EmptyDocument("文件是空的。"))])
    assert records(book["未能读取"]) == [{"文件": "空.docx", "原因": "文件是空的。", "代码": "document.empty"}]
    assert sheets([checked()]).sheetnames == ["清单", "汇总"]


def test_header_stays_and_has_filters() -> None:
    sheet = sheets(checked())["清单"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:S{sheet.max_row}"
    assert sheet.column_dimensions["J"].width > 40
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"属实,排除"'


def test_workbook_of_nothing_can_be_opened() -> None:
    book = sheets([])
    assert [sheet.max_row for sheet in book.worksheets] == [1, 1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", '=HYPERLINK("http://a.example")', "\n=1"])
def test_no_text_calculates(text: str) -> None:
    reading = checked(name=text)
    finding = make_finding(text, rule=text, left=text, right=text)
    reading = replace(only(reading, finding), report=replace(reading.report, agency=text))
    book = sheets(reading, verdicts=Verdicts().having(reading, finding, PersonVerdict("confirmed", text, text)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 7
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_characters_that_no_workbook_may_hold_are_written_out() -> None:
    (row,) = records(sheets(only(checked(), make_finding("甲\x00\x0b\ufffe\u202e乙" + "长" * 40_000)))["清单"])
    assert row["存在的问题"].startswith("甲⟨U+0000⟩⟨U+000B⟩⟨U+FFFE⟩⟨U+202E⟩乙长")
    assert len(row["存在的问题"]) < 32_768


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", Decimal(12)),
        ("-3.50", Decimal("-3.50")),
        ("999999999999999", Decimal(999999999999999)),
        ("1234567890123456", "1234567890123456"),
        ("NaN", "NaN"),
        ("=1", "=1"),
        (None, None),
    ],
)
def test_figures_are_numbers_where_they_stay_exact(text: str | None, value: Any) -> None:
    assert number(text) == value
