"""Files, folders and archives → readings, one after the other; what cannot be read spoils none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.batch.archives import n_reports_in, reports_in
from service.batch.names import is_report, may_be_archive
from service.documents.detection import is_archive
from service.documents.limits import DEFAULT_LIMITS, Limits
from service.errors import DocumentError
from service.reading import Reading, ReportReader


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report: a reading or the error in its place. In archives the name is the way to it."""

    name: str
    reading: Reading | None
    error: DocumentError | None


def report_files(paths: Iterable[Path]) -> list[Path]:
    """Files as given; in place of a folder the reports in it and below it, sorted, hidden files and locks left out."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if is_report(file.relative_to(path)))
            files += sorted(file for file in inside if file.is_file())
        else:
            files.append(path)
    return files


def n_reports(files: Iterable[Path]) -> int:
    """How many reports there are, those in archives counted one by one."""
    return sum(n_reports_in(path) if may_be_archive(path.name) else 1 for path in files)


def read_files(files: Iterable[Path], reader: ReportReader, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Outcome]:
    """Read each file, and each report in a ZIP file. Raises OSError where one cannot be opened."""
    for path in files:
        holds_many = holds_reports(path.name, path.stat().st_size, path.read_bytes, limits)
        yield from (_read_archive if holds_many else _read_file)(path, reader, limits)


def holds_reports(name: str, size: int, read: Callable[[], bytes], limits: Limits) -> bool:
    """Whether a file is an archive: by its name, unless it is a document (of the size of documents) under that name."""
    return may_be_archive(name) and (size > limits.max_bytes or is_archive(read(), name))


def _read_file(path: Path, reader: ReportReader, limits: Limits) -> Iterator[Outcome]:
    try:
        limits.check_size(path.stat().st_size, path.name)
    except DocumentError as error:
        yield Outcome(path.name, None, error)
    else:
        yield _read(path.read_bytes(), path.name, reader)


def _read_archive(path: Path, reader: ReportReader, limits: Limits) -> Iterator[Outcome]:
    try:
        for member in reports_in(path, max_bytes=limits.max_bytes):
            name = f"{path.name}/{member.name}"
            if isinstance(member.content, bytes):
                yield _read(member.content, name, reader)
            else:
                yield Outcome(name, None, member.content)
    except DocumentError as error:
        yield Outcome(path.name, None, error)


def _read(data: bytes, name: str, reader: ReportReader) -> Outcome:
    try:
        return Outcome(name, reader.read(data, name), None)
    except DocumentError as error:
        return Outcome(name, None, error)
