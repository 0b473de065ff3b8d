"""The Word document opens, says what the list says, and looks as official papers do."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from service.findings.files import findings_docx
from service.findings.verdicts import PersonVerdict, Verdicts
from tests.draw.builders import make_finding
from tests.findings.readings import checked, failing, only

HOSTILE = "<w:t>甲</w:t>\x00\x0b\ufffe\u202e"


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_document_tells_what_is_to_be_put_right() -> None:
    reading = checked(facts={"20件": "政府信息公开申请"})
    document = Document(io.BytesIO(findings_docx(reading)))
    assert document.paragraphs[0].text == "甲县水务局2023年\n政府信息公开工作年度报告整改清单"
    header, *found = rows(document.tables[0])
    assert header == ["序号", "程度", "位置", "原文、原表数据", "存在的问题", "整改建议", "依据", "核实意见"]
    row = next(row for row in found if failing(reading, "form.row_total").message in row[4])
    assert row[1] == "错误"
    assert "表三“本年新收政府信息公开申请数量”行" in row[2]
    assert row[3] == "“总计”列 6；“自然人”列 5；另有5格为0"
    assert "两数：6 与 5" in row[4]
    assert any("全年收到政府信息公开申请20件" in row[3] for row in found)


def test_undecided_and_dismissed_stand_in_tables_of_their_own() -> None:
    kept, gone, open_ = make_finding("甲"), make_finding("乙"), make_finding("丙", verdict="undecided")
    reading = only(checked(), kept, gone, open_)
    verdicts = Verdicts().having(reading, gone, PersonVerdict("dismissed", "已核"))
    document = Document(io.BytesIO(findings_docx(reading, verdicts=verdicts)))
    assert [[row[0] for row in rows(table)] for table in document.tables] == [["序号", n] for n in "123"]
    dismissed = document.tables[2].rows[1].cells
    assert (dismissed[2].text, dismissed[3].text) == ("乙", "排除：已核")
    assert all(run.font.strike for run in dismissed[2].paragraphs[0].runs)


def test_report_without_findings_says_so() -> None:
    document = Document(io.BytesIO(findings_docx(only(checked()))))
    assert not document.tables
    assert "没有发现不符之处。" in [paragraph.text for paragraph in document.paragraphs]


def test_page_fonts_and_headers_are_those_of_official_papers() -> None:
    document = Document(io.BytesIO(findings_docx(checked())))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Title", "表格文字")
    }
    assert fonts == {"Normal": "仿宋", "Title": "黑体", "表格文字": "宋体"}
    assert not [
        name for fonts in document.styles.element.iter(qn("w:rFonts")) for name in fonts.attrib if "heme" in name
    ]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert sum(column.width.cm for column in table.columns) < 25.8


def test_each_report_begins_on_a_page_of_its_own() -> None:
    document = Document(io.BytesIO(findings_docx([checked(), checked(agency="乙县水务局")])))
    titles = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Title"]
    assert [bool(title.paragraph_format.page_break_before) for title in titles] == [False, True]


def test_whatever_a_report_says_stands_as_text() -> None:
    reading = checked(name=HOSTILE)
    reading = replace(
        only(reading, make_finding(HOSTILE, rule=HOSTILE)), report=replace(reading.report, agency=HOSTILE)
    )
    data = findings_docx(reading, verdicts=Verdicts())
    document = Document(io.BytesIO(data))
    assert "<w:t>甲</w:t>⟨U+0000⟩" in document.paragraphs[0].text
    assert "⟨U+202E⟩" in document.tables[0].rows[1].cells[4].text
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "list.docx").write_bytes(findings_docx(checked()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "list.docx")], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "list.txt").read_text("utf-8")
    for written in (
        "政府信息公开工作年度报告整改清单",
        "存在的问题",
        failing(checked(), "form.row_total").message,
        "经办人",
    ):
        assert written in text
