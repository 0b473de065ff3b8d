"""From the coordinates of a PDF page (any corner, any turn, y upwards) to points of the page as it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pypdfium2 as pdfium

from service.documents.document import Box
from service.errors import DamagedDocument

_LARGEST = 20_000.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page, in its own coordinates, and by how many quarters it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def width(self) -> float:
        """Of the page as it is shown."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as it is shown."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands, from the upper left corner."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def turned(self, x: float, y: float) -> tuple[float, float]:
        """A direction on the page as it is shown."""
        (to_x, to_y), (from_x, from_y) = self.point(x, y), self.point(0, 0)
        return to_x - from_x, to_y - from_y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as left, top, right, bottom."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page; raises DamagedDocument where it has no extent that a page may have."""
    left, bottom, right, top = page.get_bbox()
    sides = (right - left, top - bottom)
    if not all(math.isfinite(side) and 0 < side <= _LARGEST for side in sides):
        raise DamagedDocument("PDF 文件已损坏：页面尺寸无效。")
    return Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)
