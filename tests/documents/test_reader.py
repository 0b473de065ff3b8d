from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile

import pytest
from docx import Document as new_document
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents.limits import Limits
from service.documents.reader import read_document
from service.errors import DamagedDocument, DocumentError, DocumentTooComplex, DocumentTooLarge, EmptyDocument

TEXT = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"


def docx_bytes(text: str = TEXT) -> bytes:
    document = new_document()
    for line in text.splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_bytes(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["report.txt", "report", "report.docx", "report.pdf", "report.html", "report.png"])
def test_text_is_read_whatever_its_name(name: str) -> None:
    data = TEXT.encode()
    document = read_document(data, name)
    assert (document.format, document.name, document.status) == ("text", name, "read")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [paragraph.text for paragraph in document.paragraphs()] == TEXT.splitlines()


@pytest.mark.parametrize("name", ["report.docx", "report.txt", "report", "report.doc", "report.pdf", "report.zip"])
def test_word_is_read_whatever_its_name(name: str) -> None:
    document = read_document(docx_bytes(), name)
    assert document.format == "docx"
    assert [paragraph.text for paragraph in document.paragraphs()] == TEXT.splitlines()


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\ufeff\u3000\n".encode(), "　　\n\u00a0\n".encode()])
def test_empty_documents_are_refused(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read_document(data, "report.txt")


def test_empty_word_document_is_refused() -> None:
    with pytest.raises(EmptyDocument):
        read_document(docx_bytes(""), "report.docx")


def test_large_documents_are_refused() -> None:
    with pytest.raises(DocumentTooLarge, match="上限 10 字节"):
        read_document(TEXT.encode(), "report.txt", limits=Limits(max_bytes=10))


@pytest.mark.parametrize("limits", [Limits(max_characters=10), Limits(max_cells=3)])
def test_complex_documents_are_refused(limits: Limits) -> None:
    table = "| 项目 | 本年新收 |\n| 自然人 | 3 |\n| 总计 | 3 |\n"
    with pytest.raises(DocumentTooComplex, match="上限"):
        read_document((TEXT + table).encode(), "report.txt", limits=limits)


@pytest.mark.parametrize("name", ["report.docx", "report.pdf", "report.doc", "scan.png"])
def test_what_is_neither_its_format_nor_text_is_damaged(name: str) -> None:
    with pytest.raises(DamagedDocument, match="没有传完"):
        read_document(bytes(range(128, 256)) * 40, name)


@pytest.mark.parametrize(
    "data",
    [
        docx_bytes()[:2000],
        docx_bytes()[:-30],
        zip_bytes(**{"[Content_Types].xml": b"<Types/>"}),
        zip_bytes(**{"word/document.xml": b"<w:document"}),
        zip_bytes(**{"word/document.xml": b"\x00\x01"}),
        zip_bytes(**{"word/styles.xml": b"<styles/>"}),
    ],
    ids=["cut early", "cut late", "no main part", "broken xml", "no xml", "only styles"],
)
def test_damaged_word_documents_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        read_document(data, "report.docx")


def test_entities_are_not_resolved() -> None:
    entities = b'<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = entities + b"<document><body><p><r><t>&b;</t></r></p></body></document>"
    with pytest.raises(DamagedDocument, match="文档类型"):
        read_document(zip_bytes(**{"word/document.xml": bomb}), "report.docx")


def test_zip_bombs_are_refused() -> None:
    data = zip_bytes(**{"word/document.xml": b"<document/>", "word/media/image.bin": bytes(260 * 1024 * 1024)})
    with pytest.raises(DocumentTooLarge):
        read_document(data, "report.docx")


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", ""]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with contextlib.suppress(DocumentError):
        assert read_document(data, name).blocks


@settings(deadline=None)
@given(st.data())
def test_any_change_to_a_word_document_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(docx_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentError):
        read_document(bytes(changed), "report.docx")
