"""Columns of figures that no rule parts: figures above each other are of one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.documents.document import Place
from service.documents.pdf.lines import Segment, stacked

# Room that a column keeps free at its sides, on both together, in points.
_PADDING = 13.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The left and right ends of columns of figures, from left to right."""

    ends: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, values: Sequence[Segment]) -> Columns:
        """The columns of these figures."""
        ends: list[tuple[float, float]] = []
        for value in sorted(values, key=lambda segment: segment.left):
            if ends and value.left < ends[-1][1]:
                ends[-1] = (ends[-1][0], max(ends[-1][1], value.right))
            else:
                ends.append((value.left, value.right))
        return cls(tuple(ends))

    @property
    def left(self) -> float:
        """Where the first column begins."""
        return self.ends[0][0] if self.ends else 0.0

    @property
    def width(self) -> float:
        """The distance from one column to the next, the smallest there is."""
        middles = [(left + right) / 2 for left, right in self.ends]
        return min((after - before for before, after in pairwise(middles)), default=0.0)

    def index(self, segment: Segment) -> int:
        """The column in which a figure stands."""
        middles = [(left + right) / 2 for left, right in self.ends]
        return min(range(len(middles)), key=lambda at: abs(middles[at] - segment.across))

    def filled(self, values: Sequence[Segment], beside: Segment) -> list[Segment]:
        """A cell for every column, with the figures of one row; blank where there are none."""
        by_column: dict[int, list[Segment]] = {}
        for value in sorted(values, key=lambda segment: segment.bottom):
            by_column.setdefault(self.index(value), []).append(value)
        cells = []
        for at, (left, right) in enumerate(self.ends):
            stack = by_column.get(at)
            cells.append(_blank(beside, left, right) if stack is None else self._joined(stack))
        return cells

    def _joined(self, stack: Sequence[Segment]) -> Segment:
        """The lines of one cell: a figure broken for width is one again."""
        text = stack[0].text
        for before, after in pairwise(stack):
            step = (after.right - after.left) / len(after.text)
            broken = self.width - (before.right - before.left) < step + _PADDING
            text += after.text if broken else " " + after.text
        return stacked(stack, text)


def _blank(beside: Segment, left: float, right: float) -> Segment:
    """An empty cell between two heights of a row."""
    _, top, _, bottom = beside.place.box
    return replace(beside, text="", left=left, right=right, place=Place(beside.place.page, (left, top, right, bottom)))


def joined_values(figures: Sequence[Segment], columns: Columns) -> list[Segment] | None:
    """The figures as one row, those above each other as one; None where they are more than a row can be."""
    height = max(one.bottom for one in figures) - min(one.top for one in figures)
    if height > 4 * max(one.size for one in figures):
        return None
    return columns.filled(figures, figures[0])
