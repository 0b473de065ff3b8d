"""Tables printed in two halves side by side to save paper: the right one is put below the left one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from service.forms.grid_row import GridRow
from service.forms.labels import body


def one_below_another(lines: Sequence[GridRow], *, is_header: Callable[[GridRow], bool]) -> list[GridRow]:
    """The rows of a table, those of its second half behind those of the first where its header has all words twice."""
    halves: list[list[GridRow]] = [[]]
    bounds: tuple[int, ...] = ()
    for line in lines:
        bounds = _bounds(line) or bounds if is_header(line) else bounds
        for half, part in enumerate(_cut(line, bounds)):
            while half >= len(halves):
                halves.append([])
            halves[half].append(part)
    return [line for half in halves for line in half]


def _bounds(header: GridRow) -> tuple[int, ...]:
    """The columns where the first word of a header stands again."""
    filled = [piece for piece in header.pieces if not piece.blank]
    return tuple(piece.column for piece in filled[1:] if body(piece.text) == body(filled[0].text))


def _cut(line: GridRow, bounds: tuple[int, ...]) -> list[GridRow]:
    """A row cut before the columns ``bounds``; each part counts its columns from there."""
    limits = (line.pieces[0].column, *bounds, max(line.pieces[-1].end, *bounds) + 1) if bounds else ()
    parts = []
    for start, end in pairwise(limits):
        pieces = tuple(
            replace(piece, column=piece.column - start, end=piece.end - start)
            for piece in line.pieces
            if start <= piece.column < end
        )
        if pieces:
            parts.append(replace(line, pieces=pieces))
    return parts or [line]
