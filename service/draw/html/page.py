"""A Reading as the parts of a page: its sections with lines and tables in order, and its lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.documents.document import Grid, Paragraph
from service.documents.report import Report, Section
from service.draw.grids import WrittenGrid, written_grids
from service.draw.html.line import Place, Segment, places, segments
from service.draw.html.table import Slot, table_rows
from service.draw.marks import FactMark, FindingMark, Marks, distinct
from service.reading import Reading


@dataclass(frozen=True, slots=True)
class LineItem:
    """A line of the narrative, the facts whose number it has, and what fails at them."""

    segments: tuple[Segment, ...]
    facts: tuple[FactMark, ...]
    failing: tuple[FindingMark, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class OmittedItem:
    """A paragraph of the document that is no part of the narrative."""

    text: str


@dataclass(frozen=True, slots=True)
class TableItem:
    """A grid of the document."""

    written: WrittenGrid
    rows: tuple[tuple[Slot, ...], ...]


Item = LineItem | OmittedItem | TableItem


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the document: the sections that begin with it (none before the first), and what follows."""

    sections: tuple[Section, ...]
    items: list[Item] = field(default_factory=list)


def bands(reading: Reading, marks: Marks) -> list[Band]:
    """The document in reading order, divided where sections begin."""
    begins: defaultdict[int, list[Section]] = defaultdict(list)
    for section in reading.report.sections:
        if section.source is not None:
            begins[section.source.block].append(section)
    found = [Band(())]
    for block, item in _items(reading, marks, headings=frozenset(begins)):
        if block in begins:
            found.append(Band(tuple(begins.pop(block))))
        found[-1].items.append(item)
    return [band for band in found if band.items]


def _items(reading: Reading, marks: Marks, *, headings: frozenset[int]) -> Iterator[tuple[int, Item]]:
    """Every block that shows something, with its index."""
    document, report = reading.document, reading.report
    tables = {w.grid.source.block: w for w in written_grids(document.grids(), marks, reading.form)}
    lines, words = _lines(report), _by_line(report, places(marks.facts))
    last = ""
    for block in document.blocks:
        at = block.source.block
        if isinstance(block, Grid):
            yield at, TableItem(tables[at], tuple(map(tuple, table_rows(tables[at]))))
        elif at in lines:
            for start, text in lines.pop(at):
                yield at, _line(text, start, words.get(start, ()), is_heading=at in headings)
                last = text
        elif not _went_on(block, last):
            yield at, OmittedItem(block.text)


def _lines(report: Report) -> dict[int, list[tuple[int, str]]]:
    """The lines of the running text by the block in which they begin."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    ends = [start - 1 for start, _ in report.lines[1:]] + [len(report.text)]
    for (start, source), end in zip(report.lines, ends, strict=True):
        found[source.block].append((start, report.text[start:end]))
    return found


def _by_line(report: Report, found: Sequence[Place]) -> dict[int, list[Place]]:
    """The words of facts by the beginnings of the lines in which they stand."""
    starts = [start for start, _ in report.lines]
    words: defaultdict[int, list[Place]] = defaultdict(list)
    for place in found:
        first, last = max(0, bisect_right(starts, place.start) - 1), bisect_left(starts, place.end)
        for start in starts[first:last]:
            words[start].append(place)
    return words


def _went_on(paragraph: Paragraph, line: str) -> bool:
    """Whether a paragraph without a line of its own is the rest of the line before it, from which it was cut."""
    return "".join(paragraph.text.split()) in "".join(line.split())


def _line(text: str, start: int, here: Sequence[Place], *, is_heading: bool) -> LineItem:
    facts = {place.mark.index: place.mark for place in here if place.role == "quantity"}
    failing = distinct(finding for mark in facts.values() for finding in mark.failing)
    return LineItem(tuple(segments(text, start, here)), tuple(facts.values()), failing, is_heading=is_heading)
