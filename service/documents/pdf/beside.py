"""Which lines of words make up the label of which row of figures, by nothing but where they stand.

Figures stand beside the middle of their label, or beside its first line: one way for a whole table. The lines are
shared out so that the figures stand as near as possible to where they should (dynamic programming over both).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.documents.heading import begins_item
from service.documents.pdf.lines import Segment

_MOST_LINES = 12
# In heights of a character: how far apart the lines of a label may be, how far off its figures, how far one looks.
_LARGEST_PITCH = 2.2
_MOST_OFF = 0.6
_REACH = 6.0
# What it costs, in the same measure, to leave a line or a row without the other, and to begin an item inside a label.
_LONE_LINE, _LONE_ROW, _INNER_ITEM = 0.3, 2.0, 0.6

Taken = tuple[int, int]
_Step = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Sharing:
    """For each row the lines of its label, from the first to before the second number; ``cost`` is how ill they fit."""

    labels: tuple[Taken | None, ...]
    cost: float


def share_out(lines: Sequence[Segment], rows: Sequence[float]) -> Sharing:
    """The labels of rows at these heights; lines and rows are given from top to bottom."""
    return min((_shared(lines, rows, to_middle=to_middle) for to_middle in (True, False)), key=lambda one: one.cost)


def _shared(lines: Sequence[Segment], rows: Sequence[float], *, to_middle: bool) -> Sharing:
    # For each number of lines used: the number of rows used → cost, and the numbers of lines and rows before.
    best: list[dict[int, _Step]] = [{} for _ in range(len(lines) + 1)]
    best[0][0] = (0.0, 0, 0)
    for at in range(len(lines) + 1):
        reached = best[at]
        row = min(reached, default=len(rows))
        while row <= len(rows):
            if row in reached:
                for end, next_row, cost in _steps(lines, rows, at, row, to_middle=to_middle):
                    total = reached[row][0] + cost
                    if next_row not in best[end] or total < best[end][next_row][0]:
                        best[end][next_row] = (total, at, row)
            row += 1
    return _traced(best, len(rows))


def _steps(
    lines: Sequence[Segment], rows: Sequence[float], at: int, row: int, *, to_middle: bool
) -> Iterator[tuple[int, int, float]]:
    """What may come next: a line of no row, a row of no line, or a row with its lines."""
    line = lines[at] if at < len(lines) else None
    if row < len(rows) and (line is None or rows[row] <= line.bottom + _REACH * line.size):
        yield at, row + 1, _LONE_ROW
    if line is None or (row < len(rows) and rows[row] < line.top - _REACH * line.size):
        return
    yield at + 1, row, _LONE_LINE
    if row == len(rows):
        return
    inner = 0.0
    for end in range(at + 1, min(at + _MOST_LINES, len(lines)) + 1):
        if end > at + 1:
            if not _may_follow(lines[end - 2], lines[end - 1]):
                return
            inner += _INNER_ITEM * begins_label(lines[end - 1].text)
        middle = (line.top + lines[end - 1].bottom) / 2 if to_middle else line.down
        off = abs(middle - rows[row]) / line.size
        if off <= _MOST_OFF:
            yield end, row + 1, off + inner


def begins_label(text: str) -> bool:
    """Whether a line begins a label by its number or its first word."""
    return begins_item(text) or text.startswith("其中")


def _may_follow(before: Segment, line: Segment) -> bool:
    """Whether a line may be the next one of a label: close below, and above each other."""
    overlap = min(before.right, line.right) - max(before.left, line.left)
    narrower = min(before.right - before.left, line.right - line.left)
    return line.top - before.bottom <= _LARGEST_PITCH * before.size and overlap > narrower / 2


def _traced(best: Sequence[dict[int, _Step]], n_rows: int) -> Sharing:
    labels: list[Taken | None] = [None] * n_rows
    at, row = len(best) - 1, n_rows
    cost = best[at][row][0]
    while at or row:
        _, before, row_before = best[at][row]
        if row_before < row and before < at:
            labels[row_before] = (before, at)
        at, row = before, row_before
    return Sharing(tuple(labels), cost)
