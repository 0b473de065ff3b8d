"""A PDF → blocks in reading order: tables put together over page breaks, lines made into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.documents.document import Block, Content, Problem, Source
from service.documents.pdf.flow import Sheet, flow_of
from service.documents.pdf.lines import visual_lines
from service.documents.pdf.opening import opened
from service.documents.pdf.page import Page
from service.documents.pdf.reading import State, pages_of, state_of
from service.documents.pdf.tables import find_tables
from service.errors import DamagedDocument, DocumentTooComplex

MAX_CHARACTERS = 1_000_000
MAX_CELLS = 200_000
Recognise = Callable[[int], Sequence[Block]]
"""Reads the picture of a page (counted from 1); its blocks need not know their number."""

_PROBLEMS: dict[State, Problem] = {
    "picture": Problem("document.no_text", "第{}页是图片，没有文字，未能读取。"),
    "unreadable": Problem("document.unreadable_font", "第{}页的字体没有对应的文字编码，未能读取。"),
    "damaged": Problem("document.damaged_page", "第{}页已损坏，未能读取。"),
}
_RECOGNISED = Problem("document.recognised_text", "第{}页的文字由其他软件扫描识别所得，可能有误，请与原件核对。")
_NEEDING_RECOGNITION = ("picture", "unreadable")


def read_pdf(data: bytes, *, recognise: Recognise | None = None) -> Content:
    """The blocks of the PDF ``data``; pages without text are read by ``recognise``, or become problems."""
    sheets, problems = _sheets(data)
    for sheet in sheets:
        if recognise is not None and sheet.state in _NEEDING_RECOGNITION:
            sheet.recognised = tuple(recognise(sheet.number))
        elif sheet.state in _PROBLEMS:
            problems.append(_on_page(_PROBLEMS[sheet.state], sheet.number))
    if all(sheet.state == "damaged" for sheet in sheets):
        raise DamagedDocument("PDF 文件已损坏：没有一页可以打开。")
    return Content(tuple(flow_of(sheets)), len(sheets), tuple(problems))


def needs_recognition(data: bytes) -> tuple[int, ...]:
    """The pages (from 1) of the PDF ``data`` that are pictures, or whose fonts do not tell their characters."""
    with opened(data) as document:
        states = [state_of(page) for page in pages_of(document)]
    return tuple(number for number, state in enumerate(states, 1) if state in _NEEDING_RECOGNITION)


def _sheets(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """What is on each page, and the pages whose text is doubtful."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    n_characters = n_cells = 0
    with opened(data) as document:
        for number, page in enumerate(pages_of(document), 1):
            state = state_of(page)
            if page is None or state != "text":
                sheets.append(Sheet(number, state, page.width if page else 0.0, page.height if page else 0.0))
                continue
            sheets.append(_sheet(page))
            n_characters += len(page.characters)
            n_cells += sum(len(table.cells) for table in sheets[-1].tables)
            if n_characters > MAX_CHARACTERS or n_cells > MAX_CELLS:
                raise DocumentTooComplex("PDF 文件的文字或表格过多，无法读取。")
            if page.is_recognised:
                problems.append(_on_page(_RECOGNISED, number))
    return sheets, problems


def _sheet(page: Page) -> Sheet:
    tabulated = find_tables(page)
    lines = tuple(visual_lines(tabulated.characters, page.number))
    between = tuple(sorted({rule.top for rule in page.rules if rule.is_horizontal}))
    return Sheet(page.number, "text", page.width, page.height, lines, tabulated.tables, between)


def _on_page(problem: Problem, number: int) -> Problem:
    return Problem(problem.code, problem.message.format(number), Source(0))
