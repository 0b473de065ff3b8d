"""Notes beside a page, each near the place of which it speaks and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.draw.appearance import Colours, appearance
from service.draw.grids import WrittenGrid
from service.draw.marks import CellMark, FactMark, FindingMark
from service.draw.pictures.pen import INK, QUIET, Pen, Piece, Words, broken, height_of

_GAP = 9
_INDENT = 14
_BADGE_ROOM = 34
_RAW = 40  # characters that are shown of what no value could be read from


@dataclass(frozen=True, slots=True)
class Note:
    """A note that should stand at ``top`` (pixels); ``number`` is that of a finding."""

    top: float
    lines: tuple[tuple[Piece, ...], ...]
    colours: Colours
    dashed: bool = False
    number: int | None = None

    @property
    def height(self) -> float:
        """In pixels."""
        return height_of(self.lines)


def fact_note(top: float, mark: FactMark, width: float) -> Note:
    """What was read as a fact."""
    states = appearance().states
    colours = states["doubtful" if mark.fact.doubtful else "fact"].light
    text = [Words(f"{mark.fact.id} ", 17, QUIET), Words(f"{mark.name} ", 20), Words(mark.value, 20, colours.ink, True)]
    if mark.details:
        text.append(Words(f" {mark.details}", 18, QUIET))
    doubt = "存疑 " if mark.fact.doubtful else ""
    text.append(Words(f" {doubt}{mark.fact.confidence:.2f}", 17, QUIET))
    return Note(top, _lines(text, width - _INDENT), colours, dashed=mark.fact.doubtful)


def cell_note(top: float, mark: CellMark, width: float) -> Note:
    """How a cell was read that is open to doubt."""
    state = appearance().states[mark.state]
    told = mark.value if mark.cell.value is not None or mark.cell.candidates else mark.cell.raw[:_RAW]
    text = [Words(f"{mark.short} ", 20), Words(f"{state.zh} ", 18, QUIET), Words(told, 20, state.light.ink, True)]
    if mark.cell.confidence is not None:
        text.append(Words(f" {mark.cell.confidence:.2f}", 17, QUIET))
    return Note(top, _lines(text, width - _INDENT), state.light, dashed=state.dashed)


def finding_note(top: float, mark: FindingMark, width: float) -> Note:
    """What fails, with its message."""
    colours = appearance().states["fails"].light
    text = [Words(mark.finding.message, 20, colours.ink)]
    return Note(top, _lines(text, width - _INDENT - _BADGE_ROOM), colours, number=mark.number)


def grid_note(top: float, grid: WrittenGrid, width: float) -> Note:
    """How a grid was read."""
    taken = f"取出{len(grid.taken)}格" if grid.taken else "没有取出统计数据"
    text = [Words(f"表格{grid.number} ", 20, INK, True)]
    text.append(Words(f"{grid.grid.n_rows}行 × {grid.n_columns}列 · {taken}", 18, QUIET))
    if grid.extra:
        text.append(Words(f" · {len(grid.extra)}行未识别", 18, QUIET))
    return Note(top, _lines(text, width - _INDENT), appearance().states["section"].light)


def _lines(text: Sequence[Words], width: float) -> tuple[tuple[Piece, ...], ...]:
    return tuple(map(tuple, broken(text, width)))


def arranged(notes: Sequence[Note], top: float, bottom: float) -> list[tuple[float, Note]]:
    """Where each note stands: below the one before, and as long as there is room above ``bottom``."""
    ordered = sorted(notes, key=lambda note: note.top)
    tops: list[float] = []
    free = top
    for note in ordered:
        tops.append(max(note.top, free))
        free = tops[-1] + note.height + _GAP
    limit = bottom
    for at in reversed(range(len(ordered))):
        tops[at] = min(tops[at], limit - ordered[at].height)
        limit = tops[at] - _GAP
    if tops and tops[0] < top:
        tops = _from_top(ordered, top)
    return list(zip(tops, ordered, strict=True))


def _from_top(notes: Sequence[Note], top: float) -> list[float]:
    tops = []
    for note in notes:
        tops.append(top)
        top += note.height + _GAP
    return tops


def draw_notes(pen: Pen, x: float, placed: Sequence[tuple[float, Note]]) -> None:
    """Draw notes, their left ends at ``x``."""
    for top, note in placed:
        pen.line((x, top + 2, x, top + note.height - 4), note.colours.line, width=3, dashed=note.dashed)
        left = x + _INDENT
        if note.number is not None:
            pen.badge(left, top + 2, note.number, note.colours)
            left += _BADGE_ROOM
        pen.paragraph(left, top, note.lines)
