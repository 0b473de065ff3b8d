"""The tables of a page by its rules: where rules cross are the corners of cells (pdfplumber's method)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from service.documents.document import Box, GridCell, Place
from service.documents.form_words import is_label
from service.documents.heading import is_sentence
from service.documents.pdf.cell_text import cell_text
from service.documents.pdf.page import Character, Page, Rule
from service.documents.pdf.rules import joined

# Beyond these no page of a report is a table, and looking for one takes too long.
_MOST_RULES = 2_000
_MOST_EDGES = 600
_MOST_CROSSINGS = 3_000
_TOLERANCE = 3.0
_FEWEST_ENDS = 3
_FEWEST_ROWS = 3
_OVERHANG = 10.0
_HIGHEST_ROW = 60.0
# Two edges, and as many cells as no form to fill in has beside each other.
_ONE_ROW, _FEWEST_BLANK = 2, 4
Edge = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableCell(GridCell):
    """A cell of a page; ``is_full`` where its last line leaves no room for another figure."""

    is_full: bool = False

    def as_grid_cell(self) -> GridCell:
        """The cell without what only the reader of the format needs."""
        return GridCell(self.row, self.column, self.text, self.row_span, self.column_span, self.place)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page, or put together from several: its cells, and where its columns begin and end."""

    page: int
    box: Box
    columns: tuple[float, ...]
    cells: tuple[TableCell, ...]

    @property
    def n_rows(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.row_span for cell in self.cells)

    @property
    def is_lone(self) -> bool:
        """Whether it is a row that only counts as part of a table on another page."""
        return self.is_blank or len(self.cells) == 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it: it may be the last row of one on the page before."""
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The tables of a page, and the characters that stand in none of them."""

    tables: tuple[Table, ...]
    characters: tuple[Character, ...]


def find_tables(page: Page) -> Tabulated:
    """The tables of a page; where lines part no cells, the sides of coloured areas may."""
    # Among stripes a row on its own is none that the end of a page cut off.
    found = _tabulated(page, page.rules, lone_rows=not page.faint)
    if found.tables or not page.faint:
        return found
    coloured = _tabulated(page, (*page.rules, *page.faint), lone_rows=False)
    # Stripes behind every other row part only some of the cells.
    whole = all(table.n_rows >= _FEWEST_ROWS and len(table.columns) > 2 for table in coloured.tables)
    return coloured if whole else found


def _tabulated(page: Page, rules: Sequence[Rule], *, lone_rows: bool) -> Tabulated:
    rest = page.characters
    tables: list[Table] = []
    # A table in the cell of another comes first, so that its characters are its own.
    for boxes in sorted(_cell_boxes(rules, page.characters), key=_area):
        lattice = _Lattice(boxes)
        inside, outside = lattice.parted(rest)
        table = lattice.table(page.number, inside)
        if table is not None and not _is_frame(table, tables) and (lone_rows or not table.is_lone):
            tables.append(table)
            rest = outside
    return Tabulated(tuple(sorted(tables, key=lambda table: table.box[1])), rest)


def _cell_boxes(rules: Sequence[Rule], characters: Sequence[Character]) -> list[list[Box]]:
    """The cells that the rules make, table by table."""
    lines = joined(rules)
    if not lines or len(lines) > _MOST_RULES:
        return []
    edges = merge_edges([_edge(line) for line in lines], _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    edges = [edge for edge in edges if edge["x1"] - edge["x0"] + edge["bottom"] - edge["top"] >= _TOLERANCE]
    if len(edges) > _MOST_EDGES:
        return []
    by_height = sorted(characters, key=_height)
    edges += _closing(edges, lambda top, bottom: _is_label_between(by_height, top, bottom))
    crossings = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    boxes: list[Box] = intersections_to_cells(crossings)
    tables: list[list[Box]] = cells_to_tables(boxes)
    # One cell is no table to pdfplumber; it may be the first row of one, cut off by the end of its page.
    taken = {box for table in tables for box in table}
    return tables + [[box] for box in boxes if box not in taken and box[3] - box[1] <= _HIGHEST_ROW]


def _edge(rule: Rule) -> Edge:
    return {
        "x0": rule.left,
        "x1": rule.right,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.right - rule.left,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.is_horizontal else "v",
    }


def _height(character: Character) -> float:
    return character.down


def _is_label_between(characters: Sequence[Character], top: float, bottom: float) -> bool:
    """Whether of characters from top to bottom those between two heights are a label, as in a row that is one cell."""
    if bottom - top > _HIGHEST_ROW:
        return False
    between = characters[bisect_right(characters, top, key=_height) : bisect_left(characters, bottom, key=_height)]
    text = "".join(one.text for one in sorted(between, key=lambda one: one.left))
    return is_label(text) and not any(character.isdigit() for character in text)


def _closing(edges: Sequence[Edge], is_row: Callable[[float, float], bool]) -> list[Edge]:
    """Edges along the ends of parallel rules, where a page's end or an open side left them without one.

    ``is_row`` tells whether between two heights there is a row, though no rule goes through it.
    """
    closing = []
    for orientation, ends in (("v", ("top", "bottom")), ("h", ("x0", "x1"))):
        parallel = [edge for edge in edges if edge["orientation"] == orientation]
        crossing = [edge for edge in edges if edge["orientation"] != orientation]
        for end in ends:
            for group in _ending_together(parallel, end):
                added = list(_closed(group, float(group[0][end]), crossing, is_row))
                if added and end == "bottom":
                    # The last line of a cell may reach over the end of its page's part.
                    for edge in (*group, *added):
                        edge["bottom"] += _OVERHANG
                    for edge in added:
                        edge["top"] += _OVERHANG
                closing += added
    return closing


def _ending_together(edges: Sequence[Edge], end: str) -> Iterator[list[Edge]]:
    """The edges that end at one height, or at one distance from the side, where there are enough of them."""
    ordered = sorted(edges, key=lambda edge: float(edge[end]))
    group: list[Edge] = []
    for edge in ordered:
        if group and float(edge[end]) - float(group[-1][end]) > _TOLERANCE:
            if len(group) >= _FEWEST_ENDS:
                yield group
            group = []
        group.append(edge)
    if len(group) >= _FEWEST_ENDS:
        yield group


def _closed(
    group: Sequence[Edge], at: float, crossing: Sequence[Edge], is_row: Callable[[float, float], bool]
) -> Iterator[Edge]:
    """Edges at the ends of neighbouring parallel edges that a crossing one or a row joins, where there is none yet."""
    is_vertical = group[0]["orientation"] == "v"
    place, low, high = ("top", "x0", "x1") if is_vertical else ("x0", "top", "bottom")
    positions = sorted({float(edge["x0" if is_vertical else "top"]) for edge in group})
    gaps = list(pairwise(positions))
    spanning = [
        [edge for edge in crossing if edge[low] <= first + _TOLERANCE and edge[high] >= last - _TOLERANCE]
        for first, last in gaps
    ]
    for index, (first, last) in enumerate(gaps):
        if any(abs(edge[place] - at) <= _TOLERANCE for edge in spanning[index]):
            continue
        beside = any(spanning[max(index - 1, 0) : index + 2])
        if spanning[index] or (beside and not is_vertical and is_row(first, last)):
            yield _edge(Rule(first, at, last, at) if is_vertical else Rule(at, first, at, last))


def _is_frame(table: Table, inner: Iterable[Table]) -> bool:
    """Whether rules only frame text: one cell is filled, or each row is a cell with sentences or a table in it."""
    filled = [cell for cell in table.cells if cell.text]
    if table.is_blank:
        return False
    if table.n_rows == 1 and filled and all(is_label(cell.text) for cell in filled):
        return False
    if len(table.cells) < 2 or len(filled) < 2:
        return True
    if len({cell.row for cell in table.cells}) < len(table.cells):
        return False
    nested = any(_holds(table.box, other.box) for other in inner)
    return nested or any(is_sentence(cell.text) for cell in filled)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _bounds(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _area(boxes: Sequence[Box]) -> float:
    left, top, right, bottom = _bounds(boxes)
    return (right - left) * (bottom - top)


class _Lattice:
    """The cells of a table on the rows and columns that a person sees."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.box = _bounds(boxes)
        self.columns = sorted({x for left, _, right, _ in boxes for x in (left, right)})
        self.rows = sorted({y for _, top, _, bottom in boxes for y in (top, bottom)})
        self.spans = [self._span(box) for box in boxes]
        self._owners = {
            (row, column): index
            for index, (top, left, bottom, right) in enumerate(self.spans)
            for row in range(top, bottom)
            for column in range(left, right)
        }

    def _span(self, box: Box) -> tuple[int, int, int, int]:
        """First row and column of a cell, and those behind it."""
        left, top, right, bottom = box
        return self.rows.index(top), self.columns.index(left), self.rows.index(bottom), self.columns.index(right)

    def parted(
        self, characters: Iterable[Character]
    ) -> tuple[dict[tuple[int, int, int, int], list[Character]], tuple[Character, ...]]:
        """The characters in the cells by the cell's span, and those outside the table."""
        inside: dict[tuple[int, int, int, int], list[Character]] = defaultdict(list)
        outside = []
        for character in characters:
            row = bisect_right(self.rows, character.down) - 1
            column = bisect_right(self.columns, character.across) - 1
            if not (0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1):
                outside.append(character)
                continue
            owner = self._owners.get((row, column))
            # What stands in a gap of the lattice is not lost.
            span = self.spans[owner] if owner is not None else (row, column, row + 1, column + 1)
            inside[span].append(character)
        return inside, tuple(outside)

    def table(self, page: int, inside: dict[tuple[int, int, int, int], list[Character]]) -> Table | None:
        """The table with the texts of its cells; None where it is more than one row and nothing is written in it."""
        written = any(character.text != " " for characters in inside.values() for character in characters)
        if not written and (len(self.rows) > _ONE_ROW or len(self.spans) < _FEWEST_BLANK):
            return None
        cells = []
        for span in sorted({*self.spans, *inside}):
            top, left, bottom, right = span
            box = (self.columns[left], self.rows[top], self.columns[right], self.rows[bottom])
            found = cell_text(inside.get(span, ()), width=box[2] - box[0], height=box[3] - box[1])
            spans = (bottom - top, right - left)
            cells.append(TableCell(top, left, found.text, *spans, Place(page, box), is_full=found.is_full))
        return Table(page, self.box, tuple(self.columns), tuple(cells))
