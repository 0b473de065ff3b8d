"""Pages as offices save them, under the names that they give them."""

from __future__ import annotations

import base64
import codecs
import quopri

import pytest

from service.documents.outline import read_report
from service.documents.reader import read_document
from service.forms.recognise import recognise
from tests.documents.html.pages import layout_tables, trs, word
from tests.documents.html.report import TITLE, Reading, lines, values

BOUNDARY = "----=_NextPart_01"
CONTENT = f'Content-Type: multipart/related; boundary="{BOUNDARY}"'
BY_WORD = f"MIME-Version: 1.0\r\n{CONTENT}\r\n"
BY_BROWSER = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.invalid/\r\nSubject: a\r\nMIME-Version: 1.0\r\n{CONTENT}\r\n"
BY_OLD_BROWSER = f"From: =?gb2312?B?08k=?=\r\nSubject: a\r\nDate: Fri, 19 Jan 2024 10:00:00 +0800\r\nMIME-Version: 1.0\r\n{CONTENT}\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n"


def archive(head: str, page: bytes, *, charset: str, encoding: str) -> bytes:
    body = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
    part = f'\r\n--{BOUNDARY}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Type: text/html; charset="{charset}"\r\n\r\n'
    other = f"\r\n--{BOUNDARY}\r\nContent-Type: text/xml\r\n\r\n<xml></xml>\r\n--{BOUNDARY}--\r\n"
    return f"{head}\r\nThis document is a Single File Web Page.\r\n{part}".encode() + body + other.encode()


GBK = layout_tables().encode("gb18030")
FILES: dict[str, bytes] = {
    "page.html": trs().encode(),
    "page.htm": b"\xef\xbb\xbf\r\n" + trs().encode(),
    "page": GBK,
    "page.doc": word().encode(),
    "page.wps": word().encode("utf-16"),
    "page.docx": b"<?xml version='1.0'?>\n" + word().encode(),
    "page.txt": GBK,
    "archive.mht": archive(BY_WORD, word().encode("gb18030"), charset="gb2312", encoding="base64"),
    "archive.doc": archive(BY_WORD, word().encode(), charset="utf-8", encoding="quoted-printable"),
    "archive.mhtml": archive(BY_BROWSER, trs().encode(), charset="utf-8", encoding="quoted-printable"),
    "old.mht": archive(BY_OLD_BROWSER, GBK, charset="gb2312", encoding="quoted-printable"),
    "marked.mht": codecs.BOM_UTF8 + archive(BY_WORD, GBK, charset="gb2312", encoding="base64"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_page_is_read_whatever_its_name(name: str) -> None:
    document = read_document(FILES[name], name)
    report = read_report(document)
    reading = Reading(report, recognise(report))
    assert (document.format, report.title) == ("html", TITLE)
    assert reading.cells == values()
    assert reading.lines == lines()
