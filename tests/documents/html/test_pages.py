from __future__ import annotations

import pytest

from service.forms.cell import Edition
from tests.documents.html.pages import PAGES
from tests.documents.html.report import AGENCY, TITLE, Reading, body, lines, read, tables, values


@pytest.fixture(params=PAGES, name="reading")
def _reading(request: pytest.FixtureRequest) -> Reading:
    return read(PAGES[request.param]())


def test_every_cell_of_a_page_is_exact(reading: Reading) -> None:
    assert reading.cells == values()
    assert reading.form.edition == "V2"
    assert reading.form.extra_rows == ()


def test_a_page_tells_title_agency_and_sections(reading: Reading) -> None:
    assert (reading.report.title, reading.report.agency, reading.report.year) == (TITLE, AGENCY, 2023)
    assert all(section.present for section in reading.report.sections)


def test_the_narrative_is_the_paragraphs_without_what_stands_around_them(reading: Reading) -> None:
    assert reading.lines == lines()


@pytest.mark.parametrize("edition", ["V1", "V2"])
@pytest.mark.parametrize("seed", range(5))
def test_both_editions_are_read(edition: Edition, seed: int) -> None:
    page = f"<html><body><h1>{TITLE}</h1>{body(tables(edition, seed=seed))}</body></html>"
    reading = read(page)
    assert reading.form.edition == edition
    assert reading.cells == values(edition, seed)


def test_a_page_without_the_title_takes_it_from_its_head() -> None:
    page = f"<html><head><title>{TITLE}_青禾县人民政府</title></head><body><div>{body(tables())}</div></body></html>"
    assert read(page).lines == lines()


def test_a_title_in_a_menu_of_links_is_not_the_title() -> None:
    menu = "".join(f"<li><a href='{year}.html'>青禾县水务局{year}年政府信息公开年报</a></li>" for year in (2021, 2022))
    assert read(f"<html><body><ul>{menu}</ul><h1>{TITLE}</h1>{body(tables())}</body></html>").report.title == TITLE


@pytest.mark.parametrize(
    "page",
    [
        "<div style='display:none'><h1>{title}</h1>{body}</div>",
        "<div class='print-content'><h1>{title}</h1><div class='foot-box'>{body}</div></div>",
        "<div class='left'><ul><li>公开指南<li>公开制度<li>公开目录</ul></div><div><h1>{title}</h1><hr>{body}</div>",
        "<a href=/>首页</a> <a href=/a>公开</a><br><h1>{title}</h1>{body}<br><a href=/b>上一篇：青禾县水务局2022年年报</a>",
        "<form><div><h1>{title}</h1><div>{body}</div></div></form><div class=dlg><p>您即将离开本网站。</p></div>",
        "<h1>{title}</h1><table><tr><td>{body}</td><td class=side><p>热门：</p><a href=/a>公开年报</a></td></tr></table>",
    ],
    ids=["hidden", "named otherwise", "menu without links", "no container", "dialog", "column beside"],
)
def test_the_report_is_found_wherever_it_stands(page: str) -> None:
    reading = read("<html><body>" + page.format(title=TITLE, body=body(tables())) + "</body></html>")
    assert reading.cells == values()
    assert reading.lines == lines()


def test_a_preamble_in_a_box_named_like_furniture_stays() -> None:
    whole = body(tables())
    box, rest = whole.split("\n", 1)
    assert (
        read(f"<html><body><h1>{TITLE}</h1><div class=top>{box}</div><div>{rest}</div></body></html>").lines == lines()
    )
