"""Tables without rules, or with lines only between their rows: cells by the columns in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from service.documents.document import Place
from service.documents.form_words import han_only, is_label, numbered_labels
from service.documents.heading import bracketed_heading, is_sentence, section_of, top_heading
from service.documents.pdf.columns import Columns, joined_values
from service.documents.pdf.leaves import Leaf, find_leaves
from service.documents.pdf.lines import Segment, VisualLine
from service.documents.pdf.tables import Table, TableCell
from service.documents.text.lines import is_value, split_loose

_LONGEST_LABEL = 45
_TELLING_VALUES = 3
_FEWEST_LABELS = 2
_FEWEST_LEAVES = 2


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
    for is_prose, group in groupby(region.lines, key=_is_prose):
        members = list(group)
        rows = [] if is_prose else _rows(members, region)
        if rows:
            tables.append(_table(rows))
        else:
            rest += members
    return rest, tables


def _is_prose(line: VisualLine) -> bool:
    """Whether a line stands in no cell: a sentence, a heading, or longer than labels are."""
    texts = [segment.text for segment in line.segments()]
    if sum(map(is_value, texts)) >= _TELLING_VALUES:
        return False
    if is_sentence(line.text) or max(map(len, texts)) > _LONGEST_LABEL:
        return True
    return _is_heading(line.text)


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
    by_line = [
        [part for segment in line.segments(region.shifts[line.page]) for part in _parts(segment)] for line in lines
    ]
    segments = [segment for row in by_line for segment in row]
    values = [segment for segment in segments if is_value(segment.text)]
    words = [segment for segment in segments if not is_value(segment.text)]
    columns = Columns.of(values)
    leaves, others = find_leaves(words, values, columns)
    n_labels = sum(is_label(segment.text) for segment in words) + sum(leaf.n_lines > 1 for leaf in leaves)
    telling = max((sum(is_value(segment.text) for segment in row) for row in by_line), default=0)
    if not values or n_labels < _FEWEST_LABELS or (len(leaves) < _FEWEST_LEAVES and telling < _TELLING_VALUES):
        return []
    if len(leaves) < _FEWEST_LEAVES:
        return _single_row(by_line, columns)
    return _labelled_rows(leaves, others, values, columns, region.between)


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


def _labelled_rows(
    leaves: Sequence[Leaf],
    others: Iterable[Segment],
    values: Sequence[Segment],
    columns: Columns,
    between: Sequence[float],
) -> list[list[Segment]]:
    """A row for each label with its figures, and one for each line of what else is written, from top to bottom."""
    owned = _owners(leaves, values, between)
    rows = []
    for leaf in leaves:
        mine = [value for value, owner in zip(values, owned, strict=True) if owner is leaf]
        rows.append([leaf.whole, *(columns.filled(mine, leaf.whole) if mine else ())])
    lines = groupby(sorted(others, key=lambda segment: segment.bottom), key=lambda segment: round(segment.bottom))
    rows += [sorted(line, key=lambda segment: segment.left) for _, line in lines]
    rows += [[value] for value, owner in zip(values, owned, strict=True) if owner is None]
    return sorted(rows, key=lambda row: row[0].down)


def _owners(leaves: Sequence[Leaf], values: Sequence[Segment], between: Sequence[float]) -> list[Leaf | None]:
    """The label beside which each figure stands: in one band between lines, else the one it is level with."""
    bands: dict[int, list[Leaf]] = {}
    for leaf in leaves:
        bands.setdefault(_band(leaf.whole, between), []).append(leaf)
    is_banded = len(bands) > len(leaves) / 2
    level = sum(leaf.is_level_with_middle(values) for leaf in leaves) >= sum(
        leaf.is_level_with_first(values) for leaf in leaves
    )
    owners: list[Leaf | None] = []
    for value in values:
        near = bands.get(_band(value, between), []) if is_banded else list(leaves)
        if not level:
            near = [leaf for leaf in near if leaf.first <= value.down + value.size / 2] or near
        best = min(near, key=lambda leaf: leaf.distance(value, to_middle=level), default=None)
        owners.append(best if best is not None and (is_banded or best.reaches(value)) else None)
    return owners


def _band(segment: Segment, between: Sequence[float]) -> int:
    return sum(at <= segment.down for at in between)


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


def _table(rows: Sequence[Sequence[Segment]]) -> Table:
    cells = [
        TableCell(at, column, segment.text, place=segment.place)
        for at, row in enumerate(rows)
        for column, segment in enumerate(row)
    ]
    page = min(segment.place.page for row in rows for segment in row)
    boxes = [segment.place.box for row in rows for segment in row if segment.place.page == page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Table(page, (min(lefts), min(tops), max(rights), max(bottoms)), (), tuple(cells))
