from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as new_document

from service.documents.document import Block, Grid, Paragraph
from service.documents.docx.blocks import read_docx
from service.documents.docx.numbering import write_number

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def docx(body: str, *, numbering: str = "", styles: str = "", namespace: str = NAMESPACE) -> bytes:
    """A Word file with only the parts that are read."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, root, inner in (
            ("document", "document", f"<w:body>{body}</w:body>"),
            ("numbering", "numbering", numbering),
            ("styles", "styles", styles),
        ):
            archive.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{namespace}">{inner}</w:{root}>')
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def cells(block: Block) -> list[tuple[int, int, str, int, int]]:
    assert isinstance(block, Grid)
    return [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in block.cells]


def test_blocks_come_in_the_order_of_the_body() -> None:
    document = new_document()
    document.add_paragraph("一、总体情况")
    grid = document.add_table(rows=1, cols=2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "行政许可", "12"
    document.add_paragraph("三、收到和处理政府信息公开申请情况")
    stream = io.BytesIO()
    document.save(stream)
    blocks = read_docx(stream.getvalue())
    assert [type(block) for block in blocks] == [Paragraph, Grid, Paragraph]
    assert [block.source.block for block in blocks] == [0, 1, 2]
    assert cells(blocks[1]) == [(0, 0, "行政许可", 1, 1), (0, 1, "12", 1, 1)]


def test_merged_cells_keep_their_extent() -> None:
    document = new_document()
    grid = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            grid.cell(row, column).text = f"{row}{column}"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "法人或其他组织"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "不予公开"
    stream = io.BytesIO()
    document.save(stream)
    assert cells(read_docx(stream.getvalue())[0]) == [
        (0, 0, "00", 1, 1),
        (0, 1, "法人或其他组织", 1, 2),
        (1, 0, "不予公开", 2, 1),
        (1, 1, "11", 1, 1),
        (1, 2, "12", 1, 1),
        (2, 1, "21", 1, 1),
        (2, 2, "22", 1, 1),
    ]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:ins><w:r><w:t>收到</w:t></w:r></w:ins><w:del><w:r><w:delText>受理</w:delText></w:r></w:del>", "收到"),
        ("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", "新"),
        ("<w:hyperlink><w:r><w:t>门户网站</w:t></w:r></w:hyperlink>", "门户网站"),
        ("<w:r><w:t>第</w:t><w:tab/><w:t>二</w:t></w:r>", "第 二"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>公开</w:t></w:r>", "公开"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>现</w:t></w:r>", "现"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ("<w:bookmarkStart/><w:r><w:t>2023</w:t></w:r><w:proofErr/><w:r><w:t>年</w:t></w:r>", "2023年"),
    ],
    ids=["insertion", "move", "link", "tab", "field code", "hidden", "content control", "runs"],
)
def test_text_of_a_paragraph(inner: str, text: str) -> None:
    assert texts(read_docx(docx(f"<w:p>{inner}</w:p>"))) == [text]


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = paragraph("全年公开", "<w:rPr><w:del/></w:rPr>") + paragraph("信息12条。")
    assert texts(read_docx(docx(body))) == ["全年公开信息12条。"]


def test_deleted_rows_are_left_out() -> None:
    body = table("<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("1"), cell("新") + cell("2"))
    assert cells(read_docx(docx(body))[0]) == [(0, 0, "新", 1, 1), (0, 1, "2", 1, 1)]


def test_line_breaks_separate_lines() -> None:
    assert texts(read_docx(docx("<w:p><w:r><w:t>标题</w:t><w:br/><w:t>正文</w:t></w:r></w:p>"))) == ["标题", "正文"]


def test_strict_namespace_is_read() -> None:
    assert texts(read_docx(docx(paragraph("正文"), namespace=STRICT))) == ["正文"]


def test_cells_of_several_paragraphs_join_words_and_keep_figures_apart() -> None:
    body = table(f"<w:tc>{paragraph('商业')}{paragraph('企业')}</w:tc><w:tc>{paragraph('1')}{paragraph('2')}</w:tc>")
    assert [cell[2] for cell in cells(read_docx(docx(body))[0])] == ["商业企业", "1 2"]


def test_nested_table_follows_the_one_around_it() -> None:
    inner = table(cell("行政许可") + cell("12"))
    blocks = read_docx(docx(table(cell("外") + f"<w:tc>{inner}{paragraph('内')}</w:tc>")))
    assert [[cell[2] for cell in cells(block)] for block in blocks] == [["外", "内"], ["行政许可", "12"]]


def test_table_that_only_frames_text_is_opened() -> None:
    inner = table(cell("行政许可") + cell("12"))
    frame = f"<w:tc>{paragraph('全年主动公开政府信息十二条。')}{inner}{paragraph('附注')}</w:tc>"
    blocks = read_docx(docx(table(frame)))
    assert [type(block) for block in blocks] == [Paragraph, Grid, Paragraph]


def test_rows_that_begin_late_and_absurd_spans() -> None:
    body = table(
        '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("右"),
        cell("宽", '<w:gridSpan w:val="999999999"/>'),
        cell("乱", '<w:gridSpan w:val="x"/><w:vMerge/>') + cell("1", '<w:vMerge w:val="restart"/>'),
    )
    assert cells(read_docx(docx(body))[0]) == [(0, 2, "右", 1, 1), (1, 0, "宽乱", 2, 63), (2, 1, "1", 1, 1)]


NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum>
<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
"""


def numbered(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="2"/></w:numPr>')


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        numbered(text, level)
        for text, level in (
            ("总体情况", 0),
            ("主动公开", 1),
            ("网站", 2),
            ("微信", 2),
            ("点", 3),
            ("依申请", 1),
            ("问题", 0),
            ("甲", 1),
        )
    )
    assert texts(read_docx(docx(body, numbering=NUMBERING))) == [
        "一、总体情况",
        "（一）主动公开",
        "3.网站",
        "4.微信",
        "点",
        "（二）依申请",
        "二、问题",
        "（一）甲",
    ]


def test_numbers_come_by_style_too() -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="top"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
    )
    off = '<w:pStyle w:val="top"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        paragraph("概述", '<w:pStyle w:val="top"/>')
        + paragraph("甲", off)
        + paragraph("乙", '<w:pStyle w:val="loop"/>')
    )
    assert texts(read_docx(docx(body, numbering=NUMBERING, styles=styles))) == ["一、概述", "甲", "乙"]


@pytest.mark.parametrize(
    ("value", "number_format", "written"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (21, "chineseCounting", "二十一"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "decimalFullWidth", "３"),
        (2, "lowerLetter", "b"),
        (27, "upperLetter", "AA"),
        (4, "lowerRoman", "iv"),
        (5, "hebrew1", "5"),
    ],
)
def test_write_number(value: int, number_format: str, written: str) -> None:
    assert write_number(value, number_format) == written
