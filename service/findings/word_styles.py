"""How the Word document looks: A4 on its side, Chinese fonts, page numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
CELL_STYLE, HEADER_STYLE = "表格文字", "表格标题"
_LATIN = "Times New Roman"
_GREY = RGBColor(0x5D, 0x68, 0x75)


def set_up(document: WordDocument) -> None:
    """Page, styles, footer and properties of an empty document."""
    _set_page(document)
    _clear_defaults(document)
    _set_style(document.styles["Normal"], FANG, 11, after=4)
    title = _set_style(document.styles["Title"], HEI, 18, after=8)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_style(document.styles["Heading 1"], HEI, 13, before=12, after=5)
    added = document.styles.add_style
    caption = _set_style(added("题注行", WD_STYLE_TYPE.PARAGRAPH), FANG, 11, after=6)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_style(added(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH), SONG, 9, after=1)
    _set_style(added(HEADER_STYLE, WD_STYLE_TYPE.PARAGRAPH), HEI, 9.5)
    signed = _set_style(added("签署", WD_STYLE_TYPE.PARAGRAPH), FANG, 11, before=20, after=6)
    signed.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    note = _set_style(added("小注", WD_STYLE_TYPE.PARAGRAPH), SONG, 7.5)
    note.font.color.rgb = _GREY
    _add_page_numbers(document)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "nianbao", "政府信息公开工作年度报告整改清单", ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.6)
    section.footer_distance = Cm(0.9)


def _clear_defaults(document: WordDocument) -> None:
    """Fonts of the theme go before those that a style names, and the language of the template is English."""
    element = document.styles.element
    for fonts in element.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.endswith("Theme") or name.endswith("theme")]:
            del fonts.attrib[name]
    for language in element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_style(style: Any, east_asian: str, points: float, *, before: float = 0, after: float = 0) -> Any:
    style.font.name = _LATIN
    style.font.size = Pt(points)
    style.font.bold = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east_asian)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    # The template draws a rule below its title.
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return style


def _add_page_numbers(document: WordDocument) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["小注"]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, instruction in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES")):
        paragraph.add_run(text)
        _add_field(paragraph, instruction)
    paragraph.add_run(" 页")


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
