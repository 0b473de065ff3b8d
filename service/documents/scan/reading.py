"""Pictures and scanned PDFs → blocks."""

from __future__ import annotations

from collections.abc import Iterable

import pypdfium2

from service.documents.document import Block, Content, Problem
from service.documents.scan.furniture import without_furniture
from service.documents.scan.images import MAX_PAGES, MAX_PIXELS, WIDEST, PageImage, Pixels, decode
from service.documents.scan.page import read_sheets
from service.errors import DamagedDocument, DocumentTooComplex, EncryptedDocument

RECOGNISED = Problem("document.recognised", "扫描件由文字识别得到，请核对。")
_DPI = 300
_POINTS_AN_INCH = 72


def read_image(data: bytes) -> Content:
    """The pages of a picture (PNG, JPEG, TIFF of one or more pages, BMP, GIF, WebP)."""
    return _read(decode(data))


def read_scanned_pdf(data: bytes) -> Content:
    """The pages of a PDF that holds nothing but pictures of pages."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument("PDF 文件设有密码，无法打开；请先取消密码。") from error
        raise DamagedDocument("PDF 文件已损坏，无法打开。") from error
    with document:
        if len(document) > MAX_PAGES:
            raise DocumentTooComplex(f"PDF 文件有 {len(document)} 页扫描图像，超过上限 {MAX_PAGES} 页。")
        return _read(render(page) for page in document)


def render(page: pypdfium2.PdfPage) -> PageImage:
    """A page of a PDF as a picture with 300 pixels an inch, with fewer if it is larger than any sheet of paper."""
    short, long = sorted(max(side / _POINTS_AN_INCH, 0.01) for side in page.get_size())
    dpi = min(float(_DPI), WIDEST / short, (MAX_PIXELS / (short * long)) ** 0.5)
    pixels: Pixels = page.render(scale=dpi / _POINTS_AN_INCH, rev_byteorder=False).to_numpy()
    return PageImage(pixels[..., :3] if pixels.ndim == 3 else pixels, dpi)


def _read(pages: Iterable[PageImage]) -> Content:
    sheets: list[list[Block]] = []
    n_pages = 0
    for page in pages:
        n_pages += 1
        sheets += read_sheets(page.pixels, n_pages, page.dpi)
    return Content(tuple(without_furniture(sheets)), n_pages, (RECOGNISED,))
