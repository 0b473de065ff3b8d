"""The HTML page: it shows everything, needs nothing but itself, and nothing of the document acts in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from service.documents.document import Paragraph, Problem, Source
from service.draw.appearance import appearance
from service.draw.html.document import html_page
from service.reading import Reading
from tests.draw.builders import SENTENCE, TEXT, make_blocks, make_fact, make_finding, make_reading
from tests.forms.tables import row, ruled, zeros

HOSTILE = (
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "'><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "</style><style>*{display:none}",
    "&lt;b&gt;&#60;b&#62;",
    "\u202e21\u2066",
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "aside"),
    *(
        "h1",
        "h2",
        "p",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "small",
        "code",
        "span",
        "div",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    ),
    *("details", "summary", "figure", "figcaption", "table", "tr", "td"),
}


class Page(HTMLParser):
    """The elements, the texts and the attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def values(self, name: str) -> list[str]:
        return [value for attribute, value in self.attributes if attribute == name]


def full_reading() -> Reading:
    """Facts, findings of every verdict, an unknown row and a missing cell."""
    facts = [
        make_fact(TEXT, "20件", "收到政府信息公开申请", id="f1"),
        make_fact(TEXT, "12件", "网上提交", id="f2", part_of="f1", doubtful=True, confidence=0.41, channel="网上"),
    ]
    findings = [
        make_finding("文字与表不符。", facts=("f1",), cells=("requests.new@total", "requests.new@other")),
        make_finding("缺少一节。", severity="warning"),
        make_finding("还不能断定。", verdict="undecided", facts=("f2",)),
        make_finding("两数相符。", verdict="holds"),
    ]
    grids = ruled("V2", row(zeros("V2"), "requests.new", "1", "", "/", "件", "0", "0", "1"))
    reading = make_reading(make_blocks(grids=grids), facts=facts, findings=findings)
    lost = replace(reading.form.cells["requests.new@other"], status="missing", value=None, source=None)
    doubtful = replace(reading.form.cells["review.upheld"], doubtful=True, confidence=0.5, value=Decimal(3))
    cells = {**reading.form.cells, "requests.new@other": lost, "review.upheld": doubtful}
    problems = (Problem("document.damaged_page", "第3页已损坏。"),)
    return replace(reading, form=replace(reading.form, cells=cells), problems=problems)


def test_the_page_is_well_formed_and_its_names_are_its_own() -> None:
    page = Page(html_page(full_reading()))
    assert (page.unbalanced, page.open) == ([], [])
    ids = Counter(page.values("id"))
    assert {id: n for id, n in ids.items() if n > 1} == {}
    assert {link.removeprefix("#") for link in page.values("href")} <= set(ids)


def test_the_page_needs_nothing_but_itself_and_runs_nothing() -> None:
    html = html_page(full_reading())
    page = Page(html)
    assert set(page.tags) <= TAGS
    assert not page.values("src")
    assert all(link.startswith("#") for link in page.values("href"))
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "default-src 'none'" in page.values("content")[0]
    assert not re.search(r"url\(|@import|https?:", html)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["sentence", "cell", "heading", "name", "omitted"])
def test_nothing_of_the_document_acts_in_the_page(text: str, place: str) -> None:
    grids = ruled("V2", row(zeros("V2"), "requests.new", *[text] * 7) if place == "cell" else zeros("V2"))
    sentence = SENTENCE + text if place == "sentence" else SENTENCE
    blocks = list(make_blocks(sentence=sentence, grids=grids))
    if place == "heading":
        blocks[1] = Paragraph(f"一、总体情况{text}", Source(1))
    if place == "omitted":
        blocks.append(Paragraph(f"责任编辑：{text}", Source(len(blocks))))
    reading = make_reading(blocks, name=f"{text}.docx" if place == "name" else "report.docx")
    page = Page(html_page(reading))
    plain = Page(html_page(make_reading(make_blocks())))
    assert set(page.tags) <= TAGS
    assert (page.unbalanced, page.open) == ([], [])
    assert {name for name, _ in page.attributes} == {name for name, _ in plain.attributes}
    shown = text.replace("\u202e", "⟨U+202E⟩").replace("\u2066", "⟨U+2066⟩")
    assert shown in page.text


def test_facts_are_marked_in_the_sentence_and_told_beside_it() -> None:
    html = html_page(full_reading())
    assert re.search(r'<span class="quantity fails k0" id="fact-0-0" tabindex="0">20件', html)
    assert re.search(r'<span class="quantity doubtful k1" id="fact-1-0" tabindex="0">12件', html)
    assert re.search(r'<span class="label doubtful k1">网上提交</span>', html)
    text = Page(html).text
    for told in (
        "收到（受理）依申请公开数量",
        "存疑 0.41",
        "网上 属于f1",
        "属于　收到（受理）依申请公开数量 20件（f1）",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("cell_id", "state"),
    [
        ("requests.new@natural_person", "read"),
        ("requests.new@business", "blank"),
        ("requests.new@research", "not_applicable"),
        ("requests.new@social", "unreadable"),
        ("review.upheld", "doubtful"),
    ],
)
def test_cells_have_the_class_of_their_state_and_say_it(cell_id: str, state: str) -> None:
    reading = full_reading()
    assert reading.form.cells[cell_id].status == ("read" if state == "doubtful" else state)
    cell = re.search(
        rf'<td class="s-{state}[^"]*" id="cell-{re.escape(cell_id)}" tabindex="0">(.*?)</td>',
        html_page(reading),
        re.DOTALL,
    )
    assert cell is not None
    assert appearance().states[state].zh in cell[1]
    assert f"<code>{cell_id}</code>" in cell[1]


def test_what_fails_is_marked_at_its_cell_and_its_sentence_with_the_message() -> None:
    html = html_page(full_reading())
    cell = re.search(r'<td class="s-read fails[^"]*" id="cell-requests.new@total".*?</td>', html, re.DOTALL)
    assert cell is not None
    assert "文字与表不符。" in cell[0]
    notes = re.findall(r'<p class="note fails"><a class="badge" href="#finding-1">1</a>(.*?)</p>', html)
    assert notes == ["文字与表不符。"] * 2  # beside the sentence and below the table
    for message in ("缺少一节。", "还不能断定。", "第3页已损坏。"):
        assert message in html
    assert "两数相符。" not in html


def test_missing_cells_stand_in_a_list_by_rows() -> None:
    text = " ".join(Page(html_page(full_reading())).text.split())
    assert "缺失的格1" in text
    assert re.search(r"表三 本年新收政府信息公开申请数量\s?其他", text)


def test_the_summary_counts() -> None:
    html = html_page(full_reading())
    tiles = dict(re.findall(r'<li class="([\w -]+)"><b>(\d+)</b>', html))
    assert tiles["s-missing"] == "1"
    assert tiles["s-fact"] == "2"
    assert (tiles["v-fails"], tiles["v-undecided"], tiles["v-holds"]) == ("2", "1", "1")


def test_sections_divide_the_document_and_absent_ones_are_told() -> None:
    html = html_page(full_reading())
    margins = re.findall(r'<div class="margin">\s*(?:<p><b>(.)</b>)?', html)
    assert margins == ["", "一", "二", "三", "四"]
    assert "没有找到的章节<span>2</span>" in html


def test_paragraphs_that_are_no_narrative_are_shown_as_left_out() -> None:
    blocks = [*make_blocks(), Paragraph("打印本页 关闭窗口", Source(8))]
    assert '<p class="omitted"><span>略去</span>打印本页 关闭窗口</p>' in html_page(make_reading(blocks))


def test_a_document_of_which_nothing_is_known_has_a_page_too() -> None:
    page = Page(html_page(make_reading([Paragraph("会议通知", Source(0))])))
    for told in ("机关名称未识别", "年度未识别", "没有统计表"):
        assert told in page.text
