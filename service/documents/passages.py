"""The narrative cut into passages: every paragraph together with the headings right above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from service.documents.heading import begins_item, is_heading, section_of
from service.documents.report import Passage, Section
from service.documents.sections import Line

_SAYS_SOMETHING = re.compile(r"\d|[无未零]|没有")
_MARKER = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]+|\d{4}年度?|第[一二三四五六七八九十]+)+")


def find_passages(
    lines: Sequence[Line], starts: Sequence[int], sections: Sequence[Section], *, outside: Collection[int]
) -> tuple[Passage, ...]:
    """A passage for every paragraph; lines ``outside`` (title, signature) belong to none, headings alone neither."""
    passages: list[Passage] = []
    headings: list[int] = []
    for at in range(len(lines)):
        if at in outside or (headings and _apart(lines, at)) or _begins_section(lines[at], sections):
            passages.extend(_of_headings(lines, starts, sections, headings))
            headings = []
        if at in outside:
            continue
        headings.append(at)
        if not is_heading(lines[at].text):
            passages.append(_passage(lines, starts, sections, headings))
            headings = []
    passages.extend(_of_headings(lines, starts, sections, headings))
    return tuple(passages)


def _apart(lines: Sequence[Line], at: int) -> bool:
    """Whether a table may stand between this line and the one before: their blocks do not follow each other."""
    return lines[at].source.block > lines[at - 1].source.block + 1


def _begins_section(line: Line, sections: Sequence[Section]) -> bool:
    return any(section.source == line.source for section in sections)


def _of_headings(
    lines: Sequence[Line], starts: Sequence[int], sections: Sequence[Section], headings: list[int]
) -> list[Passage]:
    """Headings with no paragraph below: a passage only where one of them says something, as 无 does."""
    says = any(_SAYS_SOMETHING.search(_MARKER.sub("", lines[at].text)) or _is_bare(lines[at].text) for at in headings)
    return [_passage(lines, starts, sections, headings)] if says else []


def _is_bare(text: str) -> bool:
    """A short line that is neither numbered nor a title: a paragraph whose full stop is missing."""
    return not begins_item(text) and section_of(text) is None and not text.endswith(("：", ":"))


def _passage(
    lines: Sequence[Line], starts: Sequence[int], sections: Sequence[Section], members: Sequence[int]
) -> Passage:
    first, last = members[0], members[-1]
    return Passage(starts[first], starts[last] + len(lines[last].text), _section_at(lines[last], sections))


def _section_at(line: Line, sections: Sequence[Section]) -> str | None:
    """The section that a line stands in: the last whose heading is not below it."""
    number: str | None = None
    begins = -1
    for section in sections:
        if section.source is not None and begins <= section.source.block <= line.source.block:
            number, begins = section.number, section.source.block
    return number
