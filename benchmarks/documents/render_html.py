"""Reports → web pages as portals serve them and as word processors save them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from html import escape
from importlib import resources
from random import Random
from string import Template
from types import MappingProxyType
from typing import Literal

from benchmarks.documents import html_cells, html_prose, html_tables
from benchmarks.documents.html_prose import Kind, ProseLine, ProseWriter
from benchmarks.documents.html_tables import Tables
from benchmarks.documents.report import GeneratedReport, Sheet

Page = Literal["portal", "layout_tables", "sidebars", "wechat", "old", "bare", "office", "strict"]


@dataclass(frozen=True, slots=True)
class Charset:
    """How a page is encoded and what it says about that; ``declared`` is None where it says nothing."""

    encoding: str
    declared: str | None
    mark: bytes = b""

    def meta(self, *, short: bool, closed: bool) -> str:
        """The tag that names the encoding, in its long or its short form."""
        if self.declared is None:
            return ""
        end = " />" if closed else ">"
        if short:
            return f'<meta charset="{self.declared}"{end}'
        return f'<meta http-equiv="Content-Type" content="text/html; charset={self.declared}"{end}'

    def encode(self, html: str) -> bytes:
        """The bytes of the page; what the encoding has not is written as a character reference."""
        return self.mark + html.encode(self.encoding, "xmlcharrefreplace")


UTF8 = Charset("utf-8", "utf-8")
GB2312 = Charset("gb2312", "gb2312")
GBK = Charset("gbk", "GBK")
GB18030 = Charset("gb18030", "gb18030")
GBK_AS_GB2312 = Charset("gbk", "gb2312")
GBK_UNDECLARED = Charset("gbk", None)
UTF8_UNDECLARED = Charset("utf-8", None)
GBK_AS_UTF8 = Charset("gbk", "utf-8")
UTF8_AS_GB2312 = Charset("utf-8", "gb2312")
UTF8_MARKED = Charset("utf-8", "gb2312", mark=b"\xef\xbb\xbf")
UTF16_MARKED = Charset("utf-16-le", "unicode", mark=b"\xff\xfe")


@dataclass(frozen=True, slots=True)
class Design:
    """One way to publish a report as a page."""

    page: Page
    charset: Charset
    prose: ProseWriter
    tables: Tables
    title_inside: bool = False


def render(report: GeneratedReport, design: Design) -> bytes:
    """The report as a page of that design; the same each time."""
    return design.charset.encode(_page(report, design))


def render_archive(report: GeneratedReport, design: Design) -> bytes:
    """The page with a picture in one file, as browsers save it (MHTML)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    message["Subject"] = report.title
    message["MIME-Version"] = "1.0"
    message.set_content(_page(report, design), subtype="html", charset=design.charset.encoding, cte="quoted-printable")
    message.add_related(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", maintype="image", subtype="gif", cid="<logo@page>")
    message.set_boundary(f"----MultipartBoundary--{report.seed:08}----")
    return message.as_bytes()


def _page(report: GeneratedReport, design: Design) -> str:
    # The same report in the same design gives the same bytes, whatever was rendered before.
    random = Random(f"{report.seed} {design.page} {design.charset}")
    template = resources.files(__package__).joinpath("pages", f"{design.page}.html").read_text(encoding="utf-8")
    title_inside = design.title_inside or design.page in ("bare", "office")
    return Template(template).substitute(
        charset=design.charset.meta(short=random.random() < 0.5, closed=design.page == "strict"),
        encoding=design.charset.encoding,
        title=escape(report.title),
        agency=escape(report.agency),
        year=report.year,
        published=f"{report.year + 1}-01-{random.randint(10, 31)}",
        index=f"{random.randint(10**10, 10**11)}/{report.year + 1}-{random.randint(10000, 99999)}",
        number=random.randint(100, 999),
        article="\n".join(_article(report, design, random, title_inside=title_inside)),
    )


def _article(report: GeneratedReport, design: Design, random: Random, *, title_inside: bool) -> Iterator[str]:
    run: list[ProseLine] = []
    for piece in _pieces(report, title_inside=title_inside):
        if isinstance(piece, Sheet):
            yield design.prose(run, random) if run else ""
            run = []
            yield design.tables.html(piece, random)
        else:
            run.append(piece)
    yield design.prose(run, random)


def _pieces(report: GeneratedReport, *, title_inside: bool) -> Iterator[ProseLine | Sheet]:
    if title_inside:
        yield ProseLine(report.title, "title")
    yield from _lines(report.preamble, "text")
    for part in report.parts:
        yield ProseLine(part.heading, "heading")
        for piece in part.body:
            yield ProseLine(piece, "text") if isinstance(piece, str) else piece
    yield from _lines(report.signature, "signature")


def _lines(texts: Sequence[str], kind: Kind) -> Iterator[ProseLine]:
    return (ProseLine(text, kind) for text in texts)


_DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "portal, paragraphs, utf-8": Design("portal", UTF8, html_prose.paragraphs, Tables(html_tables.table)),
        "portal, headings, thead, gb18030": Design(
            "portal", GB18030, html_prose.headings, Tables(html_tables.headed_table, html_cells.broken)
        ),
        "portal, words over spans, wrong meta": Design(
            "portal", GBK_AS_UTF8, html_prose.spans, Tables(html_tables.table, html_cells.spanned)
        ),
        "layout tables, line breaks, gb2312": Design(
            "layout_tables", GB2312, html_prose.breaks, Tables(html_tables.table, html_cells.in_paragraphs, nested=2)
        ),
        "layout tables, blocks apart, gbk called gb2312": Design(
            "layout_tables",
            GBK_AS_GB2312,
            html_prose.paragraphs,
            Tables(html_tables.table, html_cells.padded, "blocks", nested=3),
        ),
        "sidebars, divs, utf-8 without meta": Design(
            "sidebars", UTF8_UNDECLARED, html_prose.divs, Tables(html_tables.table, html_cells.stacked)
        ),
        "sidebars, title twice, cut tables": Design(
            "sidebars", UTF8_MARKED, html_prose.paragraphs, Tables(html_tables.table, cuts="middle"), title_inside=True
        ),
        "messenger, sections": Design(
            "wechat", UTF8, html_prose.sections, Tables(html_tables.table, html_cells.spanned)
        ),
        "old page, upper case, unclosed": Design(
            "old", GBK_UNDECLARED, html_prose.unclosed, Tables(html_tables.unclosed_table)
        ),
        "old page, header repeated": Design(
            "old", GBK, html_prose.breaks, Tables(html_tables.unclosed_table, html_cells.broken, "middle with header")
        ),
        "spans beyond the table": Design("portal", UTF8, html_prose.paragraphs, Tables(html_tables.overlong_table)),
        "a span one row too long": Design(
            "bare", UTF8_AS_GB2312, html_prose.divs, Tables(html_tables.misspanned_table)
        ),
        "divs as tables": Design("sidebars", UTF8, html_prose.paragraphs, Tables(html_tables.div_table)),
        "divs with classes": Design(
            "portal", UTF8, html_prose.divs, Tables(html_tables.class_table, html_cells.in_paragraphs)
        ),
        "divs with roles": Design("wechat", UTF8, html_prose.sections, Tables(html_tables.role_table)),
        "divs in a grid": Design("portal", UTF8, html_prose.headings, Tables(html_tables.grid_table)),
        "saved by Word": Design(
            "office", GBK_AS_GB2312, html_prose.office, Tables(html_tables.office_table, html_cells.office)
        ),
        "saved by WPS": Design("office", UTF8, html_prose.wps, Tables(html_tables.office_table, html_cells.spanned)),
        "saved by Word, utf-16": Design(
            "office", UTF16_MARKED, html_prose.office, Tables(html_tables.office_table, html_cells.office)
        ),
        "xhtml": Design("strict", UTF8, html_prose.well_formed, Tables(html_tables.table, html_cells.well_formed)),
    }
)
_ARCHIVES: Mapping[str, Design] = MappingProxyType(
    {
        "saved by a browser (mhtml)": Design("portal", UTF8, html_prose.paragraphs, Tables(html_tables.table)),
        "saved by a browser (mhtml), gbk": Design(
            "layout_tables", GBK_AS_GB2312, html_prose.breaks, Tables(html_tables.table, html_cells.padded, nested=2)
        ),
    }
)

VARIANTS: Mapping[str, Callable[[GeneratedReport], bytes]] = MappingProxyType(
    {name: partial(render, design=design) for name, design in _DESIGNS.items()}
    | {name: partial(render_archive, design=design) for name, design in _ARCHIVES.items()}
)
EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {name: ".mhtml" if name in _ARCHIVES else ".html" for name in VARIANTS}
)
