"""Files that mean harm or came to it, one for each way, named after it."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile.packages import (
    LINES,
    TEXT,
    docx,
    html,
    odt,
    ole,
    paragraphs,
    pdf,
    pdf_of,
    png,
    rtf,
    stream_of,
    zip_of,
)

READ = "read"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and the codes that it may be refused with; READ where it may be read."""

    name: str
    build: Callable[[], bytes]
    outcomes: frozenset[str]
    needs: str | None = None


def case(name: str, build: Callable[[], bytes], *outcomes: str, needs: str | None = None) -> Case:
    """Codes are written without ``document.``; ``needs`` is a program."""
    return Case(name, build, frozenset(code if code == READ else f"document.{code}" for code in outcomes), needs)


LAUGHS = "<!DOCTYPE d [<!ENTITY a '哈'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
BILLION_LAUGHS = LAUGHS + "]>"
OUTSIDE = "<!DOCTYPE d [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>"


def noise() -> bytes:
    return random.Random(7).randbytes(4000)


def zip_bomb() -> bytes:
    return docx(extra={"word/media/picture.bin": bytes(300 * _MIB)})


def xml_bomb() -> bytes:
    """One part that unpacks to more than any has: a paragraph with very much white space."""
    return docx("<w:p/>" + " " * (80 * _MIB))


def many_members() -> bytes:
    return docx(extra={f"word/media/{at}.bin": b"" for at in range(60_000)})


def deep_docx() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 5000 + paragraphs() + "</w:sdtContent></w:sdt>" * 5000)


def nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 80 + paragraphs() + "</w:tc></w:tr></w:tbl>" * 80)


def cells_docx() -> bytes:
    return docx(
        "<w:tbl>" + ("<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 60 + "</w:tr>") * 1000 + "</w:tbl>"
    )


def endless_text() -> bytes:
    return (TEXT + "本年度公开信息若干条。\n" * 40_000).encode()


def wide_cells() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    return docx(paragraphs() + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")


def announced_pages() -> bytes:
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [3 0 R] /Count 2000000000>>",
        3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
    }
    return pdf_of(objects)


def recursive_pages() -> bytes:
    tree = b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R>>"
    return pdf_of({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: tree})


def recursive_form() -> bytes:
    resources = b"/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources <</XObject <</X 5 0 R>>>>"
    return pdf(b"/X Do", more={5: stream_of(b"/X Do /X Do /X Do", entries=resources)})


def recursive_length() -> bytes:
    return pdf(more={4: b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"})


def locked_pdf() -> bytes:
    keys = b"/O <%s> /U <%s>" % (b"11" * 32, b"22" * 32)
    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [] /Count 0>>",
        9: b"<</Filter /Standard /V 1 /R 2 /P -4 %s>>" % keys,
    }
    return pdf_of(objects, trailer=b"/Encrypt 9 0 R /ID [<00> <00>]")


def pdf_stream_bomb() -> bytes:
    return pdf(b"q Q " * (8 * _MIB))


def pdf_many_rules() -> bytes:
    return pdf(b"".join(b"%d %d m %d %d l S " % (at % 595, at % 842, at % 300, at % 400) for at in range(100_000)))


def deep_arrays() -> bytes:
    return pdf(more={6: b"[" * 100_000})


def million_tags() -> bytes:
    return html("<p>" + "<b>公</b>" * 500_000)


def deep_html() -> bytes:
    return html("<div>" * 100_000 + LINES[0])


def wide_html() -> bytes:
    return html(f"<p>{LINES[0]}</p><table><tr><td colspan=1000000000 rowspan=1000000000>1</td><td>2</td></tr></table>")


def many_spans() -> bytes:
    return html("<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>1</td>" * 20 + "</tr>") * 500 + "</table>")


def scripts() -> bytes:
    return html("<script>while(true){}</script>" + "".join(f"<p onclick='x()'>{line}</p>" for line in LINES))


def deep_rtf() -> bytes:
    return b"{\\rtf1 " + b"{" * 200_000 + b"2023" + b"}" * 200_000 + b"}"


def archive(*, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zip_of({"a.txt": TEXT, "b.txt": TEXT}, method=method)


CORPUS: tuple[Case, ...] = (
    case("empty.txt", bytes, "empty"),
    case("empty.docx", bytes, "empty"),
    case("white space.txt", lambda: " \r\n\t\u3000\u00a0\n".encode() * 100, "empty"),
    case("noise.txt", noise, "undecodable"),
    case("noise.docx", noise, "damaged"),
    case("noise.pdf", noise, "damaged"),
    case("endless.txt", endless_text, "too_complex"),
    case("too many bytes.txt", lambda: b"2023\n" * (5 * _MIB), "too_large"),
    case("cut early.docx", lambda: docx()[:300], "damaged"),
    case("cut late.docx", lambda: docx()[:-30], "damaged"),
    case("no main part.docx", lambda: zip_of({"[Content_Types].xml": "<Types/>"}), "damaged"),
    case("zip bomb.docx", zip_bomb, "too_large"),
    case("xml bomb.docx", xml_bomb, "too_large"),
    case("many members.docx", many_members, "too_large"),
    case(
        "billion laughs.docx",
        lambda: docx(f"<w:p><w:r><w:t>&{'j'};</w:t></w:r></w:p>", declaration=BILLION_LAUGHS),
        "damaged",
    ),
    case("outside entity.docx", lambda: docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", declaration=OUTSIDE), "damaged"),
    case("deep.docx", deep_docx, "damaged", "too_complex"),
    case("nested tables.docx", nested_tables, "damaged", "too_complex", READ),
    case("many cells.docx", cells_docx, "too_complex"),
    case("wide cells.docx", wide_cells, READ),
    case("cut.pdf", lambda: pdf()[:300], "damaged", "empty"),
    case("no end.pdf", lambda: pdf()[:-60], "damaged", READ),
    case("announced pages.pdf", announced_pages, "too_complex", "damaged", "empty"),
    case("locked.pdf", locked_pdf, "encrypted"),
    case("many pages.pdf", lambda: pdf(n_pages=5000), "too_complex"),
    case("recursive pages.pdf", recursive_pages, "damaged", "empty", "too_complex"),
    case("recursive form.pdf", recursive_form, "crashed", "timeout", "damaged", "empty", "too_complex", READ),
    case("recursive length.pdf", recursive_length, "damaged", "empty", READ),
    case("stream bomb.pdf", pdf_stream_bomb, "damaged", "empty", "too_complex", "too_large", "timeout"),
    case("many rules.pdf", pdf_many_rules, "damaged", "empty", "too_complex", "timeout"),
    case("deep arrays.pdf", deep_arrays, "damaged", READ),
    case("million tags.html", million_tags, "too_complex", "too_large", READ),
    case("deep.html", deep_html, "too_complex", "damaged", READ),
    case("wide cells.html", wide_html, "too_complex", READ),
    case("many spans.html", many_spans, "too_complex", READ),
    case("scripts.html", scripts, READ),
    case("deep.rtf", deep_rtf, "conversion_failed", "damaged", "empty", "too_complex", READ, needs="soffice"),
    case("cut.rtf", lambda: rtf()[:-40], "conversion_failed", "damaged", READ, needs="soffice"),
    case(
        "billion laughs.odt",
        lambda: odt(("&j;",), declaration=BILLION_LAUGHS),
        "conversion_failed",
        "damaged",
        "empty",
        "too_complex",
        needs="soffice",
    ),
    case("no streams.doc", lambda: ole("WordDocument"), "conversion_failed", "damaged", "empty", needs="soffice"),
    case("picture bomb.png", lambda: png(60_000, 60_000), "too_complex", "too_large", needs="tesseract"),
    case("cut.png", lambda: png(600, 800)[:60], "damaged", needs="tesseract"),
    case(
        "table.xlsx",
        lambda: zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
        "unsupported",
    ),
    case("table.xls", lambda: ole("Workbook"), "unsupported"),
    case("talk.ppt", lambda: ole("PowerPoint Document"), "unsupported"),
    case("layout.ofd", lambda: zip_of({"OFD.xml": "<OFD/>"}), "unsupported"),
    case("program.doc", lambda: b"MZ\x90\x00" + bytes(200), "unsupported"),
    case("locked.docx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    case("reports.zip", archive, "archive"),
    case("reports in disguise.txt", archive, "archive"),
    case("reports.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(60), "archive"),
    case("reports.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(60), "archive"),
    case("../../../etc/passwd", TEXT.encode, READ),
    case("C:\\windows\\..\\report.txt", TEXT.encode, READ),
    case("text.pdf", TEXT.encode, READ),
    case("word.doc", docx, READ),
    case("word.pdf", docx, READ),
    case("pdf.docx", pdf, READ),
    case("page.doc", html, READ),
    case("page.txt", html, READ),
)
