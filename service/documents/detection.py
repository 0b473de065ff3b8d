"""Which format a file is: its content says so first, its name where the content is silent."""

from __future__ import annotations

import re
import struct
from pathlib import PurePath

from service.documents.formats import (
    ARCHIVE,
    FOLDERS,
    HTML,
    MAGIC,
    MEDIA_TYPES,
    PARTS,
    PDF,
    READERS,
    STREAMS,
    TEXT,
    ZIPPED,
    Kind,
    Reader,
    Refused,
)
from service.documents.zip_index import zip_index

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 8192
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# PDF files may begin with what another program put before them; a text that only mentions the mark has no end of one.
_PDF_ENDS = (b"startxref", b"%%EOF")
_OLE_NAME_BYTES = 64
_HTML_TAG = re.compile(rb"</?(html|head|body|table|div|p|span|br|td)\b[^<>]*>", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> Kind:
    """What ``data`` is: a format with its reader, or one that is refused."""
    by_name = _named(name)
    if data.startswith(ZIP_MAGIC):
        return _kind_of_zip(data, by_name)
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data)
    heads = (data[:_HEAD], _head(data))
    found = next((magic.kind for magic in MAGIC if any(map(magic.pattern.match, heads))), None)
    if found is not None:
        return found
    if b"%PDF-" in data[:_HEAD] and any(end in data[-_HEAD:] for end in _PDF_ENDS):
        return PDF
    return HTML if by_name is HTML and _HTML_TAG.search(data) else TEXT


def is_archive(data: bytes, name: str) -> bool:
    """Whether ``data`` is a ZIP file of several files and no document."""
    return data.startswith(ZIP_MAGIC) and _kind_of_zip(data, _named(name)) is ARCHIVE


def _named(name: str) -> Reader | None:
    """The format that the ending of ``name`` stands for."""
    extension = PurePath(name).suffix.lower()
    return next((reader for reader in READERS if extension in reader.extensions), None)


def _head(data: bytes) -> bytes:
    """The first bytes as a plain file would have them: no byte order mark, white space, XML declaration or comment."""
    head = data[:_HEAD]
    if head.startswith(_UTF16):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for opening, closing in ((b"<?xml", b"?>"), *((b"<!--", b"-->"),) * 8):
        _, closed, rest = head.partition(closing)
        if head[: len(opening)].lower() == opening and closed and rest.lstrip()[:1] == b"<":
            head = rest.lstrip()
    return head


def _kind_of_zip(data: bytes, by_name: Reader | None) -> Kind:
    """A document by its parts or its media type; by its name where damage hides them; else an archive."""
    index = zip_index(data)
    found: list[Kind] = [kind for part, kind in PARTS if part in index.names]
    found += [kind for media_type, kind in MEDIA_TYPES if index.media_type == media_type]
    if not found and "[Content_Types].xml" in index.names:
        found = [kind for folder, kind in FOLDERS if any(name.startswith(folder) for name in index.names)]
    if not found and by_name in ZIPPED:
        found = [by_name]
    return found[0] if found else ARCHIVE


def _kind_of_ole(data: bytes) -> Kind:
    """The kind of an OLE file by the streams in it."""
    return next(
        (kind for stream, kind in STREAMS if _has_stream(data, stream)),
        Refused("无法辨认的旧版 Office 文件"),
    )


def _has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE directory has an entry ``name``: the name, filled up with zeros, and its length in bytes."""
    written = name.encode("utf-16-le")
    entry = written.ljust(_OLE_NAME_BYTES, b"\x00") + struct.pack("<H", len(written) + 2)
    return entry in data
