"""A page's pixels → what is printed on it in black: an even background, without the red seal."""

from __future__ import annotations

import cv2
import numpy as np

from service.documents.scan.images import Pixels

_DARK = 195  # of 255, on an even background; the thin strokes of 0 are as light as that
_SMOOTHED = 0.7  # pixels at 200 dpi
_BLACK, _CONTRAST = np.uint8(100), 2.0
_SEAL = (0.6, 2.8)  # inches; how wide and high a seal is
_REDDER = 25  # by how much red exceeds the other colours in a seal
_PALER = 1.25  # times the brightness of red, a seal is as bright as paper


def even_grey(pixels: Pixels, dpi: float) -> Pixels:
    """The page in grey, paper white all over, the seal taken off."""
    grey = _without_seal(pixels, dpi) if pixels.ndim == 3 else pixels
    return _even(grey, dpi)


def is_ink(grey: Pixels) -> Pixels:
    """1 where there is ink, 0 on the paper."""
    return (cv2.GaussianBlur(grey, (5, 5), 1.0) < _DARK).astype(np.uint8)


def cleared(grey: Pixels, dpi: float) -> Pixels:
    """For recognition: noise smoothed away, thin strokes darker, paper quite white."""
    smooth = cv2.GaussianBlur(grey, (0, 0), max(_SMOOTHED, _SMOOTHED * dpi / 200))
    return cv2.convertScaleAbs(np.maximum(smooth, _BLACK) - _BLACK, alpha=_CONTRAST).astype(np.uint8)


def _without_seal(pixels: Pixels, dpi: float) -> Pixels:
    """Grey, but the brightness of red where a seal stands: where that is dark, black lies under the seal."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    blue, green, red = (pixels[..., channel] for channel in range(3))
    redder = cv2.subtract(red, cv2.max(blue, green)) > _REDDER
    if not redder.any():
        return grey
    smear = max(3, round(dpi * 0.08))
    smeared = cv2.dilate(redder.astype(np.uint8), np.ones((smear, smear), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(smeared)
    for left, top, width, height, _ in boxes[1:]:
        if _is_seal(width / dpi, height / dpi):
            area = np.s_[top : top + height, left : left + width]
            paler = cv2.convertScaleAbs(red[area], alpha=_PALER)
            grey[area] = np.where(redder[area], cv2.max(grey[area], paler), grey[area])
    return grey


def _is_seal(width: float, height: float) -> bool:
    low, high = _SEAL
    return low <= width <= high and low <= height <= high and 0.5 <= width / height <= 2


def _even(grey: Pixels, dpi: float) -> Pixels:
    """Divided by the brightness of the paper around each place."""
    step = max(1, round(dpi / 40))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.medianBlur(cv2.blur(paper, (9, 9)), 5)
    paper = cv2.resize(np.maximum(paper, 1), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, paper, scale=245).astype(np.uint8)
