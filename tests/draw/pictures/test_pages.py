"""Pages of PDFs and scans as pictures."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from service.documents.document import Document, Format
from service.draw.pictures.pages import PIXELS_A_POINT, PagePicture, page_pictures
from service.errors import DamagedDocument
from tests.draw.builders import make_pdf


def document(format_: Format) -> Document:
    return Document(name="report", format=format_, sha256="0" * 64, blocks=())


def make_png(width: int, height: int, dpi: int) -> bytes:
    data = io.BytesIO()
    Image.new("L", (width, height), 255).save(data, "PNG", dpi=(dpi, dpi))
    return data.getvalue()


@pytest.mark.parametrize(
    ("format_", "data", "n_pages", "size", "scale"),
    [
        ("pdf", make_pdf(2), 2, (1488, 2105), PIXELS_A_POINT),
        ("pdf", make_pdf(width=842, height=1190), 1, (1489, 2105), PIXELS_A_POINT * 842 / 1190),
        ("image", make_png(1654, 2339, 200), 1, (1488, 2105), PIXELS_A_POINT),
        ("image", make_png(2480, 3508, 300), 1, (1488, 2105), PIXELS_A_POINT),
    ],
)
def test_pages_have_one_size_of_print(
    format_: Format, data: bytes, n_pages: int, size: tuple[int, int], scale: float
) -> None:
    pages = list(page_pictures(document(format_), data))
    assert [page.number for page in pages] == list(range(1, n_pages + 1))
    for page in pages:
        assert page.image.size == pytest.approx(size, abs=2)
        assert page.scale == pytest.approx(scale, rel=0.01)


@pytest.mark.parametrize(("format_", "data"), [("pdf", b"%PDF-1.7 broken"), ("image", b"\x89PNG broken")])
def test_what_cannot_be_opened_is_damaged(format_: Format, data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        list(page_pictures(document(format_), data))


@pytest.mark.parametrize(
    ("box", "pixels"),
    [
        ((10, 20, 30, 40), (20, 40, 60, 80)),
        ((-5, -5, 500, 500), (0, 0, 100, 200)),
        ((30, 40, 10, 20), (20, 40, 60, 80)),
    ],
)
def test_rectangles_stay_on_the_page(
    box: tuple[float, float, float, float], pixels: tuple[float, float, float, float]
) -> None:
    assert PagePicture(1, Image.new("RGB", (100, 200)), 2.0).pixels(box) == pixels
