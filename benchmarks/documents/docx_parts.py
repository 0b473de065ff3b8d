"""What a Word file has beside its body: page, styles, lists, page numbers, footnotes."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.shared import Cm, Pt

from benchmarks.documents.docx_layout import Layout
from benchmarks.documents.docx_xml import NAMESPACES

LIST = 77
HEADING = "ReportHeading"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NUMBERING = f"""<w:abstractNum {NAMESPACES} w:abstractNumId="{LIST}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>"""


def set_page(document: Document, layout: Layout) -> None:
    """Size and margins of the pages, font and size of the text."""
    section, page = document.sections[0], layout.page
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(page.margin)
    style = document.styles["Normal"]
    style.font.name, style.font.size = layout.font, Pt(layout.size)


def add_list(document: Document) -> None:
    """The list of the headings, and a style that numbers with it."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    number = f'<w:num {NAMESPACES} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/></w:num>'
    numbering.append(parse_xml(number))
    style = (
        f'<w:style {NAMESPACES} w:type="paragraph" w:customStyle="1" w:styleId="{HEADING}"><w:name w:val="报告标题"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LIST}"/></w:numPr></w:pPr>'
        "</w:style>"
    )
    document.styles.element.append(parse_xml(style))


def add_page_numbers(document: Document) -> None:
    """The title's short form above, — 3 — below every page."""
    section = document.sections[0]
    section.header.paragraphs[0].text = "政府信息公开工作年度报告"
    field = f'<w:fldSimple {NAMESPACES} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer = section.footer.paragraphs[0]
    footer.add_run("— ")
    footer._p.append(parse_xml(field))
    footer.add_run(" —")


def add_footnotes(document: Document) -> None:
    """One footnote, number 2."""
    text = "<w:r><w:t>统计口径以各单位上报的4件材料为准。</w:t></w:r>"
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2"><w:p>{text}</w:p></w:footnote></w:footnotes>'
    part = PackagePart(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
