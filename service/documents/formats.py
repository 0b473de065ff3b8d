"""The formats that are read, those that are known and refused, and how a file shows which it is."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from service.documents.document import Content, Format
from service.errors import ArchiveGiven, DocumentError, EncryptedDocument, UnsupportedFormat

READABLE = "可读取 Word（.docx、.doc）、WPS、PDF、网页、RTF、ODT、图片和纯文本。"


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that is read: the endings it has, and who reads it.

    ``function`` is named and not imported, so that who reads a text does not load what reads scans.
    """

    format: Format
    title: str
    extensions: frozenset[str]
    function: str

    def read(self, data: bytes) -> Content:
        """The content of ``data``; raises a DocumentError where it cannot be read."""
        return cast(Callable[[bytes], Content], pkgutil.resolve_name(self.function))(data)


@dataclass(frozen=True, slots=True)
class Refused:
    """A format that is known and not read; ``advice`` says what to do instead."""

    title: str
    advice: str = READABLE
    error: type[DocumentError] = UnsupportedFormat

    def refusal(self, name: str) -> DocumentError:
        """The error for the file ``name``."""
        return self.error(f"文件“{name}”是{self.title}，不能作为一份报告读取；{self.advice}")


Kind = Reader | Refused


def _reader(format_: Format, title: str, extensions: str, function: str) -> Reader:
    return Reader(format_, title, frozenset(extensions.split()), f"service.documents.{function}")


DOCX = _reader("docx", "Word 文档", ".docx .docm .dotx", "reader:read_word")
PDF = _reader("pdf", "PDF 文件", ".pdf", "scanned_pages:read_pdf_with_scans")
HTML = _reader("html", "网页", ".html .htm .xhtml .shtml .mht .mhtml", "html.blocks:read_html")
DOC = _reader("doc", "旧版 Word 或 WPS 文档", ".doc .wps .dot .wpt", "office:read_office")
RTF = _reader("rtf", "RTF 文件", ".rtf", "office:read_office")
ODT = _reader("odt", "ODT 文档", ".odt .ott", "office:read_office")
IMAGE = _reader("image", "图片", ".png .jpg .jpeg .tif .tiff .bmp .gif .webp", "scan.reading:read_image")
TEXT = _reader("text", "纯文本", ".txt .text .md", "reader:read_plain")
READERS: tuple[Reader, ...] = (DOCX, PDF, HTML, DOC, RTF, ODT, IMAGE, TEXT)
EXTENSIONS = frozenset(extension for reader in READERS for extension in reader.extensions)

_SAVE_AS = "请在原软件中另存为 .docx 或 PDF 后再读取。"
_UNPACK = "请解压后逐份提交，或在命令行用 nianbao read 一次读取整个 ZIP 压缩包。"
ARCHIVE = Refused("压缩包", _UNPACK, ArchiveGiven)
OTHER_ARCHIVE = Refused("压缩包", "请解压后逐份提交。", ArchiveGiven)
SHEETS = Refused("电子表格", _SAVE_AS)
SLIDES = Refused("演示文稿", _SAVE_AS)
OFD = Refused("OFD 版式文件", "请用阅读器导出为 PDF 后再读取。")
LOCKED = Refused("加密的 Office 文件", "请取消密码后再读取。", EncryptedDocument)


@dataclass(frozen=True, slots=True)
class Magic:
    """What the first bytes say, with or without what a plain file may have before them."""

    kind: Kind
    pattern: re.Pattern[bytes]


def _magic(kind: Kind, pattern: bytes) -> Magic:
    return Magic(kind, re.compile(pattern, re.DOTALL | re.IGNORECASE))


MAGIC: tuple[Magic, ...] = (
    _magic(PDF, rb"%PDF-"),
    _magic(RTF, rb"\{\\rtf"),
    _magic(IMAGE, rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|BM.{4}\0\0\0\0|GIF8[79]a|RIFF.{4}WEBP"),
    _magic(Refused("HEIC 图片", "请另存为 PNG 或 JPG 后再读取。"), rb".{4}ftyp(hei|mif)"),
    _magic(OTHER_ARCHIVE, rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh\d1AY|\xfd7zXZ|.{257}ustar"),
    # A page saved whole is a mail message.
    _magic(
        HTML, rb"(?:From|MIME-Version|Content-\w+|Subject|Date|Snapshot-Content-Location)\s*:.{0,4000}?\bMIME-Version:"
    ),
    _magic(HTML, rb"MIME-Version\s*:"),
    _magic(Refused("程序"), rb"MZ[\x90P]\0|\x7fELF"),
    _magic(
        HTML, rb"<(!--|(?:!doctype\s+html|html|head|body|meta|title|table|div|style|script|article|section|h\d|p)\b)"
    ),
    _magic(Refused("XML 文件", _SAVE_AS), rb"<\?xml|<!doctype"),
)
# The parts by which a ZIP file is a document and no archive; where the part has another name, its folder.
PARTS: tuple[tuple[str, Kind], ...] = (
    ("word/document.xml", DOCX),
    ("OFD.xml", OFD),
    ("xl/workbook.xml", SHEETS),
    ("xl/workbook.bin", SHEETS),
    ("ppt/presentation.xml", SLIDES),
)
FOLDERS: tuple[tuple[str, Kind], ...] = (("word/", DOCX), ("xl/", SHEETS), ("ppt/", SLIDES))
# The formats that are ZIP files: a damaged one may have no more than its name.
ZIPPED = (DOCX, ODT)
MEDIA_TYPES: tuple[tuple[bytes, Kind], ...] = (
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", SHEETS),
    (b"application/vnd.oasis.opendocument.presentation", SLIDES),
    (b"application/epub+zip", Refused("电子书（EPUB）")),
)
# The streams of OLE files. Order matters: a Word document may embed a workbook, and what is encrypted has no other.
STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", DOC),
    ("Workbook", SHEETS),
    ("Book", SHEETS),
    ("PowerPoint Document", SLIDES),
)
