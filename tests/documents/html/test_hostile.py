from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.html.blocks import read_html
from service.documents.html.tree import Element, parse
from service.errors import DamagedDocument, DocumentTooComplex
from tests.documents.html.report import TITLE, body, tables

N = 100_000


@pytest.mark.parametrize(
    "page",
    [
        "<p>x</p>" * N,
        "<div>" * N,
        "<table><tr><td>" * N,
        "<table><tr>" + "<td>1" * N,
        "<table><tr>" + "<td>1" * 200,
        "<br>" * 40_000 + "规章<br>" * 40_000,
        "<pre>" + "规章|1\n" * N,
        '<div>规章<br>规章<br>规章<br>规章</div><div style="display:grid;grid-template-columns:repeat(100,1fr)">'
        + '<div style="grid-row:span 99999">规章</div><div>1</div>' * 20_000
        + "</div>",
        "MIME-Version: 1.0\r\n" + "Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n" * 1000,
    ],
    ids=["tags", "depth", "tables", "cells", "columns", "lines", "text", "grid", "parts"],
)
def test_more_than_any_report_has_is_refused(page: str) -> None:
    with pytest.raises(DocumentTooComplex):
        read_html(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        "<a " + " ".join(f"a{n}=1" for n in range(N)) + ">",
        '<a b="' * N,
        "<a b=c " * N,
        "<" * (N // 2),
        "<!--" * N,
        "<script>" * N,
        "&amp;" * N,
        '<p style="' + "x" * N + '">',
        "<p>".join(f"<b id={n}>" for n in range(N // 4)),
        "<table>" + "<tr><td rowspan=65535>1" * 100 + "<tr><td>规章" * 10_000,
        "<table><tr><td>" * 25 + "<p>字。</p>" * 20_000,
        "规章<br>" * 5 + "<div>" * 1900 + "规章",
    ],
    ids=[
        *("attributes", "quotes", "no end", "angles", "comments", "scripts", "entities", "long attribute"),
        *("formatting", "rowspans", "frames", "thin"),
    ],
)
def test_what_costs_other_parsers_much_is_read(page: str) -> None:
    read_html(page.encode())


def test_an_archive_without_a_page_is_damaged() -> None:
    with pytest.raises(DamagedDocument):
        read_html(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")


PIECES = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<td colspan=2 rowspan=3>",
            "<th>",
            "<tbody>",
            "<caption>",
        ),
        *(
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<li>",
            "<ul>",
            "</ul>",
            "<ol>",
            "<span style='display:none'>",
            "</span>",
            "<b>",
            "</b>",
        ),
        *(
            "<a href=x>",
            "</a>",
            "<br>",
            "<h1>",
            "</h2>",
            "<pre>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<",
            "&lt;",
            '"',
            "<p a='",
        ),
        *(
            "一、总体情况",
            "规章",
            "12",
            "全年公开信息十二条，收到申请七件。",
            " ",
            "<span style='display:table-cell'>",
            "<svg>",
            "</svg>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_markup_is_read_and_grids_are_sound(page: str) -> None:
    blocks = read_html(page.encode()).blocks
    assert [block.source.block for block in blocks] == list(range(len(blocks)))


@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_tree_is_one(page: str) -> None:
    tree = parse(page)
    found = [child for element in tree.elements for child in element.children if isinstance(child, Element)]
    assert len(set(map(id, found))) == len(found) == len(tree.elements) - 1
    order = {id(element): at for at, element in enumerate(tree.elements)}
    assert all(child.parent is not None and order[id(child.parent)] < order[id(child)] for child in found)


@given(st.integers(min_value=0))
def test_a_truncated_page_is_read(cut: int) -> None:
    page = f"<html><body><h1>{TITLE}</h1>{body(tables())}</body></html>".encode()
    read_html(page[: cut % len(page)].decode(errors="ignore").encode() or b"<p>x</p>")
