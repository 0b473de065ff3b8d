"""Pages say what the report says: read here by a parser and by search in the text, not by the service."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.documents.generate import generate
from benchmarks.documents.render_html import EXTENSIONS, VARIANTS
from benchmarks.documents.report import EDITIONS, Edition, GeneratedReport, Sheet

# Divs, tables in pieces and wrong spans are no grids that can be compared cell by cell.
WITH_RIGHT_TABLES = [
    "portal, paragraphs, utf-8",
    "portal, headings, thead, gb18030",
    "layout tables, line breaks, gb2312",
    "sidebars, divs, utf-8 without meta",
    "messenger, sections",
    "old page, upper case, unclosed",
    "saved by Word",
    "saved by WPS",
    "xhtml",
]
HIDDEN = "script, style, template, noscript, head, [style*='display:none']"


def markup(data: bytes, variant: str) -> str:
    """The text of a page by its marks, else as UTF-8, else as GB18030."""
    if EXTENSIONS[variant] == ".mhtml":
        part = next(
            part for part in email.message_from_bytes(data, policy=email.policy.SMTP).walk() if not part.is_multipart()
        )
        content = part.get_content()
        assert isinstance(content, str)
        return content
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def parsed(data: bytes, variant: str) -> LexborHTMLParser:
    """The page without what nobody sees."""
    page = LexborHTMLParser(markup(data, variant))
    for node in page.css(HIDDEN):
        node.decompose()
    return page


def bare(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def pieces(report: GeneratedReport) -> list[str]:
    """Headings, paragraphs and the cells of tables in the order in which they stand in the report."""
    found = [*report.preamble]
    for part in report.parts:
        found.append(part.heading)
        for piece in part.body:
            found += [cell.text for row in piece.rows() for cell in row] if isinstance(piece, Sheet) else [piece]
    return [bare(text) for text in [*found, *report.signature]]


def assert_in_order(wanted: list[str], text: str) -> None:
    at = 0
    for piece in wanted:
        found = text.find(piece, at)
        assert found >= 0, f"{piece} is not behind {text[max(0, at - 40) : at]}"
        at = found + len(piece)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_page_says_what_the_report_says(variant: str, edition: Edition) -> None:
    report = generate(5, edition)
    page = parsed(VARIANTS[variant](report), variant)
    assert page.body is not None
    text = bare(page.body.text())
    assert bare(report.title) in text
    wanted = [piece for piece in pieces(report) if piece]
    if "header repeated" in variant or "cut tables" in variant:
        wanted = [bare(line) for line in report.paragraphs() if line != report.title]
    assert_in_order(wanted, text)


@pytest.mark.parametrize("variant", WITH_RIGHT_TABLES)
@pytest.mark.parametrize("seed", range(3))
def test_every_cell_covers_what_it_covers_in_the_report(variant: str, seed: int) -> None:
    report = generate(seed, "V2")
    page = parsed(VARIANTS[variant](report), variant)
    grids = [grid(table) for table in page.css("table") if is_innermost(table)]
    for sheet in report.sheets():
        wanted = {place: bare(cell.text) for place, cell in sheet.covering().items()}
        assert any(wanted.items() <= found.items() for found in grids)


def is_innermost(table: LexborNode) -> bool:
    return len(table.css("table")) == 1


def grid(table: LexborNode) -> dict[tuple[int, int], str]:
    """What covers each place of a table, spans counted as browsers count them."""
    places: dict[tuple[int, int], str] = {}
    for row, line in enumerate(table.css("tr")):
        column = 0
        for cell in line.css("td, th"):
            while (row, column) in places:
                column += 1
            down, right = int(cell.attributes.get("rowspan") or 1), int(cell.attributes.get("colspan") or 1)
            text = bare(cell.text())
            places |= {(row + i, column + j): text for i in range(down) for j in range(right)}
    return places


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_report_gives_the_same_page(variant: str) -> None:
    assert VARIANTS[variant](generate(3, "V1")) == VARIANTS[variant](generate(3, "V1"))


def test_xhtml_is_well_formed() -> None:
    root = etree.fromstring(VARIANTS["xhtml"](generate(1, "V2")))
    assert root.tag == "{http://www.w3.org/1999/xhtml}html"


@pytest.mark.parametrize(
    ("variant", "declared", "actual"),
    [
        ("layout tables, line breaks, gb2312", b"gb2312", "gb2312"),
        ("portal, words over spans, wrong meta", b"utf-8", "gbk"),
        ("a span one row too long", b"gb2312", "utf-8"),
        ("old page, upper case, unclosed", None, "gbk"),
    ],
)
def test_charset_is_declared_rightly_wrongly_or_not_at_all(variant: str, declared: bytes | None, actual: str) -> None:
    data = VARIANTS[variant](generate(2, "V2"))
    found = re.search(rb"charset=\"?([\w-]+)", data)
    assert (found and found[1]) == declared
    assert "总体情况" in data.decode(actual)
