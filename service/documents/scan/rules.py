"""The ruled lines of a page: level and upright strokes too long to belong to a character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from service.documents.scan.images import Pixels

_LEVEL_STROKE = 0.30  # inches; a shorter level stroke may be the character 一
_UPRIGHT_STROKE = 0.13
_REACH = 0.015  # how near to a rule a stroke must end to meet it
_LONG = 0.4
_SMOOTHED = 0.06  # along its course, so that noise does not break a rule
_THICKEST = 0.05  # a thicker stroke is no rule
_DARKER = 28  # of 255, than the paper on both sides
_FEWEST_STROKES = 2
_LEAST_TABLE = (1.0, 0.1)  # inches; width and height
_JOINED = 0.06  # rules that near to each other belong to one table


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of pixels; ``right`` and ``bottom`` lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    @property
    def slices(self) -> tuple[slice, slice]:
        """To take the area out of an array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def around(areas: Sequence[Area]) -> Area:
    """The least area that holds all the areas."""
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """1 where a level or an upright rule runs."""

    level: Pixels
    upright: Pixels

    def both(self) -> Pixels:
        """1 where a rule of either direction runs."""
        return cv2.bitwise_or(self.level, self.upright).astype(np.uint8)


def find_rules(grey: Pixels, dpi: float) -> Rules:
    """All rules of a page in grey, small gaps closed."""
    level, upright = _strokes(grey, dpi, level=True), _strokes(grey, dpi, level=False)
    upright = _meeting(upright, level, dpi)
    return Rules(_meeting(level.T, upright.T, dpi).T, upright)


def find_tables(rules: Rules, dpi: float) -> list[Area]:
    """Where rules of both directions make up a table, from the top of the page down."""
    reach = max(3, round(dpi * _JOINED))
    joined = cv2.dilate(rules.both(), np.ones((reach, reach), np.uint8))
    n, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    areas = []
    for index in range(1, n):
        left, top, width, height, _ = (int(value) for value in boxes[index])
        if width < dpi * _LEAST_TABLE[0] or height < dpi * _LEAST_TABLE[1]:
            continue
        inside = labels[top : top + height, left : left + width] == index
        area = Area(left, top, left + width, top + height)
        level, upright = (_n_strokes(strokes[area.slices], inside) for strokes in (rules.level, rules.upright))
        if min(level, upright) >= _FEWEST_STROKES:
            areas.append(_tight(area, rules, inside))
    areas = _joined(areas)
    return sorted(areas, key=lambda area: (area.top, area.left))


def _strokes(grey: Pixels, dpi: float, *, level: bool) -> Pixels:
    """Strokes that run on in one direction, those askew or bent by a pixel in a length included."""
    dark = thin_marks(grey, dpi, level=level, smoothed=_SMOOTHED)
    stroke = round(dpi * (_LEVEL_STROKE if level else _UPRIGHT_STROKE))
    across, along = ((3, 1), (1, stroke)) if level else ((1, 3), (stroke, 1))
    thick = cv2.dilate(dark, np.ones(across, np.uint8))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(along, np.uint8)).astype(np.uint8)


def thin_marks(grey: Pixels, dpi: float, *, level: bool, smoothed: float) -> Pixels:
    """1 where it is darker than above and below (``level``) or than left and right: there may run a rule.

    ``smoothed`` is the length in inches over which darkness is averaged in the direction of the rule.
    """
    sheet = grey if level else np.ascontiguousarray(grey.T)
    smooth = cv2.blur(sheet, (round(dpi * smoothed) | 1, 1))
    across = np.ones((round(dpi * _THICKEST), 1), np.uint8)
    thin = cv2.subtract(cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, across), smooth)
    dark = (thin > _DARKER).astype(np.uint8)
    return dark if level else np.ascontiguousarray(dark.T)


def _meeting(strokes: Pixels, others: Pixels, dpi: float) -> Pixels:
    """Upright strokes without those of characters, which end between the level rules ``others``, not at them.

    A short stroke meets one at both of its ends; of a long one, perhaps a part of a broken rule, one end is enough.
    """
    reach = max(2, round(dpi * _REACH))
    # Smoothing has drawn every stroke out by half its length.
    inwards = reach + round(dpi * _SMOOTHED / 2)
    n, labels, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    kept = np.zeros(n, np.uint8)
    for index in range(1, n):
        left, top, width, height, _ = (int(value) for value in boxes[index])
        near = others[:, max(0, left - reach) : left + width + reach]
        bottom = top + height
        met = (
            near[max(0, top - reach) : top + inwards].any(),
            near[max(0, bottom - inwards) : bottom + reach].any(),
        )
        kept[index] = all(met) or (any(met) and height > dpi * _LONG)
    found: Pixels = kept[labels]
    return found


def _n_strokes(strokes: Pixels, inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    n, _ = cv2.connectedComponents((strokes * inside).astype(np.uint8))
    return n - 1


def _tight(area: Area, rules: Rules, inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Area:
    """The area that the level rules take up: upright strokes may be those of a heading close by."""
    ys, xs = np.nonzero(rules.level[area.slices] * inside)
    return Area(
        area.left + int(xs.min()), area.top + int(ys.min()), area.left + int(xs.max()) + 1, area.top + int(ys.max()) + 1
    )


def _joined(areas: list[Area]) -> list[Area]:
    """Areas that lie in each other's rectangle are parts of one table whose rules are broken."""
    joined: list[Area] = []
    for area in sorted(areas, key=lambda area: area.width * area.height, reverse=True):
        for index, other in enumerate(joined):
            if _overlap(area, other) > 0.5 * area.width * area.height:
                joined[index] = around([area, other])
                break
        else:
            joined.append(area)
    return joined


def _overlap(area: Area, other: Area) -> int:
    width = min(area.right, other.right) - max(area.left, other.left)
    height = min(area.bottom, other.bottom) - max(area.top, other.top)
    return max(0, width) * max(0, height)
