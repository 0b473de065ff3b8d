"""Opens a PDF with pdfium: what is encrypted, damaged or endless is told apart before anything is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.documents.pdf.forms import refuse_endless_forms
from service.errors import DamagedDocument, DocumentTooComplex, EncryptedDocument

MAX_PAGES = 300
_ENCRYPTED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})
# pdfium keeps state of its own between calls: one document at a time in a process.
_LOCK = threading.RLock()


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The PDF ``data``; raises a DocumentError where it cannot be opened or has too many pages."""
    refuse_endless_forms(data)
    with _LOCK:
        document = _open(data)
        try:
            n_pages = len(document)
            if n_pages == 0:
                raise DamagedDocument("PDF 文件已损坏：文件里没有可读的页。")
            if n_pages > MAX_PAGES:
                raise DocumentTooComplex(f"PDF 文件有 {n_pages:,} 页，超过上限 {MAX_PAGES} 页。")
            yield document
        finally:
            document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # pdfium reports the error of the file before where a file fails in a way that it has no number for.
        if error.err_code in _ENCRYPTED and b"/Encrypt" in data:
            raise EncryptedDocument("PDF 文件已加密，需要密码才能打开；请提供未加密的文件。") from error
        raise DamagedDocument("PDF 文件已损坏，无法打开。") from error
