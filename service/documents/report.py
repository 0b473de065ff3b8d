"""What a document says about itself as an annual report: title, agency, year, sections, and its prose.

This module holds the values; ``service.documents.outline`` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from service.documents.document import Document, Grid, Place, Run, Source

SectionKind = Literal["prose", "table"]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections of the form (国办公开办函〔2021〕30号), whether it is there or not.

    ``printed`` is the number that its heading bears, as 一, 二, …; None where it bears none. ``again`` is where the
    same number and title head a section once more. ``body`` are the characters of ``Report.text`` from behind the
    heading to the next section or the signature, None where the section is not there.
    """

    number: str
    title: str
    kind: SectionKind
    present: bool
    source: Source | None = None
    printed: str | None = None
    again: tuple[Source, ...] = ()
    body: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the narrative that is read at once: a paragraph with the short headings right above it.

    ``start`` and ``end`` are characters of ``Report.text``; ``section`` is the number of the section it stands in.
    """

    start: int
    end: int
    section: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A document understood as an annual report.

    ``text`` is all prose in reading order joined by newlines after repair of page breaks (READING: ``text``);
    ``lines`` tells for every line of it where it begins and where it stands in the document; ``runs``, in documents
    that have pages, where its characters stand (offsets of ``text``); ``signature`` are the characters of the lines
    at the end that name agency and date, None where it is not signed.
    """

    document: Document
    title: str | None
    agency: str | None
    year: int | None
    sections: tuple[Section, ...]
    text: str
    lines: tuple[tuple[int, Source], ...]
    passages: tuple[Passage, ...]
    tables: tuple[Grid, ...]
    runs: tuple[Run, ...] = ()
    signature: tuple[int, int] | None = None

    def section_text(self, number: str) -> str | None:
        """The prose below the heading of a section; None where the section, or where it begins, is not known."""
        bodies = (section.body for section in self.sections if section.number == number)
        body = next(bodies, None)
        return None if body is None else self.text[body[0] : body[1]]

    def source_at(self, offset: int) -> Source | None:
        """Where the character of ``text`` at ``offset`` stands in the document."""
        found: Source | None = None
        for start, source in self.lines:
            if start > offset:
                break
            found = source
        return found

    def source_of(self, start: int, end: int) -> Source | None:
        """Where the characters of ``text`` from ``start`` to ``end`` stand; their place is that on their first page."""
        source = self.source_at(start)
        runs = [run for run in self.runs if run.start < end and run.end > start]
        if source is None or not runs:
            return source
        page = runs[0].page
        boxes = [run.box(start, end) for run in runs if run.page == page]
        left, top, right, bottom = zip(*boxes, strict=True)
        return replace(source, place=Place(page, (min(left), min(top), max(right), max(bottom))))
