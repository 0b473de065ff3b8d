"""The pages of a PDF or of a scan as pictures of one size of print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

from service.documents.document import Box, Document
from service.documents.pdf.opening import opened
from service.documents.scan.images import decode

PIXELS_A_POINT = 2.5  # 180 dpi: small print can be read, and a page stays below two megabytes
_LONGEST = 842  # points of A4; larger pages are drawn smaller
_POINTS_AN_INCH = 72


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page (numbered from 1), and how many pixels of its picture make a point of the page."""

    number: int
    image: Image.Image
    scale: float

    def pixels(self, box: Box) -> Box:
        """A rectangle of the page on the picture, kept inside it."""
        left, top, right, bottom = (side * self.scale for side in box)
        width, height = self.image.size
        left, right = sorted((min(max(left, 0), width), min(max(right, 0), width)))
        top, bottom = sorted((min(max(top, 0), height), min(max(bottom, 0), height)))
        return left, top, right, bottom


def page_pictures(document: Document, data: bytes) -> Iterator[PagePicture]:
    """The pages of a PDF or picture one after the other; raises a DocumentError where they cannot be opened.

    A page that cannot be rendered is white.
    """
    if document.format == "pdf":
        yield from _pdf_pages(data)
    else:
        yield from _scanned_pages(data)


def _pdf_pages(data: bytes) -> Iterator[PagePicture]:
    with opened(data) as pdf:
        for number in range(1, len(pdf) + 1):
            yield _pdf_page(pdf, number)


def _pdf_page(pdf: pdfium.PdfDocument, number: int) -> PagePicture:
    try:
        page = pdf[number - 1]
        try:
            scale = _scale(max(page.get_size()))
            image = page.render(scale=scale).to_pil().convert("RGB")
        finally:
            page.close()
    except (pdfium.PdfiumError, ValueError, MemoryError):
        scale = PIXELS_A_POINT
        image = Image.new("RGB", (round(595 * scale), round(842 * scale)), "white")
    return PagePicture(number, image, scale)


def _scanned_pages(data: bytes) -> Iterator[PagePicture]:
    for number, page in enumerate(decode(data), 1):
        pixels = page.pixels[..., ::-1] if page.pixels.ndim == 3 else page.pixels
        image = Image.fromarray(pixels).convert("RGB")
        points = max(image.size) * _POINTS_AN_INCH / page.dpi
        scale = _scale(points)
        factor = scale * _POINTS_AN_INCH / page.dpi
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        yield PagePicture(number, image.resize(size, Image.Resampling.LANCZOS), scale)


def _scale(longest: float) -> float:
    return PIXELS_A_POINT * min(1.0, _LONGEST / max(longest, 1.0))
