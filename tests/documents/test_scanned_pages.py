"""PDFs with pages that are pictures: recognised where Tesseract is installed, told where it is not."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from service.documents.reader import read_document
from service.errors import ProgramMissing
from tests.hostile import packages


def scan() -> bytes:
    """A PDF of one page, a picture of a number in large digits."""
    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).text((200, 300), "2023 2024 2025", fill=0, font_size=90)
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=150)
    return stream.getvalue()


def joined(*files: bytes) -> bytes:
    """The pages of PDF files in one."""
    whole = pypdfium2.PdfDocument.new()
    for file in files:
        whole.import_pages(pypdfium2.PdfDocument(file))
    stream = io.BytesIO()
    whole.save(stream)
    return stream.getvalue()


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def tesseract() -> None:
    if shutil.which("tesseract") is None:
        if os.environ.get("CI"):
            pytest.fail("tesseract must be installed where CI is set")
        pytest.skip("tesseract is not installed")


@pytest.mark.usefixtures("tesseract")
def test_pages_that_are_pictures_are_recognised() -> None:
    document = read_document(joined(packages.pdf(), scan()), "report.pdf")
    assert (document.format, document.pages) == ("pdf", 2)
    assert "2023 2024 2025" in [paragraph.text for paragraph in document.paragraphs()]
    assert [problem.code for problem in document.problems] == ["document.recognised"]


@pytest.mark.usefixtures("without_programs")
def test_a_scan_without_tesseract_says_what_to_install() -> None:
    with pytest.raises(ProgramMissing, match="apt install tesseract-ocr"):
        read_document(scan(), "report.pdf")


@pytest.mark.usefixtures("without_programs")
def test_pages_with_text_are_read_without_tesseract() -> None:
    document = read_document(joined(packages.pdf(), scan()), "report.pdf")
    assert [paragraph.text for paragraph in document.paragraphs()] == ["Annual report 2023"]
    assert [problem.code for problem in document.problems] == ["document.no_text"]
