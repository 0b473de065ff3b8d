"""Files of lists: the ending tells the format, and a file that cannot be made leaves what was there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.errors import OutputError
from service.findings.files import findings_docx, findings_html, findings_xlsx, write_findings
from service.reading import Reading
from tests.findings.readings import checked


@pytest.mark.parametrize(("name", "begins"), [("a.html", b"<!DOCTYPE html>"), ("a.docx", b"PK"), ("a.XLSX", b"PK")])
def test_the_ending_tells_the_format(tmp_path: Path, name: str, begins: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(b"before")
    write_findings([checked()], path)
    assert path.read_bytes().startswith(begins)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.xls", "a.htm"])
def test_other_endings_are_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    readings = iter([checked()])
    with pytest.raises(OutputError, match=r"\.html、\.docx、\.xlsx"):
        write_findings(readings, tmp_path / name)
    assert len(list(readings)) == 1
    assert not list(tmp_path.iterdir())


def test_file_is_as_it_was_where_the_list_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"before")

    def readings() -> Iterator[Reading]:
        yield checked()
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_findings(readings(), path)
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


def test_one_reading_or_several_may_be_given() -> None:
    reading = checked()
    assert findings_html(reading) == findings_html([reading])
    assert len(findings_docx(iter([reading]))) > len(findings_xlsx(iter([reading]))) > 0
