"""Small files of every format, made by hand so that any part of them can be made wrong."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

LINES = ("青禾县水务局2023年政府信息公开工作年度报告", "一、总体情况", "全年公开信息12条。")
TEXT = "\n".join(LINES) + "\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_PAGE = "".join(f"<p>{line}</p>" for line in LINES)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zip_of(parts: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with ``parts``, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word_xml(body: str, *, declaration: str = "") -> str:
    """The main part of a Word document."""
    return f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def paragraphs(lines: tuple[str, ...] = LINES) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def docx(body: str = paragraphs(), *, declaration: str = "", extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document with ``body``."""
    parts: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>"}
    return zip_of(parts | {"word/document.xml": word_xml(body, declaration=declaration)} | dict(extra or {}))


def odt(lines: tuple[str, ...] = LINES, *, declaration: str = "") -> bytes:
    """An ODT document."""
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    names = f'xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0"'
    body = f"<office:body><office:text>{text}</office:text></office:body>"
    content = f'<?xml version="1.0"?>{declaration}<office:document-content {names}>{body}</office:document-content>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODT_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        manifest = f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def html(body: str = _PAGE) -> bytes:
    """A web page."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def rtf(lines: tuple[str, ...] = LINES) -> bytes:
    """An RTF document."""
    text = "".join("".join(f"\\u{ord(character)}?" for character in line) + "\\par\n" for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1 " + text + "}").encode()


def pdf_of(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF file with ``objects``; number 1 is its catalogue."""
    written = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at, last = len(written), max(objects)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        written += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    written += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, trailer, at)
    return bytes(written)


def stream_of(data: bytes, *, entries: bytes = b"") -> bytes:
    """A compressed stream as the body of an object."""
    packed = zlib.compress(data, 9)
    return b"<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def pdf(
    content: bytes = b"BT /F1 12 Tf 72 720 Td (Annual report 2023) Tj ET",
    *,
    n_pages: int = 1,
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF file whose pages all show ``content``."""
    kids = b" ".join(b"%d 0 R" % (10 + at) for at in range(n_pages))
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, n_pages),
        3: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        4: stream_of(content),
    }
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 3 0 R>> /XObject <</X 5 0 R>>>>>>"
    return pdf_of(objects | {10 + at: page for at in range(n_pages)} | dict(more or {}))


def ole(*streams: str) -> bytes:
    """The beginning and the directory of an OLE file with ``streams``; they have nothing in them."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<LLL", 0, 1, 0)
    directory = b"".join(_entry(name) for name in ("Root Entry", *streams))
    return header.ljust(512, b"\xff") + directory.ljust(512, b"\x00") + bytes(512)


def png(width: int, height: int) -> bytes:
    """A picture of one colour; its rows are there, whatever they take."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _entry(name: str) -> bytes:
    written = name.encode("utf-16-le")
    return (written.ljust(64, b"\x00") + struct.pack("<H", len(written) + 2)).ljust(128, b"\x00")
