"""What a file is: by its content first, by its name where the content is silent."""

from __future__ import annotations

import pkgutil

import pytest

from service.documents.detection import is_archive, kind_of
from service.documents.formats import (
    DOC,
    DOCX,
    HTML,
    IMAGE,
    LOCKED,
    ODT,
    OFD,
    PDF,
    READERS,
    RTF,
    SHEETS,
    SLIDES,
    TEXT,
    Kind,
    Reader,
    Refused,
)
from service.errors import ArchiveGiven, DocumentError, EncryptedDocument, UnsupportedFormat
from tests.hostile import packages

PAGE = "<p>年报</p>"


@pytest.mark.parametrize("name", ["report", "report.txt", "report.doc", "report.docx", "report.pdf", "report.html"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packages.docx(), DOCX),
        (packages.zip_of({"[Content_Types].xml": "<Types/>", "word/document2.xml": "<document/>"}), DOCX),
        (packages.docx()[:400], DOCX),
        (packages.pdf(), PDF),
        (b"\r\n" + packages.pdf(), PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n" + packages.pdf(), PDF),
        (packages.html(), HTML),
        (b"\xef\xbb\xbf<HTML><body>", HTML),
        (("\ufeff<html><body>" + PAGE).encode("utf-16-le"), HTML),
        (b'<?xml version="1.0"?>\n<!-- saved --><!DOCTYPE html PUBLIC "x"><html>', HTML),
        (b"<!-- saved from url=(0014)about:internet -->\r\n<html>", HTML),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office">', HTML),
        (b"<meta charset=gbk><div>", HTML),
        (b"<table><tr><td>1</td></tr></table>", HTML),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", HTML),
        (packages.rtf(), RTF),
        (packages.odt(), ODT),
        (packages.ole("WordDocument", "1Table"), DOC),
        (packages.ole("Workbook", "WordDocument"), DOC),
        (packages.png(8, 8), IMAGE),
        (b"\xff\xd8\xff\xe0" + bytes(20), IMAGE),
        (b"II*\x00" + bytes(20), IMAGE),
        (b"GIF89a" + bytes(20), IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", IMAGE),
        (b"BM\x00\x01\x00\x00" + bytes(20), IMAGE),
    ],
)
def test_content_says_what_a_file_is(data: bytes, kind: Kind, name: str) -> None:
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("年报正文", "report.txt", TEXT),
        ("年报正文", "report.pdf", TEXT),
        ("以 %PDF- 开头的文件……", "report.txt", TEXT),
        ("BMI指数", "report.txt", TEXT),
        ("MZ", "report.txt", TEXT),
        ("Subject: 年报", "report.txt", TEXT),
        ("一、总体情况（<p>为段落）", "report.txt", TEXT),
        ("正文在前" + PAGE, "report.html", HTML),
        ("年报正文", "report.html", TEXT),
    ],
)
def test_name_says_what_content_does_not(text: str, name: str, kind: Kind) -> None:
    assert kind_of(text.encode(), name) is kind


@pytest.mark.parametrize("name", ["report", "report.txt", "report.docx", "report.doc"])
@pytest.mark.parametrize(
    ("data", "title", "error"),
    [
        (packages.zip_of({"[Content_Types].xml": "-", "xl/workbook.xml": "-"}), SHEETS.title, UnsupportedFormat),
        (packages.zip_of({"[Content_Types].xml": "-", "ppt/presentation.xml": "-"}), SLIDES.title, UnsupportedFormat),
        (packages.zip_of({"OFD.xml": "-", "Doc_0/Document.xml": "-"}), OFD.title, UnsupportedFormat),
        (packages.ole("Workbook"), SHEETS.title, UnsupportedFormat),
        (packages.ole("Book"), SHEETS.title, UnsupportedFormat),
        (packages.ole("PowerPoint Document"), SLIDES.title, UnsupportedFormat),
        (packages.ole("EncryptionInfo", "EncryptedPackage"), LOCKED.title, EncryptedDocument),
        (packages.ole("Something"), "旧版 Office", UnsupportedFormat),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC", UnsupportedFormat),
        (b"MZ\x90\x00" + bytes(60), "程序", UnsupportedFormat),
        (b"<?xml version='1.0'?><w:wordDocument/>", "XML", UnsupportedFormat),
        (b"Rar!\x1a\x07\x00" + bytes(20), "压缩包", ArchiveGiven),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "压缩包", ArchiveGiven),
        (b"\x1f\x8b\x08" + bytes(20), "压缩包", ArchiveGiven),
    ],
)
def test_known_formats_that_are_not_read_say_so(data: bytes, title: str, error: type[DocumentError], name: str) -> None:
    kind = kind_of(data, name)
    assert isinstance(kind, Refused)
    refusal = kind.refusal(name)
    assert type(refusal) is error
    assert title in refusal.message
    assert name in refusal.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packages.zip_of({"甲.txt": "年报", "word/乙.docx": "-"}), True),
        (packages.zip_of({"甲.docx": packages.docx()}), True),
        (packages.docx(), False),
        (packages.odt(), False),
        ("年报".encode(), False),
    ],
)
def test_archives_are_told_from_documents(data: bytes, expected: bool) -> None:
    assert is_archive(data, "reports.zip") is expected


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.format)
def test_every_format_has_its_reader(reader: Reader) -> None:
    assert callable(pkgutil.resolve_name(reader.function))


def test_every_ending_is_of_one_format() -> None:
    endings = [extension for reader in READERS for extension in reader.extensions]
    assert len(endings) == len(set(endings))
