"""The pages of an open PDF one by one, and what is the matter with those that have no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pypdfium2 as pdfium

from service.documents.pdf.characters import read_characters
from service.documents.pdf.frame import frame_of
from service.documents.pdf.page import Page
from service.documents.pdf.rules import read_rules

State = Literal["text", "blank", "picture", "unreadable", "damaged"]

_COVERED = 0.5
_FEWEST_CHARACTERS = 10
_UNMAPPED_SHARE = 0.2


def pages_of(document: pdfium.PdfDocument) -> Iterator[Page | None]:
    """The pages in order, None where one is damaged."""
    for index in range(len(document)):
        try:
            loaded = document[index]
        except pdfium.PdfiumError:
            yield None
            continue
        try:
            yield _page(loaded, index + 1)
        except pdfium.PdfiumError:
            yield None
        finally:
            loaded.close()


def state_of(page: Page | None) -> State:
    """Whether a page can be read by its text, or is a picture, or is written in a font that tells no characters."""
    if page is None:
        return "damaged"
    n = sum(character.text != " " for character in page.characters) + page.unmapped
    if page.unmapped > n * _UNMAPPED_SHARE and page.unmapped >= _FEWEST_CHARACTERS:
        return "unreadable"
    if n < _FEWEST_CHARACTERS and page.pictured >= _COVERED:
        return "picture"
    return "text" if n else "blank"


def _page(loaded: pdfium.PdfPage, number: int) -> Page:
    frame = frame_of(loaded)
    drawn = read_rules(loaded, frame)
    found = read_characters(loaded, frame)
    return Page(
        number=number,
        width=frame.width,
        height=frame.height,
        characters=found.characters,
        rules=tuple(drawn.rules),
        faint=tuple(drawn.faint),
        unmapped=found.unmapped,
        hidden=found.hidden,
        pictured=drawn.pictured,
    )
