"""A report → Word files, laid out in the many ways that offices do."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from benchmarks.documents.docx_layout import LAYOUTS, Layout
from benchmarks.documents.docx_parts import HEADING, LIST, add_footnotes, add_list, add_page_numbers, set_page
from benchmarks.documents.docx_tables import TableWriter, under_heading
from benchmarks.documents.docx_xml import NAMESPACES, Hand, Ids
from benchmarks.documents.report import GeneratedReport, Part, Sheet

_MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
}


def render(report: GeneratedReport, layout: Layout) -> bytes:
    """The bytes of a Word file with the report."""
    document = docx.Document()
    set_page(document, layout)
    if layout.numbering != "typed":
        add_list(document)
    if layout.page_numbers:
        add_page_numbers(document)
    if layout.marks:
        add_footnotes(document)
    body = document.element.body
    for paragraph in list(body.iterchildren(qn("w:p"))):
        body.remove(paragraph)
    writer = _Writer(document, report, layout, random.Random(f"docx {report.seed}"), Ids.fresh())
    if layout.merges == "python_docx":
        writer.add_all()
    else:
        _append(document, "".join(writer.pieces()))
    document.part._content_type = _MAIN_TYPES[layout.kind]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one report into one document."""

    document: Document
    report: GeneratedReport
    layout: Layout
    rng: random.Random
    ids: Ids

    @property
    def prose(self) -> Hand:
        return Hand(self.layout, self.ids, self.layout.size)

    @property
    def width(self) -> float:
        return self.layout.page.width - 2 * self.layout.page.margin

    def pieces(self) -> Iterator[str]:
        """The elements of the body in order."""
        inside = "".join([self._title(), *self._preamble(), *self._parts(), *self._signature()])
        if not self.layout.frame:
            yield inside
            return
        width = round(self.width * 1440 / 2.54)
        yield (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
            f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc></w:tr></w:tbl>'
        )

    def add_all(self) -> None:
        """The same through python-docx, whose own merging writes other XML."""
        for line in (self._title(), *self._preamble()):
            _append(self.document, line)
        for part in self.report.parts:
            _append(self.document, self._heading(part))
            for at, piece in enumerate(part.body):
                if isinstance(piece, str):
                    _append(self.document, self._paragraph(piece))
                else:
                    self._add_table(piece)
                    if at + 1 < len(part.body):
                        _append(self.document, self.prose.paragraph(""))
        for line in self._signature():
            _append(self.document, line)

    def _add_table(self, sheet: Sheet) -> None:
        table = self.document.add_table(sheet.n_rows, sheet.n_columns, style="Table Grid")
        for cell in sheet.cells:
            place = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
                place = place.merge(table.cell(*last))
            place.text = cell.text
            for paragraph in place.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(self.layout.cell_size)
        for column, width in zip(table.columns, sheet.widths, strict=True):
            column.width = Cm(width * self.width / sum(sheet.widths))

    def _title(self) -> str:
        hand = Hand(self.layout, self.ids, 20)
        title, agency = self.report.title, self.report.agency
        lines = [title]
        if self.layout.title != "one_line" and title.startswith(agency):
            lines = [agency, title.removeprefix(agency)]
        paragraphs = "".join(hand.paragraph(hand.run(line, bold=True), align="center") for line in lines)
        if self.layout.title == "text_box":
            return hand.paragraph(hand.boxed(paragraphs, width=self.width), align="center")
        return paragraphs

    def _preamble(self) -> Iterator[str]:
        yield from map(self._paragraph, self.report.preamble)

    def _parts(self) -> Iterator[str]:
        for part in self.report.parts:
            turned = self.layout.landscape and any(
                isinstance(piece, Sheet) and piece.n_columns > 8 for piece in part.body
            )
            if turned:
                yield self._section(turned=False)
            yield from self._part(part, turned=turned)
            if turned:
                yield self._section(turned=True)

    def _part(self, part: Part, *, turned: bool) -> Iterator[str]:
        body = list(part.body)
        if self.layout.heading_in_table and isinstance(body[0], Sheet):
            body[0] = under_heading(body[0], part.heading)
        else:
            yield self._heading(part)
        width = self.layout.page.height - 2 * self.layout.page.margin if turned else self.width
        tables = TableWriter(Hand(self.layout, self.ids, self.layout.cell_size), self.rng, width)
        for piece in body:
            if isinstance(piece, str):
                yield self._paragraph(piece)
            else:
                # Word needs a paragraph between two tables, or it makes them one.
                yield from (table + self.prose.paragraph("") for table in tables.tables(piece))

    def _heading(self, part: Part) -> str:
        hand = self.prose
        if self.layout.numbering == "typed":
            return hand.paragraph(hand.run(part.heading, bold=True), indent=True)
        run = hand.run(part.title, bold=True)
        if self.layout.numbering == "by_style":
            return hand.paragraph(run, style=HEADING)
        return hand.paragraph(run, number=(LIST, 0))

    def _paragraph(self, text: str) -> str:
        hand, layout = self.prose, self.layout
        numbered = re.match(r"（[一二三四五]）(?=[^。]+$)", text)
        if layout.numbering == "automatic" and numbered and self._counts_up(text):
            return hand.paragraph(hand.run(text[numbered.end() :]), number=(LIST, 1))
        if layout.changes and len(text) > 20:
            return self._edited(text)
        if layout.marks and len(text) > 20:
            return hand.paragraph(self._marked(text), indent=True)
        written = hand.paragraph(hand.run(text), indent=True)
        return hand.controlled(written) if layout.controls else written

    def _counts_up(self, text: str) -> bool:
        """Whether a heading is one of part one, where （一） to （五） follow each other."""
        return text in self.report.parts[0].body

    def _edited(self, text: str) -> str:
        """A paragraph with words put in and out; or whose end was joined with the next by deleting its mark."""
        hand, middle = self.prose, len(text) // 2
        runs = [
            hand.run(text[:6]) + hand.deleted("原来的措辞12件"),
            hand.inserted(hand.run(text[6:middle])),
        ]
        if self.rng.random() < 0.5:
            return hand.paragraph("".join([*runs, hand.run(text[middle:])]), indent=True)
        mark = f"<w:rPr>{hand.row_change('del')}</w:rPr>"
        first = hand.paragraph("".join(runs)).replace("</w:pPr>", f"{mark}</w:pPr>")
        return first + hand.paragraph(hand.run(text[middle:]))

    def _marked(self, text: str) -> str:
        hand, middle = self.prose, len(text) // 2
        note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
        return (
            hand.bookmarked(hand.run(text[:9]), "_GoBack")
            + "".join(map(hand.run, (text[9:middle], text[middle:])))
            + note
        )

    def _signature(self) -> Iterator[str]:
        hand = self.prose
        yield from (hand.paragraph(hand.run(line), align="right") for line in self.report.signature)

    def _section(self, *, turned: bool) -> str:
        """The end of a section: what stands before it has pages of this orientation."""
        page = self.layout.page
        width, height = (page.height, page.width) if turned else (page.width, page.height)
        orient = ' w:orient="landscape"' if turned else ""
        twips = [round(length * 1440 / 2.54) for length in (width, height, page.margin)]
        margins = " ".join(f'w:{side}="{twips[2]}"' for side in ("top", "right", "bottom", "left"))
        last = self.document.sections[-1]._sectPr
        furniture = "".join(
            f'<{kind} w:type="default" r:id="{found.get(qn("r:id"))}"/>'
            for kind in ("w:headerReference", "w:footerReference")
            for found in last.iterchildren(qn(kind))
        )
        return (
            f'<w:p><w:pPr><w:sectPr>{furniture}<w:pgSz w:w="{twips[0]}" w:h="{twips[1]}"{orient}/>'
            f'<w:pgMar {margins} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
        )


def _append(document: Document, xml: str) -> None:
    """Elements at the end of the body, before its own section properties."""
    last = document.element.body.find(qn("w:sectPr"))
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")):
        last.addprevious(element)


VARIANTS: Mapping[str, Callable[[GeneratedReport], bytes]] = {
    name: partial(render, layout=layout) for name, layout in LAYOUTS.items()
}
EXTENSIONS: Mapping[str, str] = {name: f".{layout.kind}" for name, layout in LAYOUTS.items()}
