"""A page with its marks between the names of its sections and its notes."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from service.draw.appearance import appearance
from service.draw.pictures.legend import draw_legend
from service.draw.pictures.marking import mark_page
from service.draw.pictures.notes import Note, arranged, cell_note, draw_notes, fact_note, finding_note, grid_note
from service.draw.pictures.pages import PagePicture
from service.draw.pictures.pen import DESK, INK, QUIET, RULE, Pen, Words, broken, height_of
from service.draw.pictures.placed import PageMarks, Stretch
from service.reading import Reading

_LEFT, _RIGHT, _HEAD, _MARGIN = 170, 520, 150, 30
_BAR = 8


def page_sheet(reading: Reading, page: PagePicture, marks: PageMarks) -> Image.Image:
    """The sheet of one page; the picture of the page is drawn upon."""
    mark_page(page, marks, is_scan=any(cell.written.cell.confidence is not None for cell in marks.cells))
    width, height = page.image.size
    notes = arranged(_notes(page, marks), _HEAD, _HEAD + height)
    lowest = max((top + note.height for top, note in notes), default=0.0)
    size = (_LEFT + width + _RIGHT, round(max(_HEAD + height, lowest)) + _MARGIN)
    sheet = Image.new("RGB", size, DESK)
    sheet.paste(page.image, (_LEFT, _HEAD))
    pen = Pen(sheet)
    pen.frame((_LEFT - 1, _HEAD - 1, _LEFT + width, _HEAD + height), RULE)
    _head(pen, reading, page)
    _sections(pen, page, marks.stretches)
    draw_notes(pen, _LEFT + width + _MARGIN, notes)
    return sheet


def _head(pen: Pen, reading: Reading, page: PagePicture) -> None:
    report = reading.report
    x = pen.text(_MARGIN, 22, Words(report.agency or "机关名称未识别", 32, INK, bold=True))
    x = pen.text(x + 18, 22, Words(f"{report.year}年" if report.year else "年度未识别", 32))
    n_pages = f" / {reading.document.pages}" if reading.document.pages else ""
    pen.text(x + 30, 34, Words(f"{reading.document.name} · 第{page.number}页{n_pages}", 20, QUIET))
    draw_legend(pen, _MARGIN, 84, pen.image.width - 2 * _MARGIN)


def _notes(page: PagePicture, marks: PageMarks) -> list[Note]:
    def at(top: float) -> float:
        return _HEAD + min(max(top * page.scale, 0), page.image.height)

    width = _RIGHT - 2 * _MARGIN
    notes = [grid_note(at(top), grid, width) for top, grid in marks.grids]
    notes += [finding_note(at(top), mark, width) for top, mark in marks.findings()]
    notes += [cell_note(at(top), mark, width) for top, mark in marks.doubted()]
    return notes + [fact_note(at(top), mark, width) for top, mark in marks.facts()]


def _sections(pen: Pen, page: PagePicture, stretches: Sequence[Stretch]) -> None:
    """A bar at the left of the page for each section on it, with its number and title."""
    colours = appearance().states["section"].light
    free = float(_HEAD)
    for stretch in sorted(stretches, key=lambda stretch: stretch.top):
        top = _HEAD + stretch.top * page.scale
        bottom = _HEAD + (page.image.height if stretch.bottom is None else stretch.bottom * page.scale - 6)
        pen.fill((_LEFT - 6 - _BAR, top, _LEFT - 6, max(bottom, top + 4)), colours.line)
        text = [Words(stretch.section.number, 34, colours.ink, bold=True)]
        title = stretch.section.title + ("（续）" if stretch.continued else "")
        lines = [*broken(text, _LEFT), *broken([Words(title, 19, colours.ink)], _LEFT - _MARGIN - _BAR - 20)]
        top = max(top, free)
        pen.paragraph(_MARGIN, top, lines)
        free = top + height_of(lines) + 10
