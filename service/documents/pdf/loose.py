"""Tables without rules, or with lines only between their rows: cells by the columns in which they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.documents.form_words import han_only, is_label, numbered_labels
from service.documents.heading import bracketed_heading, is_sentence, section_of, top_heading
from service.documents.pdf.form_tables import form_rows
from service.documents.pdf.indicators import find_indicators, indicator_rows
from service.documents.pdf.lines import Segment, VisualLine
from service.documents.pdf.tables import Table, TableCell
from service.documents.signature import is_date_line, signing_agency
from service.documents.text.lines import is_value

_LONGEST_LABEL = 45
_TELLING_VALUES = 3
_MOST_LABEL_LINES = 4


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that no table with rules parts; they may reach over several pages.

    ``shifts`` is by how much the lines of a page are to be moved down to stand under those of the page before;
    ``between`` are the heights of lines drawn along the pages, moved alike.
    """

    lines: tuple[VisualLine, ...]
    shifts: Mapping[int, float]
    between: tuple[float, ...]


def find_loose_tables(region: Region) -> tuple[list[VisualLine], list[Table]]:
    """The lines of running text, and the tables that the others make."""
    rest: list[VisualLine] = []
    tables: list[Table] = []
    start = 0
    for found in find_indicators(region.lines):
        _find_form_tables(region, region.lines[start : found.start], rest, tables)
        tables.append(_table(indicator_rows(region.lines[found.start : found.stop], region.shifts)))
        start = found.stop
    _find_form_tables(region, region.lines[start:], rest, tables)
    return rest, tables


def _find_form_tables(region: Region, lines: Sequence[VisualLine], rest: list[VisualLine], tables: list[Table]) -> None:
    """Sort the lines into running text and the tables of the form."""
    for is_prose, group in groupby(lines, key=_is_prose):
        members = list(group)
        table = range(0) if is_prose else _without_captions(members)
        rows = form_rows(members[table.start : table.stop], region.shifts, region.between)
        if rows:
            rest += [*members[: table.start], *members[table.stop :]]
            tables.append(_table(rows))
        else:
            rest += members


def _without_captions(lines: Sequence[VisualLine]) -> range:
    """The lines without those above the first label, such as the table's title, and a signature below the last."""
    texts = [[segment.text for segment in line.segments()] for line in lines]
    begins = (at for at, cells in enumerate(texts) if len(cells) > 1 or is_value(cells[0]) or _is_named(texts, at))
    first, last = next(begins, len(lines)), len(lines)
    while last > first and len(texts[last - 1]) == 1 and _signs(texts[last - 1][0]):
        last -= 1
    return range(first, last)


def _is_named(texts: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a label of the form begins at a line, which may be broken over a few."""
    following = ["".join(cells[0] for cells in texts[at:end]) for end in range(at + 1, at + _MOST_LABEL_LINES + 1)]
    return any(map(is_label, following))


def _signs(text: str) -> bool:
    return is_date_line(text) or (signing_agency(text) is not None and not is_label(text))


def _is_prose(line: VisualLine) -> bool:
    """Whether a line stands in no cell: a sentence, a heading, or longer than labels are."""
    texts = [segment.text for segment in line.segments()]
    if sum(map(is_value, texts)) >= _TELLING_VALUES:
        return False
    if is_sentence(line.text) or max(map(len, texts)) > _LONGEST_LABEL:
        return True
    return len(texts) == 1 and _is_heading(line.text)


def _is_heading(text: str) -> bool:
    """Whether a line heads a section; the first line of a label with a number does not."""
    if section_of(text) is not None or bracketed_heading(text) is not None:
        return True
    heading = top_heading(text)
    if heading is None or heading.style == "digit" or heading.title[0] in "（(":
        return False
    return not any(known.startswith(han_only(heading.title)[:3]) for known in numbered_labels())


def _table(rows: Sequence[Sequence[Segment]]) -> Table:
    """The rows as a table, which stands on the page on which it begins."""
    cells = [
        TableCell(at, column, segment.text, place=segment.place)
        for at, row in enumerate(rows)
        for column, segment in enumerate(row)
    ]
    page = min(segment.place.page for row in rows for segment in row)
    boxes = [segment.place.box for row in rows for segment in row if segment.place.page == page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Table(page, (min(lefts), min(tops), max(rights), max(bottoms)), (), tuple(cells))
