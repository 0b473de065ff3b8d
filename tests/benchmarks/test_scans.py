"""Scans of a small PDF: as many pages, as large, as grey and as crooked as their names say."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from benchmarks.documents.scans import EXTENSIONS, VARIANTS

A5 = (420, 595)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two small pages with some strokes."""
    pages = [Image.new("RGB", A5, "white") for _ in range(2)]
    for page in pages:
        draw = ImageDraw.Draw(page)
        for top in range(100, 500, 20):
            draw.line((60, top, 360, top), fill="black", width=2)
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    return buffer.getvalue()


def pages_of(data: bytes, extension: str) -> list[Image.Image]:
    if extension == ".pdf":
        document = pypdfium2.PdfDocument(data)
        assert not any(page.get_textpage().count_chars() for page in document)
        return [page.render(scale=1).to_pil() for page in document]
    image = Image.open(BytesIO(data))
    pages = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        pages.append(image.copy())
    return pages


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_page_is_there_and_the_same_each_time(variant: str, pdf: bytes) -> None:
    scan = VARIANTS[variant](pdf, 7)
    assert scan == VARIANTS[variant](pdf, 7)
    pages = pages_of(scan, EXTENSIONS[variant])
    stacked = EXTENSIONS[variant] in (".png", ".jpg")
    assert len(pages) == (1 if stacked else 2)
    assert all(round(page.height / page.width, 2) == round((2 if stacked else 1) * A5[1] / A5[0], 2) for page in pages)
    assert all(np.asarray(page.convert("L")).min() < 130 for page in pages)


@pytest.mark.parametrize(("variant", "dpi"), [("clean, 300 dpi, tiff", 300), ("clean, 200 dpi, png", 200)])
def test_resolution_is_that_of_the_name(variant: str, dpi: int, pdf: bytes) -> None:
    page = pages_of(VARIANTS[variant](pdf, 1), EXTENSIONS[variant])[0]
    assert abs(page.width - A5[0] * dpi / 72) <= 1
    assert page.info["dpi"][0] == pytest.approx(dpi, abs=1)


@pytest.mark.parametrize("variant", ["tilted, 200 dpi, tiff", "office scanner, 200 dpi, pdf", "noise, 200 dpi, jpg"])
def test_another_seed_gives_another_scan(variant: str, pdf: bytes) -> None:
    assert VARIANTS[variant](pdf, 1) != VARIANTS[variant](pdf, 2)


def test_seal_is_red_and_on_the_last_page_only(pdf: bytes) -> None:
    first, last = pages_of(VARIANTS["red seal, 300 dpi, pdf"](pdf, 1), ".pdf")
    assert n_red(last) > 500
    assert n_red(first) == 0


def n_red(page: Image.Image) -> int:
    colours = np.asarray(page.convert("RGB")).astype(int)
    return int(((colours[..., 0] - colours[..., 1]) > 80).sum())


def test_tilted_lines_are_not_level(pdf: bytes) -> None:
    page = np.asarray(pages_of(VARIANTS["tilted, 200 dpi, tiff"](pdf, 1), ".tiff")[0].convert("L"))
    left, right = (page[:, round(page.shape[1] * share)] for share in (0.2, 0.8))
    assert abs(int(np.argmax(left < 128)) - int(np.argmax(right < 128))) > 2
