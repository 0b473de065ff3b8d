"""Tables without rules, or with lines only between their rows: cells by the columns in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from service.documents.document import Place
from service.documents.form_words import han_only, is_label, numbered_labels
from service.documents.heading import bracketed_heading, is_sentence, section_of, top_heading
from service.documents.pdf.columns import Columns, joined_values
from service.documents.pdf.indicators import find_indicators, indicator_rows
from service.documents.pdf.leaves import LabelledRow, label_rows
from service.documents.pdf.lines import Segment, VisualLine
from service.documents.pdf.tables import Table, TableCell
from service.documents.signature import is_date_line, signing_agency
from service.documents.text.lines import is_value, split_loose

_LONGEST_LABEL = 45
_TELLING_VALUES = 3
_FEWEST_LABELS = 2
_FEWEST_ROWS = 2
_FEWEST_STARTS = 3
_MOST_LABEL_LINES = 4
_ALSO_WORDS = ("无", "零")
# In heights of a character.
_STACK_GAP = 0.7


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
        tables.append(table_of(indicator_rows(region.lines[found.start : found.stop], region.shifts)))
        start = found.stop
    _find_form_tables(region, region.lines[start:], rest, tables)
    return rest, tables


def _find_form_tables(region: Region, lines: Sequence[VisualLine], rest: list[VisualLine], tables: list[Table]) -> None:
    """Sort the lines into running text and the tables of the form."""
    for is_prose, group in groupby(lines, key=_is_prose):
        members = list(group)
        table = range(0) if is_prose else _without_captions(members)
        rows = _rows(members[table.start : table.stop], region)
        if rows:
            rest += [*members[: table.start], *members[table.stop :]]
            tables.append(table_of(rows))
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


def _rows(lines: Sequence[VisualLine], region: Region) -> list[list[Segment]]:
    """The rows of the table that neighbouring lines make; none where they have not what tables of the form have."""
    starts = _starts(lines)
    by_line = [
        [part for segment in line.cells(starts, region.shifts[line.page]) for part in _parts(segment)] for line in lines
    ]
    segments = [segment for row in by_line for segment in row]
    words = [segment for segment in segments if not is_value(segment.text)]
    stacked = _within_stacks(segments, words)
    values = [segment for segment in segments if is_value(segment.text) and id(segment) not in stacked]
    words += [segment for segment in segments if id(segment) in stacked]
    columns = Columns.of(values)
    telling = max((sum(is_value(segment.text) for segment in row) for row in by_line), default=0)
    if not values or not words:
        return []
    labelled, others = label_rows(words, values, columns, region.between)
    named = [row for row in labelled if row.label is not None]
    n_labels = sum(is_label(segment.text) for segment in (*others, *(row.label for row in named if row.label)))
    if n_labels < _FEWEST_LABELS or (len(named) < _FEWEST_ROWS and telling < _TELLING_VALUES):
        return []
    if len(named) < _FEWEST_ROWS:
        return _single_row(by_line, columns)
    return _labelled_rows(labelled, others, columns)


def _starts(lines: Iterable[VisualLine]) -> frozenset[int]:
    """Where several lines have cells begin, in points from the left."""
    found = Counter(round(segment.left) for line in lines for segment in line.segments())
    return frozenset(at for at, n in found.items() if n >= _FEWEST_STARTS)


def _within_stacks(segments: Iterable[Segment], words: Iterable[Segment]) -> set[int]:
    """Those that are no value but a character of a label set downwards, as 无 in 无法提供: the next one is below."""
    single = {(round(word.across), round(word.top)) for word in words if len(word.text) == 1}
    found = set()
    for segment in segments:
        if segment.text in _ALSO_WORDS:
            across, bottom, pitch = round(segment.across), round(segment.bottom), round(segment.size * _STACK_GAP)
            near = product((across - 1, across, across + 1), range(bottom - 2, bottom + pitch))
            if not single.isdisjoint(near):
                found.add(id(segment))
    return found


def _parts(segment: Segment) -> list[Segment]:
    """A segment, or its cells where they stand too close for a gap and the form tells them apart."""
    texts = split_loose(segment.text)
    if len(texts) < 2 or is_label(segment.text):
        return [segment]
    step = (segment.right - segment.left) / sum(map(len, texts))
    parts, left = [], segment.left
    for text in texts:
        right = left + step * len(text)
        _, top, _, bottom = segment.place.box
        place = Place(segment.place.page, (left, top, right, bottom))
        parts.append(replace(segment, text=text, left=left, right=right, place=place))
        left = right
    return parts


def _labelled_rows(labelled: Sequence[LabelledRow], others: Iterable[Segment], columns: Columns) -> list[list[Segment]]:
    """A row for each label with its figures, and one for each line of what else is written, from top to bottom."""
    rows = []
    for row in labelled:
        cells = columns.filled(row.values, row.label or row.values[0]) if row.label or row.values else []
        rows.append([row.label, *cells] if row.label is not None else list(row.values))
    lines = groupby(sorted(others, key=lambda segment: segment.bottom), key=lambda segment: round(segment.bottom))
    rows += [sorted(line, key=lambda segment: segment.left) for _, line in lines]
    return sorted(rows, key=lambda row: row[0].down)


def _single_row(by_line: Sequence[Sequence[Segment]], columns: Columns) -> list[list[Segment]]:
    """Rows by line; neighbouring lines of nothing but figures are one where the figures were broken for width."""
    rows: list[list[Segment]] = []
    figures: list[Segment] = []
    for row in by_line:
        if all(is_value(segment.text) for segment in row):
            figures += row
        else:
            rows.append(list(row))
    if not figures:
        return rows
    merged = joined_values(figures, columns)
    return rows + ([merged] if merged is not None else [[*row] for row in by_line if is_value(row[0].text)])


def table_of(rows: Sequence[Sequence[Segment]]) -> Table:
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
