from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Grid, Paragraph
from service.documents.pdf import characters, rules
from service.documents.pdf.blocks import read_pdf
from service.errors import DamagedDocument, DocumentError, DocumentTooComplex, EncryptedDocument
from tests.documents.pdf.writer import Sheet, assemble, pdf, table


def sample() -> bytes:
    sheet = Sheet()
    sheet.text(72, 90, "二、主动公开政府信息情况")
    table(sheet, [["信息内容", "本年制发件数"], ["规章", "0"]], top=110, widths=[100, 100])
    return pdf(sheet)


ENCRYPTION = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", DamagedDocument),
        (b"%PDF-1.7\n", DamagedDocument),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, DamagedDocument),
        (sample()[:200], DamagedDocument),
        (pdf(Sheet(), trailer=ENCRYPTION), EncryptedDocument),
        (assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]), DamagedDocument),
        (assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]), DamagedDocument),
        (assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 999999 >>"]), DocumentTooComplex),
        (pdf(*[Sheet()] * 301), DocumentTooComplex),
    ],
    ids=["empty", "head only", "noise", "cut off", "password", "no pages", "pages in a circle", "endless", "301 pages"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_apart(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        read_pdf(data)


def forms(*contents: str) -> bytes:
    """A page that paints the first form; each form knows itself as F and the next one as N."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /XObject << /N 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/N Do\nendstream",
    ]
    for number, content in enumerate(contents, 5):
        resources = f"/Resources << /XObject << /F {number} 0 R /N {number + 1} 0 R >> >>"
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 500 500] {resources}"
        objects.append(f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream")
    return assemble(objects)


@pytest.mark.parametrize(
    "contents",
    [["/F Do /F Do"], ["/N Do " * 10] * 12 + ["0 0 m 9 0 l S"], ["/N Do"] * 60 + ["0 0 m 9 0 l S"]],
    ids=["itself", "ten times ten times ten", "deep"],
)
def test_drawings_that_hold_each_other_without_end_are_refused(contents: list[str]) -> None:
    with pytest.raises(DocumentTooComplex):
        read_pdf(forms(*contents))


def test_drawings_in_drawings_are_read() -> None:
    assert read_pdf(forms("/N Do /N Do", "0 0 m 9 0 l S")).pages == 1


def test_damaged_page_is_a_problem_and_the_others_are_read() -> None:
    data = sample().replace(b"/Count 1 /Kids [7 0 R]", b"/Count 2 /Kids [7 0 R 99 0 R]")
    content = read_pdf(data)
    assert [problem.code for problem in content.problems] == ["document.damaged_page"]
    assert len(content.blocks) == 2


def test_page_with_more_characters_than_one_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "MAX_CHARACTERS", 10)
    with pytest.raises(DocumentTooComplex):
        read_pdf(sample())


def test_page_with_more_drawings_than_one_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_SEGMENTS", 10)
    with pytest.raises(DocumentTooComplex):
        read_pdf(sample())


def test_page_full_of_lines_is_read_without_tables() -> None:
    sheet = Sheet()
    for at in range(400):
        sheet.line(10, 5 + 2 * at % 800, 580, 5 + 2 * at % 800)
        sheet.line(10 + at * 1.4, 5, 10 + at * 1.4, 800)
    sheet.text(72, 120, "本年度公开政府信息十二条")
    assert [type(block) for block in read_pdf(pdf(sheet)).blocks] == [Paragraph]


@pytest.mark.parametrize(
    "boxes",
    ["/MediaBox [0 0 0 0]", "/MediaBox [0 0 1e30 1e30]", "/MediaBox [900 900 1 1]", "/MediaBox [0 0 (a) 5]", ""],
)
def test_pages_of_odd_extent_do_not_stop_the_reading(boxes: str) -> None:
    sheet = Sheet(boxes=boxes)
    sheet.text(72, 120, "本年度公开政府信息十二条")
    with contextlib.suppress(DocumentError):
        read_pdf(pdf(sheet))


@given(st.data())
def test_changed_bytes_give_blocks_or_a_known_error(data: st.DataObject) -> None:
    changed = bytearray(sample())
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    try:
        content = read_pdf(bytes(changed))
    except DocumentError:
        return
    assert all(isinstance(block, (Paragraph, Grid)) for block in content.blocks)


@given(st.integers(0, 5000))
def test_files_cut_off_anywhere_give_blocks_or_a_known_error(length: int) -> None:
    with contextlib.suppress(DocumentError):
        read_pdf(sample()[:length])
