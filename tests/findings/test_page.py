"""The HTML page needs nothing but itself, and nothing of a report gets out of its place in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.documents.document import Problem
from service.findings.files import findings_html
from service.findings.verdicts import PersonVerdict, Verdicts
from tests.draw.builders import make_finding
from tests.findings.readings import checked, only

HOSTILE = "<script>alert(1)</script>\"'><img src=http://a.example/x onerror=y>\x00\u202e{{7*7}}"


def texts(page: str, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in LexborHTMLParser(page).css(selector)]


def test_page_tells_head_counts_and_findings() -> None:
    reading = checked(facts={"20件": "政府信息公开申请"})
    n_errors = sum(finding.verdict == "fails" and finding.severity == "error" for finding in reading.findings)
    page = findings_html(reading)
    assert texts(page, "h1") == ["甲县水务局2023年"]
    assert "report.docx" in texts(page, ".origin")[0]
    assert texts(page, ".summary li")[0] == f"{n_errors}错误"
    assert len(texts(page, ".g-error .entry")) == n_errors > 0
    assert "20件" in texts(page, "mark")
    assert any("缺少章节" in text for text in texts(page, ".problems li"))
    assert texts(page, "footer") == [f"软件 1 文件 {reading.id}"]


def test_page_of_a_report_without_findings_says_so() -> None:
    assert texts(findings_html(only(checked())), ".clean") == ["没有发现不符之处。"]


def test_dismissed_findings_are_struck_and_tell_why() -> None:
    finding = make_finding("两数不同")
    verdicts = Verdicts().having(checked(), finding, PersonVerdict("dismissed", HOSTILE))
    page = findings_html(only(checked(), finding), verdicts=verdicts)
    assert texts(page, "section.g-dismissed .message") == ["两数不同"]
    assert "alert(1)" in texts(page, "section.g-dismissed .judged")[0]


@pytest.mark.parametrize("n", [1, 2])
def test_nothing_of_a_report_becomes_markup(n: int) -> None:
    reading = checked(
        sentences=(f"全年收到政府信息公开申请20件{HOSTILE}",), facts={"20件": "政府信息公开申请"}, name=HOSTILE
    )
    finding = make_finding(
        HOSTILE, rule=HOSTILE, key=HOSTILE, left=HOSTILE, right=HOSTILE, reading=HOSTILE, facts=("f1",)
    )
    undecided = replace(finding, verdict="undecided")
    reading = replace(
        only(reading, finding, undecided),
        report=replace(reading.report, agency=HOSTILE, title=HOSTILE),
        problems=(Problem("x", HOSTILE),),
        versions={HOSTILE: HOSTILE},
    )
    page = findings_html([reading] * n)
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, link, iframe, object, form, [onerror], [src]")
    assert not re.findall("[\x00\u202e]", page)
    assert "⟨U+202E⟩" in page
    assert all(str(node.attributes["href"]).startswith("#") for node in tree.css("[href]"))
    assert not re.search(r"url\(|@import|https?://", page.split("<style>")[1].split("</style>")[0])


def test_several_reports_have_a_table_of_contents() -> None:
    page = findings_html([checked(), checked(agency="乙县水务局")])
    assert len(texts(page, ".contents tbody tr")) == 2
    links = {str(node.attributes["href"])[1:] for node in LexborHTMLParser(page).css(".contents a")}
    assert links == {str(node.id) for node in LexborHTMLParser(page).css("article")}
