"""Files and folders → readings, one after the other; a file that cannot be read spoils none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import DocumentError
from service.reading import Reading, ReportReader

SUFFIXES = (".docx", ".txt", ".md")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: a reading or the error in its place."""

    path: Path
    reading: Reading | None
    error: DocumentError | None


def report_files(paths: Iterable[Path]) -> list[Path]:
    """Files as given; in place of a folder the reports in it and below it, sorted, hidden files and locks left out."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
            files += sorted(file for file in inside if not file.name.startswith((".", "~$")))
        else:
            files.append(path)
    return files


def read_files(files: Iterable[Path], reader: ReportReader) -> Iterator[Outcome]:
    """Read each file. Raises OSError where one cannot be opened."""
    for path in files:
        try:
            yield Outcome(path, reader.read(path.read_bytes(), path.name), None)
        except DocumentError as error:
            yield Outcome(path, None, error)
