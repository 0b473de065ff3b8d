"""Bytes of a file → Document. Which format it is, the content says first and the name second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from service.documents.document import Content, Document, Format
from service.documents.docx.blocks import read_docx
from service.documents.docx.package import is_docx
from service.documents.text.blocks import read_text
from service.documents.text.encoding import decode
from service.errors import DocumentTooLarge, EmptyDocument, UnsupportedFormat

MAX_BYTES = 20 * 1024 * 1024
_READ_FORMATS = "目前可读取 Word 文档（.docx）和纯文本（.txt）。"


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that is read: the endings it has, and who reads it."""

    format: Format
    extensions: frozenset[str]
    read: Callable[[bytes], Content]


@dataclass(frozen=True, slots=True)
class Refused:
    """A format known by its first bytes (lower case), and not read."""

    title: str
    magic: tuple[bytes, ...]


ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
DOCX = Reader("docx", frozenset({".docx", ".docm", ".dotx"}), lambda data: Content(read_docx(data)))
TEXT = Reader("text", frozenset({".txt", ".text", ".md"}), lambda data: Content(read_text(decode(data))))
REFUSED: tuple[Refused, ...] = (
    Refused("PDF 文件", (b"%pdf-",)),
    Refused("旧版或加密的 Office 文件（.doc、.xls、.wps 等）", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    Refused("RTF 文件", (b"{\\rtf",)),
    Refused("图片", (b"\x89png", b"\xff\xd8\xff", b"gif87a", b"gif89a", b"ii*\x00", b"mm\x00*")),
    Refused("表格、演示文稿、OFD 或其他 ZIP 格式文件", (b"pk\x03\x04", b"pk\x05\x06")),
    Refused("压缩包", (b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")),
    Refused("网页文件", (b"<!doctype html", b"<html", b"<?xml", b"mime-version:")),
)


def read_document(data: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """The document in ``data``; raises a DocumentError where it is no file that can be read."""
    if len(data) > max_bytes:
        raise DocumentTooLarge(f"文件“{name}”有 {len(data):,} 字节，超过上限 {max_bytes:,} 字节。")
    if not data.strip():
        raise EmptyDocument(f"文件“{name}”是空的。")
    reader = _reader_for(data, name)
    content = reader.read(data)
    if not content.blocks:
        raise EmptyDocument(f"文件“{name}”里没有文字。")
    return Document(
        name=name,
        format=reader.format,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=content.blocks,
        pages=content.pages,
        problems=content.problems,
    )


def _reader_for(data: bytes, name: str) -> Reader:
    """The reader by content, then by ending; raises UnsupportedFormat for formats known and not read."""
    extension = PurePath(name).suffix.lower()
    if is_docx(data) or (data.startswith(ZIP_MAGIC) and extension in DOCX.extensions):
        return DOCX
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for refused in REFUSED:
        if head.startswith(refused.magic):
            raise UnsupportedFormat(f"文件“{name}”是{refused.title}，暂不支持；{_READ_FORMATS}")
    return TEXT
