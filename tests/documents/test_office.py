"""Documents that LibreOffice opens are read as the DOCX that it makes of them; without it the error says what to install."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document as WordDocument

from service.documents import office
from service.documents.document import Grid, Paragraph
from service.documents.reader import read_document
from service.errors import ConversionFailed, ProgramMissing, ReadingTimedOut

TITLE = "云泽县教育局2023年政府信息公开工作年度报告"


@pytest.fixture(scope="session")
def soffice() -> str:
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    return program


@pytest.fixture(scope="session")
def docx() -> bytes:
    document = WordDocument()
    document.add_paragraph(TITLE)
    document.add_paragraph("一、总体情况")
    table = document.add_table(rows=2, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "信息内容"
    for column, text in enumerate(("规章", "1", "12")):
        table.cell(1, column).text = text
    # LibreOffice loses the borders of a table with which a .doc ends.
    document.add_paragraph("二〇二四年一月")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.fixture(scope="session")
def other_formats(soffice: str, docx: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "report.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for extension in ("doc", "rtf", "odt"):
        command = [soffice, profile, "--headless", "--convert-to", extension, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "report.docx")], capture_output=True, timeout=120, check=True)
    return {extension: (folder / f"report.{extension}").read_bytes() for extension in ("doc", "rtf", "odt")}


@pytest.mark.parametrize("extension", ["doc", "rtf", "odt"])
def test_text_and_merged_cells_survive(other_formats: dict[str, bytes], extension: str) -> None:
    document = read_document(other_formats[extension], f"报告.{extension}")
    assert document.format == extension
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == [TITLE, "一、总体情况", "二〇二四年一月"]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [(c.row, c.column, c.column_span, c.text) for c in sorted(grid.cells, key=lambda c: (c.row, c.column))] == [
        (0, 0, 2, "信息内容"),
        (0, 2, 1, ""),
        (1, 0, 1, "规章"),
        (1, 1, 1, "1"),
        (1, 2, 1, "12"),
    ]


def test_a_wps_file_is_a_word_file_inside(other_formats: dict[str, bytes]) -> None:
    assert read_document(other_formats["doc"], "报告.wps").format == "doc"


def test_a_cut_file_is_refused_or_read_in_part(other_formats: dict[str, bytes]) -> None:
    with pytest.raises(ConversionFailed):
        office.converted(other_formats["doc"][:2000])


def test_without_the_program_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(ProgramMissing, match="libreoffice-writer-nogui"):
        office.read_office(b"{\\rtf1 x}")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs Linux")
def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    # The shell goes on without waiting, as the real one does: its child carries the profile in its command line.
    program.write_text('#!/bin/sh\npython3 -c "import time; time.sleep(300)" "$1" &\nwait\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "_program", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 2)
    with pytest.raises(ReadingTimedOut):
        office.converted(b"{\\rtf1 x}")
    running = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline"))
    assert not any(b"nianbao-office-" in line and b"sleep(300)" in line for line in _readable(running))


def _readable(lines: object) -> list[bytes]:
    found = []
    iterator = iter(lines)  # type: ignore[call-overload]
    while True:
        try:
            found.append(next(iterator))
        except OSError:
            continue
        except StopIteration:
            return found
