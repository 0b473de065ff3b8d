"""Prose broken into lines of one width, where paragraphs begin with an indent: the rest of each belongs to it."""

from __future__ import annotations

import re

from service.documents.heading import section_of, top_heading
from service.documents.signature import is_date_line, signing_agency
from service.documents.text.lines import Line
from service.documents.width import han_width

_INDENT = re.compile(r"\u3000{1,4}\S| {2,8}\S")
_FEWEST_INDENTED = 4
_FEWEST_FULL = 4
_SLACK = 2.5
_SHORTEST = 15


def wrapped_width(lines: list[Line]) -> float | None:
    """The width of the lines of a file whose paragraphs are indented and wrapped; None for any other file."""
    prose = [line for line in lines if line.look == "plain"]
    if sum(_is_indented(line) for line in prose) < _FEWEST_INDENTED:
        return None
    followed = [
        han_width(line.text)
        for line, after in zip(lines, lines[1:], strict=False)
        if line.look == "plain" and after.look == "plain" and not _is_indented(after)
    ]
    width = max(followed, default=0)
    full = sum(width - each <= _SLACK for each in followed)
    return width if width >= _SHORTEST and full >= max(_FEWEST_FULL, len(followed) // 2) else None


def goes_on(lines: list[Line], at: int, width: float) -> bool:
    """Whether line ``at`` goes on with the paragraph of the line above, which is full."""
    if at == 0 or lines[at - 1].look != "plain" or _is_indented(lines[at]):
        return False
    text = lines[at].text.strip()
    stands_alone = section_of(text) or top_heading(text) or is_date_line(text) or signing_agency(text)
    return han_width(lines[at - 1].text) >= width - _SLACK and not stands_alone


def _is_indented(line: Line) -> bool:
    return _INDENT.match(line.text) is not None
