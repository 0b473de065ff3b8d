"""Which of the form's sections a report has, and where each begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.documents.document import Document, Grid, Run, Source
from service.documents.form_words import FormSection, form_sections, han_only, numbered_labels
from service.documents.heading import TopHeading, bracketed_heading, run_in_heading, section_of, top_heading
from service.documents.report import Section

_FIRST_YEAR_OF_FORM = 2019
_FEWEST_OF_FORM = 4
_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# 六、其他需要报告的事项 无: the answer stands in the line of the heading.
_NONE = "无"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the repaired text and where it came from; ``runs`` count the line's characters."""

    text: str
    source: Source
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may head a section; ``form`` is the section of the form whose title it carries."""

    heading: TopHeading | None
    title: str
    form: FormSection | None
    source: Source


def find_sections(document: Document, lines: Sequence[Line], year: int | None) -> tuple[Section, ...]:
    """The six sections of the form, present or not; for a report of an older layout its own headings."""
    candidates = _of_one_style(sorted(_candidates(document, lines), key=lambda candidate: _place(candidate.source)))
    matched = _first_of_each(candidates) or _first_of_each(list(_bracketed(lines)))
    own = _own_headings(candidates)
    foreign = sum(candidate.form is None for candidate in own)
    older = year is not None and year < _FIRST_YEAR_OF_FORM
    if len(own) >= 2 and (older or (len(matched) < _FEWEST_OF_FORM and foreign >= 2)):
        return tuple(_own_section(candidate) for candidate in own)
    return tuple(_form_section(section, matched.get(section.number), candidates) for section in form_sections())


def _place(source: Source) -> tuple[int, int]:
    return source.block, -1 if source.row is None else source.row


def _candidates(document: Document, lines: Sequence[Line]) -> Iterator[_Candidate]:
    for line in lines:
        yield from _candidate(line.text, line.source)
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from _candidates_in(block)


def _candidates_in(grid: Grid) -> Iterator[_Candidate]:
    """Headings that stand in a row of a table, as its first rows or anywhere alone in their row."""
    for row in grid.rows():
        words = [cell for cell in row if cell.text]
        if len(words) == 1 and section_of(words[0].text) is not None:
            yield from _candidate(words[0].text, Source(grid.source.block, words[0].row, words[0].column))


def _candidate(text: str, source: Source) -> Iterator[_Candidate]:
    if han_only(text) in numbered_labels():
        return
    heading = top_heading(text) or run_in_heading(text)
    form = section_of(text) if heading is None else _form_of(heading)
    if heading is not None or form is not None:
        title = heading.title if heading is not None else re.sub(r"\s", "", text)
        if form is not None and title == form.title + _NONE:
            title = form.title
        yield _Candidate(heading, title, form, source)


def _bracketed(lines: Sequence[Line]) -> Iterator[_Candidate]:
    """Headings numbered （一） to （六）, for a report that has no others."""
    for line in lines:
        heading = bracketed_heading(line.text)
        if heading is not None:
            yield _Candidate(heading, heading.title, _form_of(heading), line.source)


def _form_of(heading: TopHeading) -> FormSection | None:
    return next((section for section in form_sections() if section.pattern.search(heading.title)), None)


def _of_one_style(candidates: list[_Candidate]) -> list[_Candidate]:
    """Only headings numbered in the way that most sections are: 一、 or 第一部分 or 1、; and unnumbered titles."""
    styles = Counter(candidate.heading.style for candidate in candidates if candidate.heading and candidate.form)
    if not styles:
        styles = Counter(candidate.heading.style for candidate in candidates if candidate.heading)
    style = max(styles, key=lambda style: (styles[style], style == "han"), default=None)
    return [candidate for candidate in candidates if candidate.heading is None or candidate.heading.style == style]


def _first_of_each(candidates: Sequence[_Candidate]) -> dict[str, _Candidate]:
    """Number of the form → its heading: a numbered one before a bare title, and none of a list of contents."""
    ranked: dict[str, tuple[int, _Candidate]] = {}
    for before, candidate, after in zip([None, *candidates], candidates, [*candidates[1:], None], strict=False):
        if candidate.form is None:
            continue
        listed = _is_listed(before, candidate) or _is_listed(candidate, after)
        rank = 0 if listed else 1 if candidate.heading is None else 2
        # Where a list of contents ends right above the first heading, both look listed, and the later is the heading.
        if rank > ranked.get(candidate.form.number, (-1,))[0] - (rank == 0):
            ranked[candidate.form.number] = (rank, candidate)
    return {number: candidate for number, (_, candidate) in ranked.items()}


def _is_listed(candidate: _Candidate | None, after: _Candidate | None) -> bool:
    """Whether two headings of different sections follow each other with nothing between, as in a list of contents."""
    if candidate is None or after is None or candidate.form is None or after.form is None:
        return False
    follows = after.source.block == candidate.source.block + 1 and candidate.source.row is None
    return follows and after.form is not candidate.form


def _own_headings(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Numbered headings whose numbers run on: 一, 二, 三, …; a list inside a section begins again at 一."""
    own: list[_Candidate] = []
    for candidate in candidates:
        numbered = candidate.heading is not None and candidate.source.row is None
        if numbered and len(own) < len(_NUMBERS) and _number(candidate) == _NUMBERS[len(own)]:
            own.append(candidate)
    return own


def _number(candidate: _Candidate) -> str:
    return candidate.heading.number if candidate.heading is not None else ""


def _own_section(candidate: _Candidate) -> Section:
    kind = candidate.form.kind if candidate.form is not None else "prose"
    number = _number(candidate)
    return Section(number, candidate.title, kind, present=True, source=candidate.source, printed=number)


def _form_section(section: FormSection, found: _Candidate | None, candidates: Sequence[_Candidate]) -> Section:
    if found is None:
        return Section(section.number, section.title, section.kind, present=False)
    return Section(
        section.number,
        found.title,
        section.kind,
        present=True,
        source=found.source,
        printed=_number(found) or None,
        again=tuple(_again(found, candidates)),
    )


def _again(found: _Candidate, candidates: Sequence[_Candidate]) -> Iterator[Source]:
    """Where the same heading, number and all, heads something once more; a list of contents above does not."""
    for candidate, after in zip(candidates, [*candidates[1:], None], strict=False):
        same = candidate.heading is not None and candidate.heading == found.heading
        if same and _place(candidate.source) > _place(found.source) and not _is_listed(candidate, after):
            yield candidate.source
