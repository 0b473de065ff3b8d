"""Bytes of a file → Document. Which format it is, the content says first and the name second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from service.documents.detection import kind_of
from service.documents.document import Content, Document
from service.documents.docx.blocks import read_docx
from service.documents.formats import READABLE, READERS, TEXT, Reader, Refused
from service.documents.limits import DEFAULT_LIMITS, Limits
from service.documents.text.blocks import read_text
from service.documents.text.encoding import decode
from service.errors import DamagedDocument, EmptyDocument, UndecodableText

DocumentReader = Callable[[bytes, str], Document]


def read_document(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in ``data``; raises a DocumentError where it is no file that can be read."""
    limits.check_size(len(data), name)
    if not data.strip():
        raise EmptyDocument(f"文件“{name}”是空的。")
    kind = kind_of(data, name)
    if isinstance(kind, Refused):
        raise kind.refusal(name)
    limits.check_size(len(data), name, kind)
    content = _content(kind, data, name)
    if not content.blocks:
        raise EmptyDocument(f"文件“{name}”里没有文字。")
    limits.check_content(content, name)
    return Document(
        name=name,
        format=kind.format,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=content.blocks,
        pages=content.pages,
        problems=content.problems,
    )


def read_word(data: bytes) -> Content:
    """The content of a DOCX file."""
    return Content(read_docx(data))


def read_plain(data: bytes) -> Content:
    """The content of a plain text."""
    return Content(read_text(decode(data)))


def _content(reader: Reader, data: bytes, name: str) -> Content:
    """What the reader finds; what bears the name of another format and is no text either is damaged."""
    try:
        return reader.read(data)
    except UndecodableText as error:
        extension = PurePath(name).suffix.lower()
        claimed = next((other for other in READERS if extension in other.extensions), TEXT)
        if reader is not TEXT or claimed is TEXT:
            raise
        message = f"文件“{name}”不是有效的{claimed.title}，也不是文本：可能已损坏或没有传完。{READABLE}"
        raise DamagedDocument(message) from error
