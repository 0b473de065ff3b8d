"""A long picture, such as chat programs make of several pages, cut into sheets of about the shape of paper."""

from __future__ import annotations

import cv2
import numpy as np

from service.documents.scan.images import Pixels

_PAPER = 2**0.5  # height of a sheet of A4, over its width
_LONG = 1.9  # times as high as wide: no sheet of paper
_AS_PAPER = 0.04  # of a sheet by which whole sheets may differ from paper
_SEARCHED = 0.15  # of a sheet, to both sides of where it should end


def cut(pixels: Pixels) -> list[tuple[int, Pixels]]:
    """The sheets from top to bottom, each with the row of pixels where it begins; one of a picture that is not long."""
    height, width = pixels.shape[:2]
    if height <= _LONG * width:
        return [(0, pixels)]
    n = max(2, round(height / (width * _PAPER)))
    step = height / n
    bounds = [0, *(round(step * at) for at in range(1, n)), height]
    if abs(height / (width * _PAPER) - n) > _AS_PAPER * n:
        bounds[1:-1] = [_emptiest(pixels, at, round(step * _SEARCHED)) for at in bounds[1:-1]]
    return [(top, pixels[top:bottom]) for top, bottom in zip(bounds, bounds[1:], strict=False)]


def _emptiest(pixels: Pixels, at: int, reach: int) -> int:
    """The row near ``at`` around which least is printed."""
    band = pixels[at - reach : at + reach]
    grey = cv2.cvtColor(band, cv2.COLOR_BGR2GRAY) if band.ndim == 3 else band
    printed = grey.std(axis=1)
    around = max(3, reach // 20)
    smooth = np.convolve(printed, np.ones(around) / around, mode="same")
    return at - reach + around + int(np.argmin(smooth[around:-around]))
