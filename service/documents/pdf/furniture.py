"""What stands on every page and belongs to none: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from service.documents.debris import is_page_number
from service.documents.form_words import is_label
from service.documents.pdf.lines import SEPARATION, VisualLine
from service.documents.pdf.tables import Table

# The parts of a page where furniture stands, and how many lines of it there may be at each end.
_HEAD, _FOOT = 0.14, 0.14
_NUMBER_HEAD, _NUMBER_FOOT = 0.09, 0.88
_MOST_LINES = 3
_SAME_HEIGHT = 4.0
_FEWEST_PAGES = 2
_FULL = 0.97
_FEWEST_LABELS = 2
_TITLE_ENDS = ("报告", "年报")
_LATEST_TITLE = 6
_SMALLER = 0.9
_NARROWEST_TEXT = 0.5
_SHARE_OF_PAGES = 0.3
_WORDS = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
# Marks of sentences: no running head has them, while lines of text may stand alike at the top of two pages.
_SENTENCE = re.compile(r"[，。；！？]")


class Sheet(Protocol):
    """A page: its lines outside tables from top to bottom, and its tables."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def lines(self) -> Sequence[VisualLine]: ...
    @property
    def tables(self) -> Sequence[Table]: ...


def without_furniture(sheets: Sequence[Sheet]) -> list[list[VisualLine]]:
    """The lines of each page that are its text: those repeated at one place of many pages and page numbers dropped."""
    widest = max((line.right - line.left for sheet in sheets for line in sheet.lines), default=0.0)
    widest = max(widest, max((sheet.width for sheet in sheets), default=0.0) * _NARROWEST_TEXT)
    candidates = [[line for line in _at_ends(sheet) if not _is_text(line, widest)] for sheet in sheets]
    pages_of: Counter[tuple[str, int]] = Counter()
    for lines in candidates:
        pages_of.update({key for line in lines for key in _keys(line)})
    n_written = sum(bool(sheet.lines or sheet.tables) for sheet in sheets)
    enough = max(_FEWEST_PAGES, n_written * _SHARE_OF_PAGES)
    kept = []
    for sheet, lines in zip(sheets, candidates, strict=True):
        repeated = [line for line in lines if any(pages_of[key] >= enough for key in _keys(line))]
        heads = [line for line in sheet.lines[:1] if _is_short_title(line, sheet, sheets[0].lines)]
        dropped = {id(line) for line in (*repeated, *heads, *_page_numbers(sheet, repeated))}
        kept.append([line for line in sheet.lines if id(line) not in dropped])
    return kept


def _at_ends(sheet: Sheet) -> list[VisualLine]:
    """The first and last lines of a page that stand in its margins, no table beyond them."""
    first = min((table.box[1] for table in sheet.tables), default=sheet.height)
    last = max((table.box[3] for table in sheet.tables), default=0.0)
    head = [line for line in sheet.lines[:_MOST_LINES] if line.bottom <= min(sheet.height * _HEAD, first + line.size)]
    foot = [
        line
        for line in sheet.lines[-_MOST_LINES:]
        if line.top >= max(sheet.height * (1 - _FOOT), last - line.size) and line not in head
    ]
    return head + foot


def _is_text(line: VisualLine, widest: float) -> bool:
    """Whether a line is running text or a row of a table, though it may stand alike on several pages."""
    cells = [segment.text for segment in line.segments()]
    n_labels = sum(map(is_label, cells))
    if not _WORDS.search(line.text) or n_labels == len(cells) or n_labels >= _FEWEST_LABELS:
        return True
    full = line.right - line.left > _FULL * widest and SEPARATION not in line.text
    return full or _SENTENCE.search(line.text) is not None


def _is_short_title(line: VisualLine, sheet: Sheet, first: Sequence[VisualLine]) -> bool:
    """Whether a page, perhaps the only one, is headed by words of the title, set smaller than the title itself."""
    if line.bottom > sheet.height * _NUMBER_HEAD or not line.text.endswith(_TITLE_ENDS):
        return False
    return any(line.text in title.text and line.size < _SMALLER * title.size for title in first[:_LATEST_TITLE])


def _page_numbers(sheet: Sheet, repeated: Sequence[VisualLine]) -> Iterator[VisualLine]:
    """The outermost line at either end of a page where it is the page's number; further in it may be a figure."""
    for lines in (sheet.lines, sheet.lines[::-1]):
        for outer in lines[:_MOST_LINES]:
            if is_page_number(outer.text) and _is_in_margin(outer, sheet):
                yield outer
            if not any(outer is other for other in repeated) or _DIGITS.search(outer.text):
                break


def _keys(line: VisualLine) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a line is known by on other pages: its words, numbers left open, and its height, rounded either way."""
    words = _DIGITS.sub("#", "".join(line.text.split()))
    at = line.bottom / _SAME_HEIGHT
    return (words, int(at)), (words, -int(at + 0.5))


def _is_in_margin(line: VisualLine, sheet: Sheet) -> bool:
    """Whether a line stands where pages have their number; nearer to the text it may be a figure of a table."""
    return line.bottom <= sheet.height * _NUMBER_HEAD or line.top >= sheet.height * _NUMBER_FOOT
