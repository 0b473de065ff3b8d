"""The rules of a page: lines that are drawn, thin bars that are filled, and the sides of frames."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as raw

from service.documents.document import Box
from service.documents.pdf.frame import Frame
from service.documents.pdf.page import Rule
from service.errors import DocumentTooComplex

MAX_OBJECTS = 200_000
MAX_SEGMENTS = 400_000
_DEEPEST_FORM = 8
_THICKEST = 3.5
_DOT_GAP = 3.0
_PER_POINT = 4
_SHORTEST = 0.5
_MOST_SLANT = 1.0
_WHITE = 245
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawn:
    """Rules and pictures found so far on a page."""

    frame: Frame
    rules: list[Rule] = field(default_factory=list)
    faint: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    n_objects: int = 0
    n_segments: int = 0

    @property
    def pictured(self) -> float:
        """The part of the page that its pictures cover together; scans come in strips too."""
        page = self.frame.width * self.frame.height
        areas = [_area(box, self.frame) for box in self.pictures]
        return min(1.0, sum(areas) / page)


def read_rules(page: raw.FPDF_PAGE, frame: Frame) -> Drawn:
    """What is drawn on a page; raises DocumentTooComplex where there is more than a page can show."""
    drawn = Drawn(frame)
    for index in range(raw.FPDFPage_CountObjects(page)):
        _read(raw.FPDFPage_GetObject(page, index), _IDENTITY, 0, drawn)
    return drawn


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """The rules with those that go on in one line put together, as the dots of a dotted one."""
    lines: dict[tuple[bool, int], list[tuple[float, float, float]]] = defaultdict(list)
    for rule in rules:
        along = rule.is_horizontal
        at = rule.top if along else rule.left
        ends = (rule.left, rule.right) if along else (rule.top, rule.bottom)
        lines[along, round(at * _PER_POINT)].append((*ends, at))
    found = []
    for (along, _), parts in lines.items():
        parts.sort()
        start, end, at = parts[0]
        for first, last, _ in (*parts[1:], (math.inf, math.inf, at)):
            if first <= end + _DOT_GAP:
                end = max(end, last)
                continue
            found.append(Rule(start, at, end, at) if along else Rule(at, start, at, end))
            start, end = first, last
    return found


def _read(item: raw.FPDF_PAGEOBJECT, outer: Matrix, depth: int, drawn: Drawn) -> None:
    drawn.n_objects += 1
    if drawn.n_objects > MAX_OBJECTS or drawn.n_segments > MAX_SEGMENTS:
        raise DocumentTooComplex("PDF 文件有一页上的图形过多，无法读取。")
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _read_path(item, _product(_matrix(item), outer), drawn)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        corners = [_moved(_product(_matrix(item), outer), point) for point in ((0, 0), (1, 0), (0, 1), (1, 1))]
        drawn.pictures.append(_bounds([drawn.frame.point(*corner) for corner in corners]))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inner = _product(_matrix(item), outer)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            _read(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1, drawn)


def _read_path(path: raw.FPDF_PAGEOBJECT, matrix: Matrix, drawn: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    figures = _figures(path, matrix, drawn)
    if stroke.value:
        lines = drawn.faint if _is_white(path, raw.FPDFPageObj_GetStrokeColor) else drawn.rules
        for points in figures:
            lines.extend(_lines(points))
    if fill.value:
        _add_filled(figures, _is_white(path, raw.FPDFPageObj_GetFillColor), drawn)


def _add_filled(figures: Sequence[Sequence[Point]], white: bool, drawn: Drawn) -> None:
    """Thin bars as rules; frames, which are a figure in another, by their sides; other areas as faint ones."""
    boxes = [_bounds(points) for points in figures if len(points) > 1]
    framed = len(boxes) > 1 and not white
    for box in boxes:
        bar = _bar(box)
        if bar is not None:
            (drawn.faint if white else drawn.rules).append(bar)
        elif box[2] - box[0] > _THICKEST and box[3] - box[1] > _THICKEST:
            inside = framed and any(other is not box and _holds(box, other) for other in boxes)
            (drawn.rules if inside else drawn.faint).extend(_sides(box))


def _figures(path: raw.FPDF_PAGEOBJECT, matrix: Matrix, drawn: Drawn) -> list[list[Point]]:
    """The figures of a path as points on the page; curves are left out."""
    n = raw.FPDFPath_CountSegments(path)
    drawn.n_segments += max(n, 0)
    if drawn.n_segments > MAX_SEGMENTS:
        raise DocumentTooComplex("PDF 文件有一页上的图形过多，无法读取。")
    figures: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(n):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = drawn.frame.point(*_moved(matrix, (x.value, y.value)))
        if kind == raw.FPDF_SEGMENT_BEZIERTO or not all(map(math.isfinite, point)):
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        figures[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            figures[-1].append(figures[-1][0])
    return figures


def _lines(points: Sequence[Point]) -> Iterator[Rule]:
    """The sides of a figure that run along the page or down it."""
    for start, end in zip(points, points[1:], strict=False):
        left, top, right, bottom = _bounds((start, end))
        if bottom - top <= _MOST_SLANT and right - left >= _SHORTEST:
            yield Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)
        elif right - left <= _MOST_SLANT and bottom - top >= _SHORTEST:
            yield Rule((left + right) / 2, top, (left + right) / 2, bottom)


def _bar(box: Box) -> Rule | None:
    """The rule that a thin filled area is."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height <= _THICKEST and width >= max(_SHORTEST, 2 * height):
        return Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)
    if width <= _THICKEST and height >= max(_SHORTEST, 2 * width):
        return Rule((left + right) / 2, top, (left + right) / 2, bottom)
    return None


def _sides(box: Box) -> Iterator[Rule]:
    left, top, right, bottom = box
    return _lines(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)))


def _holds(one: Box, other: Box) -> bool:
    """Whether either box lies in the other."""
    within = one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]
    around = one[0] <= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] >= other[3]
    return within or around


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _area(box: Box, frame: Frame) -> float:
    width = min(box[2], frame.width) - max(box[0], 0.0)
    height = min(box[3], frame.height) - max(box[1], 0.0)
    return max(width, 0.0) * max(height, 0.0)


def _is_white(item: raw.FPDF_PAGEOBJECT, colour_of: Callable[..., int]) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _matrix(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that moves a point by ``first`` and then by ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f
