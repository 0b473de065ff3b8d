"""What stands below the heading of each section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.documents.heading import heading_end
from service.documents.report import Section
from service.documents.sections import Line


def with_bodies(
    sections: Sequence[Section], lines: Sequence[Line], starts: Sequence[int], *, end: int
) -> tuple[Section, ...]:
    """The sections with their ``body``; the last goes to ``end``, the character where the signature begins."""
    headings = sorted(_place(section) for section in sections if section.source is not None)
    return tuple(_with_body(section, headings, lines, starts, end) for section in sections)


def _place(section: Section) -> tuple[int, int]:
    """Block and row of a heading; that of a line comes before the rows of a table."""
    if section.source is None:
        return -1, -1
    return section.source.block, -1 if section.source.row is None else section.source.row


def _with_body(
    section: Section, headings: Sequence[tuple[int, int]], lines: Sequence[Line], starts: Sequence[int], end: int
) -> Section:
    if section.source is None:
        return section
    place = _place(section)
    following = next((heading for heading in headings if heading > place), None)
    start = _start(section, lines, starts, end)
    last = end if following is None else _line_start(following[0], lines, starts, end)
    return replace(section, body=(start, max(start, min(last, end))))


def _start(section: Section, lines: Sequence[Line], starts: Sequence[int], end: int) -> int:
    for line, start in zip(lines, starts, strict=True):
        if line.source == section.source:
            behind = start + heading_end(line.text)
            return min(behind + 1, end) if behind == start + len(line.text) else behind
    assert section.source is not None
    return _line_start(section.source.block, lines, starts, end)


def _line_start(block: int, lines: Sequence[Line], starts: Sequence[int], end: int) -> int:
    """Where the first line from this block on begins."""
    later = (start for line, start in zip(lines, starts, strict=True) if line.source.block >= block)
    return next(later, end)
