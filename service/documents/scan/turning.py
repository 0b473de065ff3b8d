"""By how much a page lies askew, and the page set straight, with the way back to where things stood."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from service.documents.document import Box
from service.documents.scan.images import Pixels

_MOST = 5.0  # degrees
_COARSE, _FINE = 0.25, 0.05
_ENOUGH = 0.04  # a smaller tilt does no harm
_LONGEST = 1200  # pixels of the page on which the tilt is measured
_MOST_POINTS = 120_000
_POINTS_AN_INCH = 72


@dataclass(frozen=True, slots=True)
class Turn:
    """How a straightened page came from the page as it was: by quarters of a turn, then by a small angle.

    ``matrix`` (2 × 3) takes pixels of the straightened page to those of the page as it was; ``above`` are the rows of
    pixels over it, where it was cut out of a longer picture.
    """

    matrix: NDArray[np.float64]
    dpi: float
    above: int = 0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The rectangle in points on the page as it was, around a rectangle in pixels of the straightened page."""
        corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)])
        points = (corners @ self.matrix.T + (0, self.above)) * (_POINTS_AN_INCH / self.dpi)
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return round(float(x0), 1), round(float(y0), 1), round(float(x1), 1), round(float(y1), 1)


def turn_of(width: int, height: int, dpi: float, *, tilt: float, quarters: int = 0) -> Turn:
    """How a page of that size is set straight: by ``quarters`` × 90° clockwise, then ``tilt`` ° counter-clockwise."""
    back = _quarters_back(quarters % 4, width, height)
    if abs(tilt) >= _ENOUGH:
        size = (height, width) if quarters % 2 else (width, height)
        back = back @ np.vstack([cv2.invertAffineTransform(_rotation(*size, tilt)), (0, 0, 1)])
    return Turn(back[:2], dpi)


def level(page: Pixels, *, tilt: float) -> Pixels:
    """The page turned by ``tilt`` degrees counter-clockwise, of the same size."""
    if abs(tilt) < _ENOUGH:
        return page
    height, width = page.shape[:2]
    paper = (255, 255, 255)
    rotation = _rotation(width, height, tilt)
    turned = cv2.warpAffine(page, rotation, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return turned.astype(np.uint8)


def _rotation(width: int, height: int, tilt: float) -> NDArray[np.float64]:
    """Pixels of a page → those of the page turned about its middle."""
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0), np.float64)


def tilt_of(ink: Pixels) -> float:
    """By how many degrees counter-clockwise the page must be turned for its lines to be level."""
    step = max(1, -(-max(ink.shape) // _LONGEST))
    small = cv2.resize(ink * np.uint8(255), None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA) > 60
    ys, xs = np.nonzero(small)
    if len(ys) < 50:
        return 0.0
    every = -(-len(ys) // _MOST_POINTS)
    levels, columns = ys[::every].astype(np.float32), xs[::every].astype(np.float32)
    coarse = _best(levels, columns, np.arange(-_MOST, _MOST + _COARSE / 2, _COARSE))
    return _best(levels, columns, np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE))


def _best(ys: NDArray[np.float32], xs: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    scores = [_levelness(ys, xs, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _levelness(ys: NDArray[np.float32], xs: NDArray[np.float32], angle: float) -> float:
    """How sharply full and empty lines of pixels alternate when the page is turned by ``angle``."""
    levels = ys * cos(radians(angle)) - xs * sin(radians(angle))
    counts = np.bincount((levels - levels.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(counts).sum())


def _quarters_back(quarters: int, width: int, height: int) -> NDArray[np.float64]:
    """Pixels of a page turned clockwise → pixels of the page before, of the given size."""
    matrices = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, 1, 0), (-1, 0, height)),
        2: ((-1, 0, width), (0, -1, height)),
        3: ((0, -1, width), (1, 0, 0)),
    }
    return np.array([*matrices[quarters], (0, 0, 1)], dtype=np.float64)
