"""PDF files that a word processor makes: read from the PDF, a document says what it says as a Word file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row

from service.documents.document import Block, Paragraph
from service.documents.docx.blocks import read_docx
from service.documents.pdf.blocks import read_pdf
from tests.documents.pdf.writer import Merged

FONT = "Noto Serif CJK SC"
SENTENCES = (
    "全年通过区政府网站主动公开各类信息1,286条，其中政务动态863条、概况类信息12条、专栏信息411条，比上年增长4.3%。",
    "对2023年以前制发的文件进行清理，废止3件，现行有效的26件集中在https://www.example.gov.cn/zwgk公开，可下载Word和PDF两种格式。",
    "依申请公开方面，共收到申请133件，比上年减少11件，均在法定期限内答复；因信息公开被申请行政复议2件。",
)
LABELS = (
    *("属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息"),
    *("属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项"),
)


@dataclass(frozen=True)
class Layout:
    """How a report is set; ``n_paragraphs`` stand before the table and decide where a page's end cuts it."""

    n_paragraphs: int = 6
    size: float = 9
    body_size: float = 16
    rows_may_break: bool = True
    repeats_header: bool = False
    landscape: bool = False
    indented: bool = True
    stacked: bool = False


LAYOUTS = {
    "usual": Layout(),
    "cut later": Layout(n_paragraphs=9, size=10.5),
    "rows kept whole": Layout(n_paragraphs=7, rows_may_break=False),
    "header repeated": Layout(n_paragraphs=7, repeats_header=True),
    "long": Layout(n_paragraphs=16, repeats_header=True, rows_may_break=False),
    "small": Layout(n_paragraphs=12, size=6, body_size=10.5),
    "large": Layout(n_paragraphs=5, size=12),
    "landscape": Layout(landscape=True),
    "not indented": Layout(indented=False),
    "labels from top to bottom": Layout(n_paragraphs=4, stacked=True),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[bytes, bytes]]:
    """Each layout as a Word file and as the PDF made of it, all in one run of the word processor."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice must be installed where CI is set")
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("reports")
    words = {name: folder / f"{number}.docx" for number, name in enumerate(LAYOUTS)}
    for name, path in words.items():
        report(LAYOUTS[name]).save(str(path))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, words.values()),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (path.read_bytes(), Path(path).with_suffix(".pdf").read_bytes()) for name, path in words.items()}


@pytest.mark.parametrize("name", LAYOUTS)
def test_pdf_says_what_the_word_file_says(files: Mapping[str, tuple[bytes, bytes]], name: str) -> None:
    word, printed = files[name]
    assert said(read_pdf(printed).blocks) == said(read_docx(word))


def test_layouts_cut_the_table_on_several_pages(files: Mapping[str, tuple[bytes, bytes]]) -> None:
    assert all((read_pdf(printed).pages or 0) >= 2 for _, printed in files.values())


def said(blocks: Sequence[Block]) -> list[object]:
    """Paragraphs, and grids as their cells with extent; white space aside."""
    return [
        "".join(block.text.split())
        if isinstance(block, Paragraph)
        else sorted(
            (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split())) for cell in block.cells
        )
        for block in blocks
    ]


def report(layout: Layout) -> Document:
    """A report with running head, page numbers, text, and two tables."""
    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if layout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.6)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(layout.body_size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    section.header.paragraphs[0].text = "清溪区档案局"
    _number_pages(document)
    _add(document, layout, "二、主动公开政府信息情况")
    _add_table(document, layout, [["信息内容", "本年制发件数"], ["规章", "0"], ["行政规范性文件", "12"]], [6.0, 6.0])
    _add(document, layout, "一、总体情况")
    for number in range(layout.n_paragraphs):
        _add(document, layout, SENTENCES[number % len(SENTENCES)])
    _add_table(document, layout, _requests(), [1.4, 2.0, 4.2, *[1.2] * 6], n_header=2)
    _add(document, layout, "本年度未收取信息处理费。")
    return document


def _requests() -> list[list[str | Merged]]:
    figures = ("0", "13", "1034", "20981", "5", "120")
    rows: list[list[str | Merged]] = [
        [Merged("申请人情况", columns=3, rows=2), Merged("法人或其他组织", columns=5), Merged("总计", rows=2)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    for group in range(4):
        for at, label in enumerate(LABELS):
            values = [figures[(at * (group + 3) + column) % 6] for column in range(6)]
            first = [Merged("本年度办理结果", rows=4 * len(LABELS))] if group == at == 0 else []
            second = [Merged(f"（{'三四五六'[group]}）不予公开", rows=len(LABELS))] if at == 0 else []
            rows.append([*first, *second, f"{at + 1}.{label}", *values])
    return rows


def _add(document: Document, layout: Layout, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if layout.indented:
        paragraph.paragraph_format.first_line_indent = Pt(layout.body_size * 2)


def _add_table(
    document: Document,
    layout: Layout,
    rows: Sequence[Sequence[str | Merged]],
    widths: Sequence[float],
    n_header: int = 0,
) -> None:
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column_at = 0
        for cell in row:
            while (at, column_at) in taken:
                column_at += 1
            cell = cell if isinstance(cell, Merged) else Merged(cell)
            last = table.cell(at + cell.rows - 1, column_at + cell.columns - 1)
            merged = table.cell(at, column_at).merge(last)
            merged.paragraphs[0].add_run(cell.text).font.size = Pt(layout.size)
            if layout.stacked and cell.rows > 4:
                _set_stacked(merged._tc.get_or_add_tcPr())
            taken |= {(at + i, column_at + j) for i in range(cell.rows) for j in range(cell.columns)}
            column_at += cell.columns
        _set_breaks(table.rows[at], layout, is_header=at < n_header)


def _set_stacked(properties: object) -> None:
    direction = OxmlElement("w:textDirection")
    direction.set(qn("w:val"), "tbRl")
    properties.append(direction)  # type: ignore[attr-defined]


def _set_breaks(row: _Row, layout: Layout, *, is_header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    if not layout.rows_may_break:
        properties.append(OxmlElement("w:cantSplit"))
    if layout.repeats_header and is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _number_pages(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" -")
