"""PDFs as offices have them: pages with text, pages that are pictures, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.documents.document import Block, Content, Problem
from service.documents.pdf.blocks import read_pdf
from service.documents.pdf.opening import opened
from service.errors import ProgramMissing


def read_pdf_with_scans(data: bytes) -> Content:
    """The content of a PDF; where Tesseract is missing, pages that are pictures are problems of a PDF with other pages.

    Raises ProgramMissing where there are no others.
    """
    pages = _Pages(data)
    try:
        content = read_pdf(data, recognise=pages.recognise)
    except ProgramMissing:
        content = read_pdf(data)
        if not content.blocks:
            raise
        return content
    return replace(content, problems=(*content.problems, *_recognised())) if pages.n_recognised else content


@dataclass(slots=True)
class _Pages:
    """The pages of a PDF as pictures; how many were asked for."""

    data: bytes
    n_recognised: int = 0

    def recognise(self, number: int) -> Sequence[Block]:
        # What recognises takes long to load, and most PDFs do not need it.
        from service.documents.scan.page import read_page_image
        from service.documents.scan.reading import render

        with opened(self.data) as document:
            page = render(document[number - 1])
        self.n_recognised += 1
        return read_page_image(page.pixels, number, page.dpi)


def _recognised() -> tuple[Problem, ...]:
    from service.documents.scan.reading import RECOGNISED

    return (RECOGNISED,)
