"""Whatever becomes of a good file on its way, it is read or refused: nothing but a DocumentError comes out."""

from __future__ import annotations

import contextlib
import io
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.batch.archives import reports_in
from service.documents.docx.blocks import read_docx
from service.documents.reader import read_document
from service.errors import DocumentError
from tests.hostile import packages

GOOD: dict[str, bytes] = {
    "report.docx": packages.docx(),
    "report.pdf": packages.pdf(),
    "report.html": packages.html(),
    "report.txt": packages.TEXT.encode(),
    "gbk.txt": packages.TEXT.encode("gb18030"),
    "reports.zip": packages.zip_of({"甲.txt": packages.TEXT, "乙/丙.docx": packages.docx()}),
    "table.xls": packages.ole("Workbook"),
}
NAMES = sorted(GOOD)
few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with a few bytes changed, parts cut out, doubled or replaced, or its end missing."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, max(len(changed) - 1, 0)))
        end = min(len(changed), start + draw(st.integers(1, 40)))
        match draw(st.sampled_from(["change", "cut", "double", "replace", "end"])):
            case "change" if changed:
                changed[start] = draw(st.integers(0, 255))
            case "cut":
                del changed[start:end]
            case "double":
                changed[start:start] = changed[start:end]
            case "replace":
                changed[start:end] = draw(st.binary(max_size=40))
            case _:
                del changed[start:]
    return bytes(changed)


@pytest.mark.parametrize("name", NAMES)
@few
@given(st.data())
def test_any_change_to_a_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    with contextlib.suppress(DocumentError):
        assert read_document(data.draw(mutations(GOOD[name])), name).blocks


@few
@given(st.data(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_any_two_files_glued_together_are_read_or_refused(data: st.DataObject, first: str, second: str) -> None:
    at, behind = (data.draw(st.integers(0, len(GOOD[name]))) for name in (first, second))
    with contextlib.suppress(DocumentError):
        assert read_document(GOOD[first][:at] + GOOD[second][behind:], second).blocks


# Changes to a packed part only break its checksum: these reach the reader of its text.
BODY = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>'
    '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
)


@few
@given(st.data())
def test_any_change_to_the_xml_of_a_word_document_is_read_or_refused(data: st.DataObject) -> None:
    xml = data.draw(mutations(packages.word_xml(BODY + packages.paragraphs()).encode()))
    with contextlib.suppress(DocumentError):
        read_docx(packages.zip_of({"word/document.xml": xml}))


@few
@given(st.data())
def test_any_change_to_an_archive_gives_reports_or_is_refused(data: st.DataObject) -> None:
    changed = data.draw(mutations(GOOD["reports.zip"]))
    with contextlib.suppress(DocumentError):
        for member in reports_in(changed, max_bytes=1024 * 1024):
            assert isinstance(member.content, bytes | DocumentError)
            assert ".." not in member.name.split("/")
            assert io.BytesIO(member.content) if isinstance(member.content, bytes) else member.content.code


# What another program opens takes seconds each.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "program"),
    [
        ("report.rtf", packages.rtf(), "soffice"),
        ("report.odt", packages.odt(), "soffice"),
        ("scan.png", packages.png(400, 600), "tesseract"),
    ],
)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(changes=st.data())
def test_any_change_to_a_file_that_a_program_opens_is_read_or_refused(
    name: str, data: bytes, program: str, changes: st.DataObject
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    with contextlib.suppress(DocumentError):
        assert read_document(changes.draw(mutations(data)), name).blocks
