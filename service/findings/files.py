"""Lists of findings as files: HTML, DOCX or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from service.errors import OutputError
from service.findings.listing import Listing, listing
from service.findings.page import findings_page
from service.findings.replacing import replaced
from service.findings.verdicts import NO_VERDICTS, Verdicts
from service.findings.word_document import word_document
from service.findings.workbook import Unread, findings_workbook
from service.reading import Reading
from service.reconcile.rule_set import RuleSet

SUFFIXES = (".html", ".docx", ".xlsx")


def write_findings(
    readings: Iterable[Reading],
    path: Path,
    *,
    verdicts: Verdicts = NO_VERDICTS,
    unread: Unread = (),
    rules: RuleSet | None = None,
) -> None:
    """Write the lists of these readings in the format that the name of the file ends in.

    ``unread`` are the files that could not be read, which the workbook lists; ``rules`` are those that the readings
    were checked by (``ReportReader.rules``). Raises OutputError for any other ending, OSError where the file cannot be
    written; then what stood there is as it was.
    """
    check_suffix(path)
    match path.suffix.lower():
        case ".html":
            data = findings_html(readings, verdicts=verdicts, rules=rules).encode("utf-8", "xmlcharrefreplace")
        case ".docx":
            data = findings_docx(readings, verdicts=verdicts, rules=rules)
        case _:
            data = findings_xlsx(readings, verdicts=verdicts, unread=unread, rules=rules)
    replaced(path, data)


def check_suffix(path: Path) -> None:
    """Raise OutputError where no list is written to a file of this name; to be asked before reports are read."""
    if path.suffix.lower() not in SUFFIXES:
        raise OutputError(f"清单只能输出为 {'、'.join(SUFFIXES)} 文件，不能输出为“{path.name}”。")


def findings_html(
    readings: Reading | Iterable[Reading],
    *,
    verdicts: Verdicts = NO_VERDICTS,
    rules: RuleSet | None = None,
) -> str:
    """One HTML page with the list of a reading, or those of several."""
    return findings_page(list(_listings(readings, verdicts, rules)))


def findings_docx(
    readings: Reading | Iterable[Reading],
    *,
    verdicts: Verdicts = NO_VERDICTS,
    rules: RuleSet | None = None,
) -> bytes:
    """One Word document with the list of a reading, or those of several, each on a page of its own."""
    return word_document(_listings(readings, verdicts, rules))


def findings_xlsx(
    readings: Reading | Iterable[Reading],
    *,
    verdicts: Verdicts = NO_VERDICTS,
    unread: Unread = (),
    rules: RuleSet | None = None,
) -> bytes:
    """A workbook with one row a finding; readings may come one by one, none is kept."""
    return findings_workbook(_listings(readings, verdicts, rules), unread=unread)


def _listings(readings: Reading | Iterable[Reading], verdicts: Verdicts, rules: RuleSet | None) -> Iterator[Listing]:
    several = (readings,) if isinstance(readings, Reading) else readings
    return (listing(reading, verdicts, rules=rules) for reading in several)
