"""Drawings that a PDF paints inside each other (form XObjects): refused before pdfium, which would paint them all."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

from service.errors import DocumentTooComplex

MAX_PAINTED = 20_000
_DEEPEST = 24
_LARGEST_CONTENT = 4_000_000
# A stream's dictionary is never compressed, but each letter of a name may be written by its code.
_FORM = re.compile(rb"/(?:F|#46)(?:o|#6[fF])(?:r|#72)(?:m|#6[dD])\b")
_PAINT = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def refuse_endless_forms(data: bytes) -> None:
    """Raises DocumentTooComplex where drawings hold themselves, or paint each other more often than a page can show."""
    if _FORM.search(data) is None:
        return
    try:
        counting = _Counting()
        for content, resources in _pages(data):
            counting.n_painted(content, resources, ())
    except DocumentTooComplex:
        raise
    except Exception:
        # Whatever is wrong with the file, pdfium tells it better: it opens many that pdfminer does not.
        return


def _pages(data: bytes) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """What each page paints, and what it may paint with."""
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
        yield b"\n".join(map(_content, page.contents)), dict_value(page.resources)


@dataclass(slots=True)
class _Counting:
    """How many drawings each form paints, those inside it included."""

    known: dict[int, int] = field(default_factory=dict)

    def n_painted(self, content: bytes, resources: dict[str, Any], around: tuple[int, ...]) -> int:
        """The drawings that ``content`` paints; ``around`` are the forms that it is part of."""
        total = 0
        for name in _PAINT.findall(content):
            total += 1 + self._n_inside(name.decode("latin-1"), resources, around)
            if total > MAX_PAINTED:
                raise DocumentTooComplex("PDF 文件的图形层层嵌套，无法读取。")
        return total

    def _n_inside(self, name: str, resources: dict[str, Any], around: tuple[int, ...]) -> int:
        form = resolve1(dict_value(resources.get("XObject", {})).get(name))
        if not isinstance(form, PDFStream) or "Form" not in str(form.get("Subtype")):
            return 0
        key = id(form) if form.objid is None else form.objid
        if key in around or len(around) >= _DEEPEST:
            raise DocumentTooComplex("PDF 文件的图形互相包含，无法读取。")
        if key not in self.known:
            own = dict_value(form.get("Resources", {})) or resources
            self.known[key] = self.n_painted(_content(form), own, (*around, key))
        return self.known[key]


def _content(stream: object) -> bytes:
    """The operators of a stream, as far as they are looked at; none where it is compressed in a rare way."""
    stream = resolve1(stream)
    if isinstance(stream, (list, tuple)):
        return b"\n".join(map(_content, list_value(stream)))
    if not isinstance(stream, PDFStream):
        return b""
    data = stream.get_rawdata() or b""
    filters = [str(name) for name, _ in stream.get_filters()]
    if not filters:
        return data[:_LARGEST_CONTENT]
    if len(filters) == 1 and ("FlateDecode" in filters[0] or filters[0].strip("/'") == "Fl"):
        return _inflated(data)
    return b""


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_CONTENT)
    except zlib.error:
        return b""
