"""Columns and rows of figures that no rule parts: figures above each other, and beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.documents.document import Place
from service.documents.pdf.beside import Line, Rest
from service.documents.pdf.lines import Segment, stacked

# Room that a column keeps free at its sides, on both together, in points.
_PADDING = 13.0
# In heights of a character.
_OVERLAP = 0.05
_LARGEST_GAP = 0.8
_IN_NUMBER = "0123456789０１２３４５６７８９.,．，"


@dataclass(frozen=True, slots=True)
class Columns:
    """The left and right ends of columns of figures, from left to right."""

    ends: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, values: Iterable[Segment]) -> Columns:
        """The columns of these figures, or of these heads."""
        ends: list[tuple[float, float]] = []
        for value in sorted(values, key=lambda segment: segment.left):
            if ends and value.left < ends[-1][1]:
                ends[-1] = (ends[-1][0], max(ends[-1][1], value.right))
            else:
                ends.append((value.left, value.right))
        return cls(tuple(ends))

    @classmethod
    def below(cls, heads: Sequence[Segment], values: Sequence[Segment]) -> Columns:
        """The columns of figures, and those that only have a head; one over several columns is none of a column."""
        filled = cls.of(values).ends
        lone = [head for head in heads if not any(_overlap((head.left, head.right), ends) for ends in filled)]
        blank = cls.of([head for head in lone if not _spans(head, lone)]).ends
        return cls(tuple(sorted((*filled, *blank))))

    @property
    def left(self) -> float:
        """Where the first column begins."""
        return self.ends[0][0] if self.ends else 0.0

    @property
    def width(self) -> float:
        """The distance from one column to the next, the smallest there is; a lone column has all the room."""
        middles = [(left + right) / 2 for left, right in self.ends]
        return min((after - before for before, after in pairwise(middles)), default=math.inf)

    def index(self, segment: Segment) -> int:
        """The column in which a figure stands."""
        middles = [(left + right) / 2 for left, right in self.ends]
        return min(range(len(middles)), key=lambda at: abs(middles[at] - segment.across))

    def are_above(self, values: Sequence[Segment]) -> bool:
        """Whether every figure stands under a head of its own, these being the columns of heads."""
        found = [self.index(value) for value in values]
        ends = ((value.left, value.right) for value in values)
        return len(set(found)) == len(found) and all(
            _overlap(self.ends[at], end) for at, end in zip(found, ends, strict=True)
        )

    def filled(self, values: Sequence[Segment], beside: Segment) -> list[Segment]:
        """A cell for every column, with the figures of one row; blank where there are none."""
        by_column = self._stacks(values)
        cells = []
        for at, (left, right) in enumerate(self.ends):
            stack = by_column.get(at)
            cells.append(_blank(beside, left, right) if stack is None else self._joined(stack))
        return cells

    def lines(self, values: Iterable[Segment]) -> list[list[Segment]]:
        """The figures line by line; those that are set lower because of their neighbours' lines are of one line."""
        lines: list[list[Segment]] = []
        for value in sorted(values, key=lambda segment: segment.down):
            if lines and bottom(lines[-1]) - value.top > _OVERLAP * value.size:
                lines[-1].append(value)
            else:
                lines.append([value])
        return lines

    def rest(self, above: Sequence[Segment], below: Sequence[Segment]) -> Rest:
        """Whether a line of figures is the rest of those above, which were broken for width."""
        same_page = above[-1].place.page == below[0].place.page
        if same_page and below[0].top - bottom(above) > _LARGEST_GAP * below[0].size:
            return "no"
        uppers, lowers = self._stacks(above), self._stacks(below)
        shared = uppers.keys() & lowers.keys()
        broken = [at for at in shared if self._is_broken(uppers[at][-1], lowers[at][0])]
        if not broken:
            return "no"
        return "likely" if len(broken) == len(lowers) < len(uppers) else "possible"

    def _stacks(self, values: Iterable[Segment]) -> dict[int, list[Segment]]:
        """The figures by column, from top to bottom."""
        by_column: dict[int, list[Segment]] = {}
        for value in sorted(values, key=lambda segment: segment.bottom):
            by_column.setdefault(self.index(value), []).append(value)
        return by_column

    def _is_broken(self, before: Segment, after: Segment) -> bool:
        """Whether a column had no room for the next figure of a number."""
        step = (after.right - after.left) / len(after.text)
        digits = before.text[-1] in _IN_NUMBER and after.text[0] in _IN_NUMBER
        return digits and self.width - (before.right - before.left) < step + _PADDING

    def _joined(self, stack: Sequence[Segment]) -> Segment:
        """The lines of one cell: a figure broken for width is one again."""
        text = stack[0].text
        for before, after in pairwise(stack):
            text += after.text if self._is_broken(before, after) else " " + after.text
        return stacked(stack, text)


def bottom(row: Iterable[Segment]) -> float:
    """Where the lowest of the segments ends."""
    return max(segment.bottom for segment in row)


def _spans(head: Segment, heads: Iterable[Segment]) -> bool:
    """Whether a head stands over several others that are beside each other."""
    below = [
        other
        for other in heads
        if other.top >= head.bottom - other.size / 2 and _overlap((other.left, other.right), (head.left, head.right))
    ]
    return bool(below) and min(other.right for other in below) <= max(other.left for other in below)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def measured(lines: Sequence[Sequence[Segment]], columns: Columns) -> list[Line]:
    """How high lines of figures stand, and which are the rest of the one before."""
    if not lines:
        return []
    rests: list[Rest] = ["no", *(columns.rest(above, below) for above, below in pairwise(lines))]
    return [
        Line(line[0].place.page, min(segment.top for segment in line), bottom(line), rest)
        for line, rest in zip(lines, rests, strict=True)
    ]


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
