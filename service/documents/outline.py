"""A Document → what it says about itself as an annual report: title, agency, year, sections, narrative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.documents.agency import full_name
from service.documents.bodies import with_bodies
from service.documents.chrome import is_chrome
from service.documents.document import Document, Grid, Paragraph
from service.documents.page_breaks import find_wrapped_width, repair
from service.documents.passages import find_passages
from service.documents.report import Report
from service.documents.sections import Line, find_sections
from service.documents.signature import is_date_line, signing_agency
from service.documents.spacing import close_runs, close_spaces
from service.documents.title import agency_in, find_title, join_title, year_of, year_of_text

_LONGEST_ABOVE_TITLE = 40
_SIGNATURE_LINES = 6


def read_report(document: Document) -> Report:
    """The report in ``document``; whatever it lacks is None, empty or not present."""
    lines = [line for line in _prose(document) if not is_chrome(line.text)]
    texts = [line.text for line in lines]
    title_lines = find_title(texts)
    if title_lines is not None:
        lines = _without_page_head(lines, title_lines.start)
        dropped = len(texts) - len(lines)
        texts = [line.text for line in lines]
        title_lines = range(title_lines.start - dropped, title_lines.stop - dropped)
    title = join_title(texts[title_lines.start : title_lines.stop]) if title_lines is not None else None
    text = "\n".join(texts)
    signature = _signature(texts)
    year = (year_of(title) if title is not None else None) or year_of_text(text)
    named = agency_in(title) if title is not None else None
    starts = _starts(texts)
    signed_at = starts[signature.start] if signature else len(text)
    sections = with_bodies(find_sections(document, lines, year), lines, starts, end=signed_at)
    return Report(
        document=document,
        title=title,
        agency=full_name(named, _agencies(texts, signature), text),
        year=year,
        sections=sections,
        text=text,
        lines=tuple((start, line.source) for start, line in zip(starts, lines, strict=True)),
        runs=tuple(
            replace(run, start=start + run.start)
            for start, line in zip(starts, lines, strict=True)
            for run in line.runs
        ),
        passages=find_passages(lines, starts, sections, outside={*(title_lines or ()), *signature}),
        tables=tuple(document.grids()),
        signature=(signed_at, len(text)) if signature else None,
    )


def _prose(document: Document) -> Iterator[Line]:
    """The lines of the narrative: paragraphs between two tables are repaired together, never across a table."""
    width = find_wrapped_width(tuple(document.paragraphs()))
    run: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _repaired(run, width)
            run = []
        else:
            run.append(block)
    yield from _repaired(run, width)


def _repaired(paragraphs: Sequence[Paragraph], width: float | None) -> Iterator[Line]:
    for paragraph in repair(paragraphs, wrapped_width=width):
        text = close_spaces(paragraph.text)
        if text:
            yield Line(text, paragraph.source, close_runs(paragraph.text, text, paragraph.runs))


def _without_page_head(lines: list[Line], title_start: int) -> list[Line]:
    """Without the short lines that a web page puts above the title."""
    return [line for at, line in enumerate(lines) if at >= title_start or len(line.text) > _LONGEST_ABOVE_TITLE]


def _signature(texts: Sequence[str]) -> range:
    """The lines at the end that name agency and date; empty where the report is not signed."""
    first = len(texts)
    while first > 0 and len(texts) - first < _SIGNATURE_LINES and _signs(texts[first - 1]):
        first -= 1
    return range(first, len(texts))


def _signs(text: str) -> bool:
    return is_date_line(text) or signing_agency(text) is not None


def _agencies(texts: Sequence[str], signature: range) -> list[str]:
    names = (signing_agency(texts[at]) for at in signature)
    return [name for name in names if name is not None]


def _starts(texts: Sequence[str]) -> list[int]:
    starts, offset = [], 0
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    return starts
