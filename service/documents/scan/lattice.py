"""The rules of a table → its cells: rows and columns that a person sees, merged cells where a rule is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area, Rules, thin_marks

_AROUND = 0.06  # inches of the page around a table
_APART = 0.07  # inches between two rules at least
_SHORTEST = 0.12  # inches of rule that make a column or a row
_WANDER = 0.03  # inches by which a rule may wander from its place
_CHUNK = 0.1  # inches in which it does not
_BESIDE = (0.02, 0.035)  # inches; where beside a rule the paper must be empty
_AVERAGED = 0.05  # inches
_OFF_COURSE = 0.01  # inches
_DIRT = 12  # of 255; by how much darker than paper it may be there
_SMOOTHED = 0.015  # inches
_DRAWN = 0.97  # the share of a cell's side that is drawn, at least
_DRAWN_ON = 0.7  # the same on a rule that is well drawn elsewhere, in part worn away
_CLEAN = 0.75  # the share of a side with no ink beside it: a side, not a stroke of a character
_WELL_DRAWN = (0.2, 0.45)  # inches, or the share of the table, that show a rule to be one
_OUTER = 0.5  # the share of a table's width in which its first and last rule are drawn, at least
_FAINT = 0.3  # of what a side must have, where merged cells would not make a rectangle
MOST_CELLS = 5_000

Shares = NDArray[np.float64]
Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the table: the rows and columns it covers, and the pixels between its rules."""

    row: int
    column: int
    row_span: int
    column_span: int
    area: Area


def find_slots(grey: Pixels, rules: Rules, table: Area, dpi: float) -> list[Slot]:
    """The cells of the table at ``table``, row by row; none where it is no table after all."""
    # Of an outer rule paper must be seen on both sides.
    seen = _grown(table, round(dpi * _AROUND), grey.shape)
    ys = _lines(rules.level[table.slices].sum(axis=1), dpi, first=table.top - seen.top, last=table.height - 1)
    xs = _lines(rules.upright[table.slices].sum(axis=0), dpi, first=table.left - seen.left, last=table.width - 1)
    if len(ys) < 2 or len(xs) < 2 or (len(ys) - 1) * (len(xs) - 1) > MOST_CELLS:
        return []
    sheet = _Sheet.of(grey[seen.slices], dpi)
    # What is no rule cuts the true ones into pieces so short that strokes of characters fill them: look twice.
    for _ in range(2):
        xs = _used(xs, sheet.upright(xs, ys))
        ys = _used(ys, sheet.level(ys, xs))
    ys = _without_headings(ys, xs, sheet.level(ys, xs))
    if len(ys) < 2 or len(xs) < 2:
        return []
    beside, below = sheet.upright(xs, ys), sheet.level(ys, xs).T
    groups = _merged(beside, below)
    return [
        Slot(top, left, bottom - top, right - left, _area(seen, xs[left], ys[top], xs[right], ys[bottom]))
        for top, left, bottom, right in sorted(groups)
    ]


def _lines(weights: NDArray[np.int64], dpi: float, *, first: int, last: int) -> list[int]:
    """Where the rules of one direction run, ``first`` being added; the outer edges always count as rules."""
    reach = max(3, round(dpi * 0.02)) | 1
    summed = cv2.GaussianBlur(weights.astype(np.float32).reshape(-1, 1), (1, 4 * reach + 1), reach / 2).ravel()
    smooth = summed.astype(np.float32) * np.float32(reach * 1.25)  # of a thin rule about its length is left
    apart = round(dpi * _APART)
    found: list[int] = []
    for at in np.argsort(-smooth):
        if smooth[at] < dpi * _SHORTEST:
            break
        if all(abs(int(at) - other) >= apart for other in found):
            found.append(int(at))
    for edge in (0, last):
        if all(abs(edge - other) >= apart for other in found):
            found.append(edge)
    return sorted(at + first for at in found)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The pixels of a table, looked at for rules: thin dark marks in both directions, and how dark it is."""

    level_marks: Pixels
    upright_marks: Pixels
    dark: NDArray[np.float32]
    dpi: float

    @classmethod
    def of(cls, grey: Pixels, dpi: float) -> _Sheet:
        """The sheet of a table in grey."""
        level, upright = (thin_marks(grey, dpi, level=level, smoothed=_SMOOTHED) for level in (True, False))
        return cls(level, upright, np.float32(np.median(grey)) - grey.astype(np.float32), dpi)

    def upright(self, xs: Sequence[int], ys: Sequence[int]) -> Shares:
        """The sides on the upright rules ``xs`` between the level ones. *Shape:* (pieces, rules)"""
        return _sides(self.upright_marks, self.dark, xs, ys, self.dpi)

    def level(self, ys: Sequence[int], xs: Sequence[int]) -> Shares:
        """The sides on the level rules ``ys`` between the upright ones. *Shape:* (pieces, rules)"""
        return _sides(self.level_marks.T, self.dark.T, ys, xs, self.dpi)


def _sides(
    marks: Pixels, dark: NDArray[np.float32], rules: Sequence[int], crossing: Sequence[int], dpi: float
) -> Shares:
    """How well each piece of each upright rule is drawn, over 1 where it is a side of a cell; 0 for what is no rule."""
    shares = np.zeros((len(crossing) - 1, len(rules)))
    pieces = list(zip(crossing, crossing[1:], strict=False))
    # At its ends a side meets other rules, so there it is not clean.
    margin = round(dpi * _BESIDE[1])
    for index, at in enumerate(rules):
        course = _course(marks, dark, at, crossing, dpi)
        if course is None:
            continue
        drawn, clean = _drawn(marks, course, dpi), _clean(dark, course, dpi)
        for piece, (start, stop) in enumerate(pieces):
            inset = min(margin, (stop - start) // 4)
            is_clean = clean[start + inset : stop - inset].mean() > _CLEAN
            shares[piece, index] = drawn[start:stop].mean() / (_DRAWN_ON if is_clean else _DRAWN)
    return shares


def _course(
    marks: Pixels, dark: NDArray[np.float32], at: int, crossing: Sequence[int], dpi: float
) -> NDArray[np.int64] | None:
    """Where the upright rule at ``at`` runs in each row, by the stretches in which it is well drawn.

    None where there are too few of them: what stands there are strokes of characters.
    """
    band = max(2, round(dpi * _WANDER))
    first = max(0, at - band)
    rows, places, length, possible = [], [], 0, 0
    for top, bottom in _chunks(crossing, dpi):
        possible += bottom - top
        stretch = marks[top:bottom]
        weights = stretch[:, first : at + band + 1].sum(axis=0)
        if weights.max() < (bottom - top) / 2:
            continue
        place = first + int(np.argmax(weights))
        straight = np.full(bottom - top, place)
        if _drawn(stretch, straight, dpi).mean() > _DRAWN and np.median(_clean(dark[top:bottom], straight, dpi)) > 0:
            rows.append((top + bottom) / 2)
            places.append(place)
            length += bottom - top
    if length < min(dpi * _WELL_DRAWN[0], possible * _WELL_DRAWN[1]):
        return None
    return np.rint(np.interp(np.arange(marks.shape[0]), rows, places)).astype(np.int64)


def _chunks(crossing: Sequence[int], dpi: float) -> Iterator[tuple[int, int]]:
    """The pieces between crossing rules, long ones divided, without the ends of the whole: its outer rules are dirt."""
    outside = round(dpi * (_BESIDE[1] + _AVERAGED / 2))
    last = len(crossing) - 2
    for piece, (start, stop) in enumerate(pairwise(crossing)):
        inset = min(outside, (stop - start) // 4)
        start, stop = start + inset * (piece == 0), stop - inset * (piece == last)
        bounds = np.linspace(start, stop, max(1, round((stop - start) / (dpi * _CHUNK))) + 1).astype(int)
        yield from zip(bounds.tolist(), bounds[1:].tolist(), strict=False)


def _drawn(marks: Pixels, course: NDArray[np.int64], dpi: float) -> NDArray[np.bool_]:
    """Row by row, whether a mark stands on the course of a rule."""
    reach = max(2, round(dpi * _OFF_COURSE))
    return np.greater(_along(marks, course, -reach, reach + 1).max(axis=1), 0)


def _clean(dark: NDArray[np.float32], course: NDArray[np.int64], dpi: float) -> NDArray[np.bool_]:
    """Row by row, whether there is bare paper on both sides of a rule; noise is averaged over some rows."""
    near, far = (max(2, round(dpi * reach)) for reach in _BESIDE)
    rows = max(3, round(dpi * _AVERAGED))
    sides = (_along(dark, course, -far, -near), _along(dark, course, near + 1, far + 1))
    means = [cv2.blur(side.mean(axis=1, keepdims=True), (1, rows)).ravel() for side in sides]
    return np.less(np.maximum(*means), _DIRT)


def _along(values: NDArray[Any], course: NDArray[np.int64], start: int, stop: int) -> NDArray[Any]:
    """The values beside a course, row by row, from ``start`` to ``stop`` off it."""
    columns = np.clip(course[:, None] + np.arange(start, stop), 0, values.shape[1] - 1)
    beside: NDArray[Any] = values[np.arange(values.shape[0])[:, None], columns]
    return beside


def _used(rules: Sequence[int], sides: Shares) -> list[int]:
    """Without the rules that are no cell's side; the outer ones always are."""
    last = len(rules) - 1
    return [at for index, at in enumerate(rules) if index in (0, last) or (sides[:, index] > 1).any()]


def _without_headings(ys: Sequence[int], xs: Sequence[int], sides: Shares) -> list[int]:
    """Without what looks like an outer rule and is the strokes of a heading above or below the table."""
    kept = list(ys)
    drawn = np.diff(xs) @ (sides > 1) / max(1, xs[-1] - xs[0])
    if len(kept) > 2 and drawn[0] < _OUTER < drawn[1]:
        del kept[0]
    if len(kept) > 2 and drawn[-1] < _OUTER < drawn[-2]:
        del kept[-1]
    return kept


def _merged(beside: Shares, below: Shares) -> list[tuple[int, int, int, int]]:
    """The cells as (top, left, bottom, right) in rows and columns."""
    n_rows, n_columns = beside.shape[0], below.shape[1]
    cells = []
    for group in _groups(beside, below, range(n_rows), range(n_columns), 1.0):
        top, left, bottom, right = _bounds(group)
        if len(group) == (bottom - top) * (right - left):
            cells.append((top, left, bottom, right))
            continue
        # A rule so faint that cells ran together: look closer, and take them singly if that does not help.
        for part in _groups(beside, below, range(top, bottom), range(left, right), _FAINT, within=group):
            bounds = _bounds(part)
            whole = len(part) == (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
            cells += [bounds] if whole else [(r, c, r + 1, c + 1) for r, c in part]
    return cells


def _groups(
    beside: Shares,
    below: Shares,
    rows: Sequence[int],
    columns: Sequence[int],
    drawn: float,
    *,
    within: Sequence[Unit] = (),
) -> list[list[Unit]]:
    """Units of the lattice that no drawn side keeps apart."""
    allowed = set(within) or {(r, c) for r in rows for c in columns}
    groups = []
    while allowed:
        group = [allowed.pop()]
        for r, c in group:
            for unit, share in (
                ((r, c + 1), beside[r, c + 1]),
                ((r, c - 1), beside[r, c]),
                ((r + 1, c), below[r + 1, c]),
                ((r - 1, c), below[r, c]),
            ):
                if unit in allowed and share <= drawn:
                    allowed.remove(unit)
                    group.append(unit)
        groups.append(group)
    return groups


def _bounds(group: Sequence[Unit]) -> tuple[int, int, int, int]:
    rows, columns = [r for r, _ in group], [c for _, c in group]
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _grown(area: Area, by: int, shape: tuple[int, ...]) -> Area:
    """The area with a margin, as far as the page reaches."""
    height, width = shape[:2]
    return Area(
        max(0, area.left - by), max(0, area.top - by), min(width, area.right + by), min(height, area.bottom + by)
    )


def _area(table: Area, left: int, top: int, right: int, bottom: int) -> Area:
    return Area(table.left + left, table.top + top, table.left + right, table.top + bottom)
