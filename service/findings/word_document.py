"""Lists of findings → a Word document that a clerk signs: a head, a table of what is to be put right, the rest."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from service.findings.entry import Entry
from service.findings.listing import Listing
from service.findings.word_styles import set_up
from service.findings.word_table import Piece, TableColumn, add_table
from service.findings.words import Group, shown, words

_LISTED: tuple[Group, ...] = ("error", "warning", "information")
_COLUMNS = (
    TableColumn("序号", 1.1, centred=True),
    TableColumn("程度", 1.3, centred=True),
    TableColumn("位置", 3.4),
    TableColumn("原文、原表数据", 5.2),
    TableColumn("存在的问题", 5.3),
    TableColumn("整改建议", 4.0),
    TableColumn("依据", 3.2),
    TableColumn("核实意见", 2.2),
)
_BRIEF_COLUMNS = (
    TableColumn("序号", 1.1, centred=True),
    TableColumn("规则", 5.6),
    TableColumn("原因", 15.4),
    TableColumn("核实意见", 3.6),
)
_DISMISSED_COLUMNS = (
    TableColumn("序号", 1.1, centred=True),
    TableColumn("位置", 5.6),
    TableColumn("原列问题", 13.4),
    TableColumn("核实意见", 5.6),
)
_HEADINGS = {
    "undecided": "无法断定的核对",
    "broken": "规则有误、未能核对的事项",
    "dismissed": "经核实排除的事项",
}


def word_document(listings: Iterable[Listing]) -> bytes:
    """The document of these lists, each beginning on a page of its own."""
    document = Document()
    set_up(document)
    for index, listing in enumerate(listings):
        _add_listing(document, listing, on_new_page=index > 0)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _add_listing(document: WordDocument, listing: Listing, *, on_new_page: bool) -> None:
    _add_head(document, listing, on_new_page=on_new_page)
    parts = listing.parts
    listed = [entry for group in _LISTED for entry in parts.get(group, ())]
    if listed:
        _heading(document, "需要整改或核实的事项")
        add_table(document, _COLUMNS, [_row(entry) for entry in listed])
    else:
        document.add_paragraph("没有发现不符之处。")
    for group, heading in _HEADINGS.items():
        entries = parts.get(group)  # type: ignore[call-overload]
        if entries:
            _heading(document, f"{heading}（{len(entries)}项）")
            columns = _DISMISSED_COLUMNS if group == "dismissed" else _BRIEF_COLUMNS
            add_table(document, columns, [_brief(entry) for entry in entries])
    document.add_paragraph("经办人：＿＿＿＿＿＿　　复核人：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日", style="签署")
    document.add_paragraph(shown(f"{listing.versions}　文件 {listing.reading.id}"), style="小注")


def _add_head(document: WordDocument, listing: Listing, *, on_new_page: bool) -> None:
    title = document.add_paragraph(style="Title")
    title.paragraph_format.page_break_before = on_new_page
    title.add_run(shown(f"{listing.agency}{listing.year}\n政府信息公开工作年度报告整改清单"))
    document.add_paragraph(shown(f"文件：{listing.reading.document.name}　　表格：{listing.form}"), style="题注行")
    _add_counts(document.add_paragraph(), listing)
    for text in (*(f"缺少章节：{name}" for name in listing.absent), *_problems(listing)):
        document.add_paragraph(shown(text))


def _problems(listing: Listing) -> Sequence[str]:
    return [f"读取问题：{problem.message}" for problem in listing.reading.problems]


def _add_counts(paragraph: Paragraph, listing: Listing) -> None:
    """How many of each, those that there are in bold."""
    paragraph.add_run("核对情况：")
    always = (*_LISTED, "undecided")
    told = [
        (zh, listing.counts[group]) for group, zh in words().groups.items() if listing.counts[group] or group in always
    ]
    for zh, count in told:
        paragraph.add_run(f"{zh}{count}项，").bold = bool(count)
    reading = listing.reading
    paragraph.add_run(f"相符{listing.n_holds}项；读出表格{listing.n_cells}格、叙述事实{len(reading.facts)}条。")


def _heading(document: WordDocument, text: str) -> None:
    document.add_paragraph(text, style="Heading 1")


def _row(entry: Entry) -> list[list[list[Piece]]]:
    """The cells of a finding that is to be put right, each a list of paragraphs."""
    problem = [[Piece(entry.rule, bold=True)], [Piece(entry.finding.message)]]
    if entry.figures:
        compared = f"（{entry.finding.reading}）" if entry.finding.reading else ""
        problem.append([Piece(f"两数：{entry.figures[0]} 与 {entry.figures[1]}{compared}")])
    return [
        [[Piece(str(entry.number))]],
        [[Piece(entry.grade, bold=entry.group == "error")]],
        [[Piece(place)] for place in entry.places],
        [
            [Piece(s.text, bold=s.role == "quantity", underlined=s.role == "label") for s in q.segments]
            for q in entry.quoted
        ],
        problem,
        [[Piece(suggestion)] for suggestion in entry.suggestions],
        [[Piece(entry.basis)]],
        [[Piece(entry.judged)]],
    ]


def _brief(entry: Entry) -> list[list[list[Piece]]]:
    """The cells of any other finding; what was dismissed is struck out."""
    struck = entry.group == "dismissed"
    first = "；".join(entry.places) if struck else entry.rule
    said = [[Piece(first, struck=struck)], [Piece(entry.finding.message, struck=struck)], [Piece(entry.judged)]]
    return [[[Piece(str(entry.number))]], *([paragraph] for paragraph in said)]
