"""Marks on the picture of a page: cells by their state, words of facts, what fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from service.documents.document import Box
from service.draw.appearance import State, appearance
from service.draw.grids import WrittenCell
from service.draw.marks import CellMark, FactMark
from service.draw.pictures.fonts import fonts
from service.draw.pictures.pages import PagePicture
from service.draw.pictures.pen import Pen, Words
from service.draw.pictures.placed import PageMarks, PlacedCell, PlacedWords

_ID = 13  # pixels of the ids of facts
_SMALLEST, _LARGEST = 9, 13  # pixels of the names in cells
_RAW = 6  # characters that are shown of what no value could be read from
_NAME_LEADING = 1.08
_DIGIT = 13  # pixels that a digit of the print takes at most
_OPACITY = 0.42
_STRUCTURE = "#9aa5b1"


def mark_page(page: PagePicture, marks: PageMarks, *, is_scan: bool) -> None:
    """Draw all marks of a page on its picture; of a scan also the values that were read."""
    pen = Pen(page.image)
    for cell in marks.cells:
        _cell(pen, page, cell)
    for cell in marks.cells:
        _cell_words(pen, page, cell, with_value=is_scan)
    for words in sorted(marks.words, key=lambda words: words.role):
        _words(pen, page, words)
    for box, ids in _numbers(marks):
        _ids(pen, page.pixels(box), ids)


def _numbers(marks: PageMarks) -> Iterable[tuple[Box, list[FactMark]]]:
    """Every rectangle of a number once, with the facts that it states."""
    at: defaultdict[Box, list[FactMark]] = defaultdict(list)
    for words in marks.words:
        if words.role == "quantity":
            at[words.box].append(words.mark)
    return at.items()


def _ids(pen: Pen, box: Box, facts: Sequence[FactMark]) -> None:
    """The ids of facts above the end of their number."""
    text = " ".join(mark.fact.id for mark in facts)
    state = "doubtful" if any(mark.fact.doubtful for mark in facts) else "fact"
    x = box[2] - fonts().width(text, _ID, bold=True)
    pen.text(x, box[1] - _ID / 2 + 1, Words(text, _ID, appearance().states[state].light.ink, bold=True), middle=True)


def _cell(pen: Pen, page: PagePicture, cell: PlacedCell) -> None:
    box = page.pixels(cell.box)
    if not cell.written.state:
        pen.frame(box, _STRUCTURE)
        return
    state = appearance().states[cell.written.state]
    inner = (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1)
    if state.id != "unused":
        pen.fill(inner, state.light.line, opacity=_OPACITY / 2)
    if state.hatched:
        pen.hatch(inner, state.light.line)
    pen.frame(inner, state.light.line, width=3 if state.dashed else 1, dashed=state.dashed)


def _cell_words(pen: Pen, page: PagePicture, cell: PlacedCell, *, with_value: bool) -> None:
    written, box = cell.written, page.pixels(cell.box)
    if written.failing:
        colours = appearance().states["fails"].light
        pen.frame((box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1), colours.line, width=3)
    if written.state:
        _name(pen, box, written, appearance().states[written.state])
        _told(pen, box, written, appearance().states[written.state], with_value=with_value)
    right = box[2] - 2.0
    for finding in reversed(written.failing):
        size = 13
        right -= max(size * 1.45, fonts().width(str(finding.number), size, bold=True) + size * 0.8) + 2
        pen.badge(right, box[1] - size * 0.5, finding.number, appearance().states["fails"].light, size=size)


def _name(pen: Pen, box: Box, written: WrittenCell, state: State) -> None:
    """The short title of the form's cell at the left, row above column, where it does not touch the print."""
    if not written.marks:
        return
    lines = written.marks[0].short.split("·")
    if len(written.marks) > 1:
        lines[-1] += f"等{len(written.marks)}格"
    left, top, _, bottom = box
    size = _fitting(lines, box, written, _LARGEST)
    y = (top + bottom - _NAME_LEADING * size * (len(lines) - 1)) / 2
    for line in lines if size >= _SMALLEST else ():
        pen.text(left + 4, y, Words(line, size, state.light.line), middle=True)
        y += _NAME_LEADING * size


def _told(pen: Pen, box: Box, written: WrittenCell, state: State, *, with_value: bool) -> None:
    """At the right the sign of the state, and what was read where it is to be compared with the print."""
    text = state.sign
    if written.marks and (with_value or state.id not in ("read", "blank", "not_applicable")):
        text += _compared(written.marks[0])
    size = _fitting([text], box, written, _LARGEST + 2)
    if text and size >= _SMALLEST:
        x = box[2] - fonts().width(text, size, bold=True) - 4
        pen.text(x, (box[1] + box[3]) / 2, Words(text, size, state.light.line, bold=True), middle=True)


def _compared(mark: CellMark) -> str:
    if mark.cell.value is not None or mark.cell.candidates:
        return f"＝{mark.value}"
    return mark.cell.raw[:_RAW]


def _fitting(lines: Sequence[str], box: Box, written: WrittenCell, largest: int) -> int:
    """The largest size in which lines fit beside the print of a cell, which stands in its middle."""
    left, top, right, bottom = box
    free = (right - left - _DIGIT * len(written.cell.text)) / 2 - 6
    size = round(min(largest, (bottom - top) * 0.4))
    while size >= _SMALLEST and max(fonts().width(line, size, bold=True) for line in lines) > free:
        size -= 1
    return size


def _words(pen: Pen, page: PagePicture, words: PlacedWords) -> None:
    left, top, right, bottom = box = page.pixels(words.box)
    doubtful = words.mark.fact.doubtful
    colours = appearance().states["doubtful" if doubtful else "fact"].light
    under = (left, bottom + 2, right, bottom + 2)
    if words.role == "label":
        pen.line(under, colours.line, width=2, dashed=doubtful)
        return
    pen.fill(box, colours.line, opacity=_OPACITY / 2)
    pen.line(under, colours.line, width=4, dashed=doubtful)
    if words.mark.failing:
        pen.frame((left - 2, top - 2, right + 2, bottom + 5), appearance().states["fails"].light.line, width=3)
