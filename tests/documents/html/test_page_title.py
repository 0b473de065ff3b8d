from __future__ import annotations

import pytest

from tests.documents.html.report import AGENCY, TITLE, body, lines, read, tables

MENU = "<ul><li>公开指南</li><li>法定主动公开内容</li><li>政府信息公开年报</li><li>依申请公开</li></ul>"
YEARS = "<ul><li>2021年政府信息公开年报</li><li>2022年政府信息公开年报</li></ul>"


@pytest.mark.parametrize(
    "page",
    [
        "{menu}<h1>{title}</h1>{body}",
        "{menu}<p>{title}</p>{body}",
        "<table><tr><td>法定主动公开内容</td></tr><tr><td>信息公开年报</td></tr></table><p>{title}</p>{body}",
        "<div><p>法定主动公开内容</p><p>信息公开年报</p></div><p>首页 &gt; 年报 &gt; 正文</p><h2>{title}</h2><div>{body}</div>",
        "{years}<h1>{title}</h1>{body}",
        "<h1>{title}</h1>{years}<div><div>{body}</div></div>",
        "<h1>{title}</h1><div><div>{body}</div></div>{years}",
        "<title>{title} - 青禾县</title><p>{title}</p>{years}<div><div>{body}</div></div>",
        "{menu}<div>您访问的链接即将离开本网站，是否继续？请确认后再跳转。</div><h1>{title}</h1>{body}",
        "{menu}<p>{agency}</p><p>{rest}</p>{body}",
        "<table><tr><td>{menu}</td><td><table><tr><td>{agency}</td></tr><tr><td>{rest}</td></tr></table>{body}</td></tr></table>",
    ],
    ids=[
        *("menu", "menu, plain title", "rows of a menu", "column and trail", "years above", "years between"),
        *("years below", "title in the head", "dialog", "two lines", "two lines in rows"),
    ],
)
def test_the_title_is_that_of_the_report(page: str) -> None:
    given = {"title": TITLE, "agency": AGENCY, "rest": TITLE.removeprefix(AGENCY), "menu": MENU, "years": YEARS}
    reading = read(f"<html><body>{page.format(**given, body=body(tables()))}</body></html>")
    assert reading.report.title == TITLE
    assert reading.lines == lines()


def test_a_title_without_a_year_is_better_than_none() -> None:
    title = "青禾县水务局政府信息公开工作年度报告"
    reading = read(f"<html><body>{MENU}<h1>{title}</h1>{body(tables())}</body></html>")
    assert (reading.report.title, reading.report.agency, reading.report.year) == (title, AGENCY, 2023)
