"""Reports → plain text and Markdown, in the shapes that copies of reports come in."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from types import MappingProxyType

from benchmarks.documents import text_rows
from benchmarks.documents.report import GeneratedReport, Sheet
from benchmarks.documents.text_pages import Pages, TextUnit, chrome, paged, with_bookmarks, with_wide_digits, wrapped
from benchmarks.documents.text_rows import RowWriter

_ENDLESS = Pages(length=10**6)


@dataclass(frozen=True, slots=True)
class Design:
    """One way to write a report as text. ``width`` is that of wrapped prose, ``level`` the sign before a heading."""

    rows: RowWriter
    encoding: str = "utf-8"
    mark: bytes = b""
    line_end: str = "\n"
    level: str = ""
    width: int | None = None
    indent: str = ""
    gaps: bool = False
    pages: Pages = _ENDLESS
    around: bool = False
    bookmarks: bool = False
    wide_digits: bool = False


def render(report: GeneratedReport, design: Design) -> bytes:
    """The report as a text file of that design; the same each time."""
    random = Random(f"{report.seed} {design.rows.__name__}")
    lines = list(paged(_units(report, design, random), design.pages, random))
    if design.around:
        before, behind = chrome(report, random)
        lines = [*before, *lines, *behind]
    text = design.line_end.join(lines) + design.line_end
    return design.mark + text.encode(design.encoding)


def _units(report: GeneratedReport, design: Design, random: Random) -> Iterator[TextUnit]:
    if not design.around:
        yield _prose((design.level and "# ") + report.title, design)
    yield from (_prose(text, design) for text in report.preamble)
    for part in report.parts:
        yield _prose(f"{design.level}{part.heading}", design)
        for piece in part.body:
            if isinstance(piece, Sheet):
                yield from _table(piece, design, random)
            else:
                yield from _paragraph(piece, design, random)
    yield from (_prose(text, design) for text in report.signature)


def _prose(text: str, design: Design) -> TextUnit:
    text = design.indent + text
    lines = [text] if design.width is None else wrapped(text, design.width)
    return TextUnit((*lines, "") if design.gaps else tuple(lines))


def _paragraph(text: str, design: Design, random: Random) -> Iterator[TextUnit]:
    """A paragraph; where pages repeat words, some are cut in two, the last words of the first part said again."""
    if not design.pages.repeat_words or len(text) < 60 or random.random() < 0.7:
        yield _prose(text, design)
        return
    at = random.randint(25, len(text) - 25)
    yield TextUnit((text[:at], "", design.pages.number.format(random.randint(2, 9)), ""))
    yield _prose(text[at - random.randint(3, 8) :], design)


def _table(sheet: Sheet, design: Design, random: Random) -> Iterator[TextUnit]:
    if design.bookmarks:
        sheet = with_bookmarks(sheet, random)
    if design.wide_digits:
        sheet = with_wide_digits(sheet)
    rows = design.rows(sheet, random)
    header = tuple(line for row in rows[: sheet.n_header_rows] for line in row)
    yield TextUnit(("",) if design.gaps or design.level else ())
    yield from (
        TextUnit(tuple(row), is_row=sheet.n_header_rows <= at < len(rows) - 1, header=header)
        for at, row in enumerate(rows)
    )
    yield TextUnit(("",) if design.gaps or design.level else ())


_NUMBERED = Pages(number="- {} -", repeat_header=True)
_DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "a cell per line": Design(text_rows.cell_lines),
        "a cell per line, bookmarks, crlf": Design(text_rows.cell_lines, line_end="\r\n", bookmarks=True),
        "a cell per line, nothing between rows": Design(text_rows.bare_cell_lines),
        "bars behind cells": Design(text_rows.closed_bars),
        "bars between cells, gbk": Design(text_rows.inner_bars, "gbk", line_end="\r\n"),
        "bars around cells, page around": Design(text_rows.outer_bars, around=True),
        "markdown": Design(text_rows.markdown, level="## ", gaps=True),
        "drawn borders": Design(text_rows.drawn_borders, "gb18030"),
        "tabs": Design(text_rows.tabs),
        "tabs, page numbers, headers repeated": Design(text_rows.tabs, gaps=True, pages=_NUMBERED),
        "tabs, form feeds, words repeated": Design(
            text_rows.tabs, pages=Pages(number="第 {} 页", feed="\f", repeat_words=True)
        ),
        "tabs, header words in two lines": Design(text_rows.tabs_with_broken_headers, gaps=True),
        "tabs copied from a page, page around": Design(text_rows.copied_tabs, around=True),
        "tabs, full-width digits, utf-16": Design(
            text_rows.tabs, "utf-16-le", codecs.BOM_UTF16_LE, "\r\n", wide_digits=True
        ),
        "spaces": Design(text_rows.spaces),
        "spaces, wrapped prose, page numbers": Design(text_rows.spaces, width=38, pages=Pages(number="{}", length=40)),
        "tabs, wrapped and indented prose": Design(text_rows.tabs, width=34, indent="\u3000\u3000"),
        "spaces in columns, marked utf-8": Design(text_rows.aligned_spaces, mark=codecs.BOM_UTF8, line_end="\r\n"),
        "spaces, labels in two lines": Design(text_rows.broken_labels, gaps=True),
        "glued digits": Design(text_rows.glued),
        "everything glued": Design(text_rows.all_glued, gaps=True),
    }
)

VARIANTS: Mapping[str, Callable[[GeneratedReport], bytes]] = MappingProxyType(
    {name: partial(render, design=design) for name, design in _DESIGNS.items()}
)
EXTENSIONS: Mapping[str, str] = MappingProxyType({name: ".md" if name == "markdown" else ".txt" for name in VARIANTS})

AMBIGUOUS: Mapping[str, Callable[[GeneratedReport], bytes]] = MappingProxyType(
    {"figures glued without regard": partial(render, design=Design(text_rows.recklessly_glued))}
)
"""Further variants, in which a right reader leaves cells open whose digits may be cut in several ways."""
