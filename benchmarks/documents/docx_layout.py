"""The ways in which a report is laid out in Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal


@dataclass(frozen=True, slots=True)
class Page:
    """A page: centimetres."""

    width: float = 21.0
    height: float = 29.7
    margin: float = 2.2


@dataclass(frozen=True, slots=True)
class Layout:
    """One way; the defaults are what most offices do."""

    page: Page = field(default_factory=Page)
    font: str = "宋体"
    size: float = 14
    """Points of the prose, ..."""
    cell_size: float = 9
    """... and of the tables."""
    title: Literal["one_line", "two_lines", "text_box"] = "one_line"
    numbering: Literal["typed", "automatic", "by_style"] = "typed"
    merges: Literal["grid_span", "python_docx", "legacy"] = "grid_span"
    vertical: Literal["direction", "stacked"] = "direction"
    """Vertical labels: by the direction of the text, or with a paragraph for each character."""
    line_ends: Literal["break", "paragraph"] = "break"
    rows_per_table: int | None = None
    """Tables cut into several, after so many rows."""
    relabel: bool = False
    """A table that was cut repeats its merged labels where it goes on."""
    repeat_header: bool = False
    rows_break: bool = True
    """Rows that may be cut by the end of a page."""
    row_height: float = 0
    """Centimetres that a row has at least."""
    borders: bool = True
    frame: bool = False
    """Everything in the cell of a table around it."""
    changes: bool = False
    """Tracked changes, not yet accepted."""
    marks: bool = False
    """Bookmarks, fields and several runs inside the cells; footnotes in the prose."""
    controls: bool = False
    """Content controls around paragraphs, rows and texts of cells."""
    heading_in_table: bool = False
    """The heading of a part as the first row of its table."""
    landscape: bool = False
    """Tables three and four on pages of their own, turned."""
    page_numbers: bool = False
    kind: Literal["docx", "docm", "dotx"] = "docx"


_WIDE = Page(margin=1.8)

LAYOUTS: Mapping[str, Layout] = {
    "plain": Layout(),
    "python_docx": Layout(merges="python_docx", font="仿宋", size=16),
    "legacy_merges": Layout(merges="legacy", page_numbers=True),
    "two_line_title": Layout(title="two_lines", size=15, page_numbers=True),
    "auto_numbered": Layout(numbering="automatic"),
    "numbered_style": Layout(numbering="by_style", title="two_lines"),
    "stacked_labels": Layout(vertical="stacked", line_ends="paragraph"),
    "paragraphs_in_cells": Layout(line_ends="paragraph", cell_size=10.5, page=_WIDE),
    "cut_tables": Layout(rows_per_table=9),
    "cut_relabelled": Layout(rows_per_table=12, relabel=True, repeat_header=True),
    "repeated_header": Layout(repeat_header=True, rows_break=False, page_numbers=True),
    "borderless": Layout(borders=False),
    "framed": Layout(frame=True),
    "text_box": Layout(title="text_box"),
    "tracked": Layout(changes=True),
    "tracked_numbered": Layout(changes=True, numbering="automatic", controls=True),
    "marks": Layout(marks=True),
    "controls": Layout(controls=True),
    "heading_in_table": Layout(heading_in_table=True),
    "landscape": Layout(landscape=True, page_numbers=True),
    "macros": Layout(kind="docm", marks=True, numbering="by_style"),
    "template": Layout(kind="dotx", controls=True),
}


# A font that is there: where a font is replaced character by character, LibreOffice sets some of them over others.
_printed = partial(Layout, font="Noto Sans CJK SC")

PRINTED: Mapping[str, Layout] = {
    "a4": _printed(page_numbers=True),
    "narrow margins": _printed(page=Page(margin=1.5), size=12, cell_size=8),
    "large type, header repeated": _printed(
        size=16, cell_size=12, repeat_header=True, page_numbers=True, row_height=0.9
    ),
    "large type, rows whole": _printed(size=16, cell_size=11, rows_break=False),
    "rows whole, header repeated": _printed(
        rows_break=False, repeat_header=True, cell_size=10.5, page=_WIDE, row_height=0.8
    ),
    "b5": _printed(
        rows_break=False, page=Page(17.6, 25.0, 1.6), size=12, cell_size=8, page_numbers=True, row_height=0.7
    ),
    "turned": _printed(page=Page(29.7, 21.0, 2.5), cell_size=10.5, repeat_header=True, row_height=0.8),
    "tables turned": _printed(landscape=True, page_numbers=True, title="two_lines"),
    "a3": _printed(page=Page(29.7, 42.0, 3.0), size=16, cell_size=12),
    "stacked labels": _printed(vertical="stacked", line_ends="paragraph", rows_break=False, row_height=0.75),
    "numbered headings": _printed(numbering="automatic", title="text_box", page_numbers=True, row_height=1),
    "cut tables": _printed(rows_per_table=9, page_numbers=True),
    "framed": _printed(frame=True, cell_size=8, size=12),
    "headings in tables": _printed(heading_in_table=True, page_numbers=True),
    "borderless": _printed(borders=False, page_numbers=True),
    "borderless, header repeated": _printed(borders=False, repeat_header=True, rows_break=False, row_height=0.8),
}
