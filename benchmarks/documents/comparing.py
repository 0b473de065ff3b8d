"""What the service reads in a generated file, beside what stands in it."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.documents.cases import Case
from benchmarks.documents.report import GeneratedReport
from service.documents.outline import read_report
from service.documents.reader import read_document
from service.documents.report import Report
from service.errors import DocumentError
from service.forms.cell import Cell, Form
from service.forms.recognise import recognise

_MARKUP = re.compile(r"\s|^[#*\s]+|[*\s]+$")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that was not read as it stands: what was expected, and what came."""

    cell_id: str
    expected: str | None
    found: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one file was read.

    ``narrative`` is what is wrong in title, sections and prose, ``failure`` why the file was not read at all.
    ``milliseconds`` are those of one core, spent by this process and the programs it started.
    """

    n_cells: int
    wrong: tuple[Wrong, ...]
    narrative: tuple[str, ...]
    milliseconds: float
    pages: int | None
    peak_mib: float
    failure: str | None = None


def compare(case: Case) -> Outcome:
    """Read a file and compare."""
    began = _core_time()
    try:
        report = read_report(read_document(case.data, case.name))
        form = recognise(report)
    except DocumentError as error:
        return _failed(case, f"{error.code}: {error.message}")
    except Exception as error:  # a defect of a reader is what the benchmark looks for; the other files go on
        return _failed(case, f"{type(error).__name__}: {error}")
    milliseconds = (_core_time() - began) * 1000
    return Outcome(
        n_cells=len(case.report.cells),
        wrong=tuple(_wrong_cells(case.report, form)),
        narrative=tuple(_wrong_narrative(case.report, report)),
        milliseconds=milliseconds,
        pages=report.document.pages,
        peak_mib=peak_mib(),
    )


def peak_mib() -> float:
    """Largest resident memory so far of this process, or of a program that it started, in MiB."""
    users = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(user).ru_maxrss for user in users) / 1024


def _core_time() -> float:
    """Seconds that cores spent so far; other programs on the machine do not count."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def _failed(case: Case, failure: str) -> Outcome:
    wrong = tuple(Wrong(cell_id, value, "not read", doubtful=False) for cell_id, value in case.report.cells.items())
    return Outcome(len(wrong), wrong, (failure,), 0.0, None, peak_mib(), failure)


def _wrong_cells(report: GeneratedReport, form: Form) -> Iterator[Wrong]:
    for cell_id, expected in report.cells.items():
        cell = form.cells.get(cell_id)
        if not _is_right(cell, expected):
            found = "no such cell" if cell is None else f"{cell.status} {cell.value} “{cell.raw}”"
            yield Wrong(cell_id, expected, found, doubtful=cell is not None and cell.doubtful)
    for cell_id in form.cells.keys() - report.cells.keys():
        yield Wrong(cell_id, None, "a cell that the report does not have", doubtful=False)


def _is_right(cell: Cell | None, expected: str | None) -> bool:
    """Whether a cell says what stands there; one that stands blank must be found blank, not missing."""
    if cell is None:
        return False
    if expected is None:
        return cell.value is None and cell.status in ("blank", "not_applicable")
    return cell.value == Decimal(expected)


def _wrong_narrative(expected: GeneratedReport, found: Report) -> Iterator[str]:
    if found.title is None or _bare(found.title) != _bare(expected.title):
        yield f"title: {found.title}"
    if found.agency != expected.agency:
        yield f"agency: {found.agency}"
    if found.year != expected.year:
        yield f"year: {found.year}"
    sections = [(section.number, _bare(section.title)) for section in found.sections if section.present]
    if sections != [(part.number, _bare(part.title)) for part in expected.parts]:
        yield f"sections: {sections}"
    lines = [_bare(line) for line in found.text.split("\n")]
    written = [_bare(line) for line in expected.paragraphs()]
    headings = {_bare(part.heading) for part in expected.parts}
    # The title may stand on two lines, a heading in a table.
    told = {_bare(expected.title.replace(expected.agency, "", 1)), _bare(expected.agency), *written}
    for line in written[1:]:
        if line not in lines and line not in headings:
            yield f"lost: {line}"
    for line in lines:
        if line not in told:
            yield f"strange: {line}"


def _bare(text: str) -> str:
    """A text without white space, and without what Markdown marks headings with."""
    return _MARKUP.sub("", text)
