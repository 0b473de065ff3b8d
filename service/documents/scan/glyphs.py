"""The ink in a cell of a table: its lines, and the characters in each as far as gaps keep them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area

_SPECK = 0.012  # inches; what is smaller in both directions is dirt
_THICK = 0.04  # inches from the inset by which a thick rule reaches into a cell
_FULL = 0.8  # of a line of pixels is inked where a rule runs
_INSET = 0.02  # inches of a cell at each side where its rules may run
_FULL_LINE = 1.15  # of the height of a character; two bands of ink that together are no higher are one line
_TWO_LINES = 1.6
_NARROW = 0.85  # of its height, is a digit wide at most
_SQUARE = 1.3  # times as wide as high is a single character at most
_HAN = 1.35  # times as high as a digit is the square of a Han character
_AS_DIGIT = 1.17  # of the height of digits: higher lines have Han characters
_AS_WIDE_DIGIT = 1.4  # the same of digits set as wide as Han characters
_APART = 2.5  # times the height of a digit between two characters: they are no one number
_FEWEST_DIGITS = 4
_USUAL_DIGIT = 0.1  # inches


@dataclass(frozen=True, slots=True)
class InkLine:
    """One line of characters: the pixels around its ink, and the stretches of ink from left to right."""

    area: Area
    stretches: tuple[tuple[int, int], ...]

    @property
    def is_narrow(self) -> bool:
        """Whether no stretch is as wide as a Han character is."""
        return all(right - left < _NARROW * self.area.height for left, right in self.stretches)


@dataclass(frozen=True, slots=True)
class CellInk:
    """What is to be recognised in a cell: its lines of ink, and the height of the digits in its table in pixels."""

    lines: tuple[InkLine, ...]
    digit: float

    @property
    def is_figure(self) -> bool:
        """Whether it looks like a number: one line, no higher than digits are, or narrow and not much higher."""
        if len(self.lines) != 1:
            return False
        height = self.lines[0].area.height / self.digit
        return height <= _AS_DIGIT or (self.lines[0].is_narrow and height <= _AS_WIDE_DIGIT)

    @property
    def is_scattered(self) -> bool:
        """Whether its characters stand too far apart for one number, as where rules between cells went unseen."""
        return any(
            start - stop > _APART * self.digit
            for line in self.lines
            for (_, stop), (start, _) in pairwise(line.stretches)
        )

    @property
    def is_square(self) -> bool:
        """Whether it holds a single character as wide as it is high: 零, 无."""
        if len(self.lines) != 1 or len(self.lines[0].stretches) != 1:
            return False
        area = self.lines[0].area
        return not self.lines[0].is_narrow and area.width <= _SQUARE * area.height


def cells_ink(ink: Pixels, cells: Sequence[Area], dpi: float) -> list[CellInk]:
    """What is written in each cell of a table, from the ink of its page."""
    inset = round(dpi * _INSET)
    inner = [Area(cell.left + inset, cell.top + inset, cell.right - inset, cell.bottom - inset) for cell in cells]
    marks = [_marks(ink, area, dpi) for area in inner]
    digit = _digit_height(marks, dpi)
    return [CellInk(tuple(_lines(cell, area, digit * _HAN)), digit) for cell, area in zip(marks, inner, strict=True)]


def _lines(marks: Pixels, inner: Area, em: float) -> list[InkLine]:
    """The lines of ink in a cell from top to bottom; none where it is blank."""
    bands = [part for band in _joined(_runs(marks, across=1), em * _FULL_LINE) for part in _split(marks, band, em)]
    lines = []
    for top, bottom in bands:
        stretches = _runs(marks[top:bottom], across=0)
        left, right = stretches[0][0], stretches[-1][1]
        area = Area(inner.left + left, inner.top + top, inner.left + right, inner.top + bottom)
        lines.append(InkLine(area, tuple((start - left, stop - left) for start, stop in stretches)))
    return lines


def _digit_height(cells: Sequence[Pixels], dpi: float) -> float:
    """The height of the digits in a table, by the cells with a single narrow character: most of them hold a 0."""
    heights = []
    for marks in cells:
        rows, columns = _runs(marks, across=1), _runs(marks, across=0)
        if len(rows) == len(columns) == 1:
            height, width = rows[0][1] - rows[0][0], columns[0][1] - columns[0][0]
            if height > dpi * _USUAL_DIGIT / 2 and 0.15 * height < width < _NARROW * height:
                heights.append(height)
    return float(np.median(heights)) if len(heights) >= _FEWEST_DIGITS else dpi * _USUAL_DIGIT


def _marks(ink: Pixels, area: Area, dpi: float) -> Pixels:
    if area.width < 3 or area.height < 3:
        return np.zeros((0, 0), np.uint8)
    return _without_dirt(_without_rules(ink[area.slices], dpi), dpi)


def _split(marks: Pixels, band: tuple[int, int], em: float) -> list[tuple[int, int]]:
    """A band of ink as high as several lines, cut where there is least ink."""
    top, bottom = band
    n = round((bottom - top) / em)
    if bottom - top < em * _TWO_LINES or n < 2:
        return [band]
    weights = marks[top:bottom].sum(axis=1)
    cuts = [top]
    for at in range(1, n):
        expected, reach = (bottom - top) * at / n, em * 0.25
        low = round(expected - reach)
        cuts.append(top + low + int(np.argmin(weights[low : round(expected + reach) + 1])))
    return [(start, stop) for start, stop in zip(cuts, [*cuts[1:], bottom], strict=True) if marks[start:stop].any()]


def _without_rules(marks: Pixels, dpi: float) -> Pixels:
    """Ink without the lines of pixels close to a side that are full from end to end: the rules of a thick frame."""
    bare = marks.copy()
    reach = max(2, round(dpi * _THICK))
    for lines in (bare, bare.T):
        full = np.flatnonzero(lines.mean(axis=1) > _FULL)
        lines[full[(full < reach) | (full >= len(lines) - reach)]] = 0
    return bare


def _without_dirt(marks: Pixels, dpi: float) -> Pixels:
    """Ink without specks, and without the remains of rules along the sides."""
    n, labels, boxes, _ = cv2.connectedComponentsWithStats(marks)
    speck = max(2, round(dpi * _SPECK))
    height, width = marks.shape
    kept = np.zeros(n, np.uint8)
    for index in range(1, n):
        left, top, wide, high, _ = (int(value) for value in boxes[index])
        at_side = left == 0 or top == 0 or left + wide == width or top + high == height
        is_rest = at_side and (wide <= speck * 2 or high <= speck * 2)
        kept[index] = not is_rest and max(wide, high) > speck
    clean: Pixels = kept[labels]
    return clean


def _runs(marks: Pixels, *, across: int) -> list[tuple[int, int]]:
    """The stretches of ink from top to bottom (``across`` axis 1), or from left to right (0)."""
    filled = marks.max(axis=across, initial=0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled, [0]))))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _joined(bands: Sequence[tuple[int, int]], full: float) -> list[tuple[int, int]]:
    """Bands of ink put together as long as they make no more than one line: the strokes of 三, a comma."""
    lines: list[tuple[int, int]] = []
    for top, bottom in bands:
        if lines and bottom - lines[-1][0] <= full:
            lines[-1] = (lines[-1][0], bottom)
        else:
            lines.append((top, bottom))
    return lines
