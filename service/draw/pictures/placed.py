"""What is marked of a reading, by the page on which it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from service.documents.document import Box, Document, Grid, Place
from service.documents.report import Report, Section
from service.draw.grids import WrittenCell, WrittenGrid, written_grids
from service.draw.marks import CellMark, FactMark, FindingMark, Marks, distinct
from service.reading import Reading

_DOUBTED = ("doubtful", "ambiguous", "unreadable")
Role = Literal["quantity", "label"]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a grid with its rectangle."""

    box: Box
    written: WrittenCell


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """Words of a fact on one line of the page."""

    box: Box
    mark: FactMark
    role: Role


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a page that a section takes; ``continued`` says that it began on an earlier page."""

    section: Section
    top: float
    bottom: float | None
    continued: bool


@dataclass(slots=True)
class PageMarks:
    """All that is marked on one page; ``grids`` are those that begin here, with their tops."""

    cells: list[PlacedCell] = field(default_factory=list)
    words: list[PlacedWords] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    grids: list[tuple[float, WrittenGrid]] = field(default_factory=list)

    def findings(self) -> list[tuple[float, FindingMark]]:
        """What fails on this page, each with the top of the first place where it does."""
        at = [(cell.box[1], finding) for cell in self.cells for finding in cell.written.failing]
        at += [(words.box[1], finding) for words in self.words for finding in words.mark.failing]
        return [(min(top for top, one in at if one is f), f) for f in distinct(finding for _, finding in at)]

    def doubted(self) -> list[tuple[float, CellMark]]:
        """The cells of the form on this page whose reading is open to doubt, with their tops."""
        return [(c.box[1], mark) for c in self.cells for mark in c.written.marks if mark.state in _DOUBTED]

    def facts(self) -> list[tuple[float, FactMark]]:
        """The facts whose numbers stand on this page, in reading order."""
        tops: dict[int, tuple[float, float, FactMark]] = {}
        for words in self.words:
            if words.role == "quantity":
                left, top = words.box[:2]
                known = tops.get(words.mark.index, (top, left, words.mark))
                tops[words.mark.index] = min(known, (top, left, words.mark), key=lambda place: place[:2])
        return [(top, mark) for top, _, mark in sorted(tops.values(), key=lambda place: place[:2])]


def placed(reading: Reading, marks: Marks) -> dict[int, PageMarks]:
    """What is marked, by page (from 1); pages without marks are not in it."""
    pages: defaultdict[int, PageMarks] = defaultdict(PageMarks)
    for grid in written_grids(reading.document.grids(), marks, reading.form):
        _place_grid(grid, pages)
    lines = _Lines(reading.report)
    for mark in marks.facts:
        for evidence in mark.fact.evidence:
            spans: tuple[tuple[Role, tuple[int, int]], ...] = (
                ("label", evidence.label),
                ("quantity", evidence.quantity),
            )
            for role, (start, end) in spans:
                for place in lines.places(start, end):
                    pages[place.page].words.append(PlacedWords(place.box, mark, role))
    _place_sections(reading, lines, pages)
    return dict(pages)


def _place_grid(grid: WrittenGrid, pages: defaultdict[int, PageMarks]) -> None:
    first: Place | None = None
    for written in (written for row in grid.rows for written in row):
        place = written.cell.place
        if place is not None:
            pages[place.page].cells.append(PlacedCell(place.box, written))
            first = place if first is None else min(first, place, key=lambda one: (one.page, one.box[1]))
    if first is not None:
        pages[first.page].grids.append((first.box[1], grid))


class _Lines:
    """Where characters of the running text stand."""

    def __init__(self, report: Report) -> None:
        self._runs = sorted(report.runs, key=lambda run: run.start)
        self._starts = [run.start for run in self._runs]

    def places(self, start: int, end: int) -> Iterator[Place]:
        """One rectangle for every line of a page that the characters from ``start`` to ``end`` touch."""
        for run in self._runs[max(0, bisect_right(self._starts, start) - 1) :]:
            if run.start >= end:
                return
            if run.end > start:
                yield Place(run.page, run.box(start, end))


def _place_sections(reading: Reading, lines: _Lines, pages: defaultdict[int, PageMarks]) -> None:
    """Each section from its heading to the next one, over all pages between."""
    starts = [(place, s) for s in reading.report.sections if (place := _section_place(s, reading, lines)) is not None]
    starts.sort(key=lambda start: (start[0].page, start[0].box[1]))
    n_pages = max([reading.document.pages or 0, *pages, *(place.page for place, _ in starts)], default=0)
    for at, (place, section) in enumerate(starts):
        after = starts[at + 1][0] if at + 1 < len(starts) else None
        last = after.page if after is not None else n_pages
        for page in range(place.page, last + 1):
            top = place.box[1] if page == place.page else 0.0
            bottom = after.box[1] if after is not None and page == after.page else None
            pages[page].stretches.append(Stretch(section, top, bottom, continued=page > place.page))


def _section_place(section: Section, reading: Reading, lines: _Lines) -> Place | None:
    source = section.source
    if source is None:
        return None
    if source.place is not None:
        return source.place
    if source.row is not None:
        return _cell_place(reading.document, source.block, source.row)
    starts = [start for start, line in reading.report.lines if line.block == source.block]
    return next(lines.places(starts[0], starts[0] + 1), None) if starts else None


def _cell_place(document: Document, block: int, row: int) -> Place | None:
    """Where the first cell of a row of a grid stands."""
    grid = document.blocks[block]
    cells = grid.cells if isinstance(grid, Grid) else ()
    return next((cell.place for cell in cells if cell.row == row and cell.place is not None), None)
