"""The rules of a table → its cells: rows and columns that a person sees, merged cells where a rule is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area, Rules, thin_marks

_APART = 0.07  # inches between two rules at least
_SHORTEST = 0.12  # inches of rule that make a column or a row
_WANDER = 0.03  # inches by which a rule may wander from its place
_CHUNK = 0.1  # inches in which it does not
_BESIDE = (0.02, 0.035)  # inches; where beside a rule the paper must be empty
_DIRT = 12  # of 255; by how much darker than paper it may be there
_SMOOTHED = 0.015  # inches
_DRAWN = 0.92  # the share of a cell's side that is drawn, at least
_DRAWN_ON = 0.7   # the same on a rule that is well drawn elsewhere, in part worn away
_CLEAN = 0.75  # the share of a side with no ink beside it: a side, not a stroke of a character
_WELL_DRAWN = (0.3, 0.45)  # inches, or the share of the table, that show a rule to be one
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
    ys = _lines(rules.level[table.slices].sum(axis=1), dpi, last=table.height - 1)
    xs = _lines(rules.upright[table.slices].sum(axis=0), dpi, last=table.width - 1)
    if len(ys) < 2 or len(xs) < 2 or (len(ys) - 1) * (len(xs) - 1) > MOST_CELLS:
        return []
    sheet = _Sheet.of(grey[table.slices], dpi)
    # What is no rule cuts the true ones into pieces so short that strokes of characters fill them: look twice.
    for _ in range(2):
        xs = _used(xs, sheet.upright(xs, ys))
        ys = _used(ys, sheet.level(ys, xs))
    if len(ys) < 2 or len(xs) < 2:
        return []
    beside, below = sheet.upright(xs, ys), sheet.level(ys, xs).T
    groups = _merged(beside, below)
    return [
        Slot(top, left, bottom - top, right - left, _area(table, xs[left], ys[top], xs[right], ys[bottom]))
        for top, left, bottom, right in sorted(groups)
    ]


def _lines(weights: NDArray[np.int64], dpi: float, *, last: int) -> list[int]:
    """Where the rules of one direction run; the outer edges always count as rules."""
    reach = max(3, round(dpi * 0.02)) | 1
    smooth = cv2.GaussianBlur(weights.astype(np.float32).reshape(-1, 1), (1, 4 * reach + 1), reach / 2).ravel()
    smooth *= reach * 1.25  # of a rule as thin as a pixel about its length is left
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
    return sorted(found)


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
    length = crossing[-1] - crossing[0]
    needed = min(dpi * _WELL_DRAWN[0], length * _WELL_DRAWN[1])
    shares = np.zeros((len(crossing) - 1, len(rules)))
    for index, at in enumerate(rules):
        pieces = [_piece(marks, dark, at, *ends, dpi) for ends in zip(crossing, crossing[1:], strict=False)]
        drawn, clean, well_drawn = np.array(pieces).T
        if well_drawn.sum() >= needed:
            shares[:, index] = drawn / np.where(clean > _CLEAN, _DRAWN_ON, _DRAWN)
    return shares


def _piece(
    marks: Pixels, dark: NDArray[np.float32], at: int, start: int, stop: int, dpi: float
) -> tuple[float, float, float]:
    """Of the upright rule at ``at`` between two places: the share that is drawn, the share that has no ink beside it,
    and the pixels where both is so."""
    band, near, far = (max(2, round(dpi * reach)) for reach in (_WANDER, *_BESIDE))
    # At its ends a side meets other rules, so there it is not clean.
    margin = min(far, (stop - start) // 4)
    bounds = np.linspace(start, stop, max(1, round((stop - start) / (dpi * _CHUNK))) + 1).astype(int)
    drawn, clean, well_drawn, looked_at = 0.0, 0.0, 0.0, stop - start - 2 * margin
    for top, bottom in zip(bounds, bounds[1:], strict=False):
        first = max(0, at - band)
        place = first + int(np.argmax(marks[top:bottom, first : at + band + 1].sum(axis=0)))
        marked = float(marks[top:bottom, max(0, place - 2) : place + 3].any(axis=1).sum())
        rows = slice(max(top, start + margin), min(bottom, stop - margin))
        beside = dark[rows, max(0, place - far) : max(0, place - near)], dark[rows, place + near : place + far]
        is_clean = all(side.size == 0 or side.mean() < _DIRT for side in beside)
        drawn += marked
        clean += is_clean * max(0, rows.stop - rows.start)
        well_drawn += is_clean * (marked > _DRAWN * (bottom - top)) * (bottom - top)
    return drawn / (stop - start), clean / max(1, looked_at), well_drawn


def _used(rules: Sequence[int], sides: Shares) -> list[int]:
    """Without the rules that are no cell's side; the outer ones always are."""
    last = len(rules) - 1
    return [at for index, at in enumerate(rules) if index in (0, last) or (sides[:, index] > 1).any()]


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
    beside: Shares, below: Shares, rows: Sequence[int], columns: Sequence[int], drawn: float, *, within: Sequence[Unit] = ()
) -> list[list[Unit]]:
    """Units of the lattice that no drawn side keeps apart."""
    allowed = set(within) or {(r, c) for r in rows for c in columns}
    groups = []
    while allowed:
        group = [allowed.pop()]
        for r, c in group:
            for unit, share in (
                ((r, c + 1), beside[r, c + 1]), ((r, c - 1), beside[r, c]),
                ((r + 1, c), below[r + 1, c]), ((r - 1, c), below[r, c]),
            ):
                if unit in allowed and share <= drawn:
                    allowed.remove(unit)
                    group.append(unit)
        groups.append(group)
    return groups


def _bounds(group: Sequence[Unit]) -> tuple[int, int, int, int]:
    rows, columns = [r for r, _ in group], [c for _, c in group]
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _area(table: Area, left: int, top: int, right: int, bottom: int) -> Area:
    return Area(table.left + left, table.top + top, table.left + right, table.top + bottom)
