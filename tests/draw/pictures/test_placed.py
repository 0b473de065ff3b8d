"""What is marked, by page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.documents.document import Block, Grid, Paragraph
from service.draw.marks import marks
from service.draw.pictures.placed import PageMarks, placed
from tests.draw.builders import TEXT, make_blocks, make_fact, make_finding, make_reading, on_page, with_places

CELL = "requests.new@total"


def page_blocks(*, width: int = 60) -> list[Block]:
    """The short report over three pages: text on the first, a table on each of the others, two on the last."""
    blocks: list[Block] = []
    for at, block in enumerate(make_blocks()):
        page = 1 if at < 5 else 2 if at < 7 else 3
        if isinstance(block, Grid):
            blocks.append(with_places(block, page=page, top=80.0 + 40 * at))
        elif isinstance(block, Paragraph):
            blocks.append(on_page(block.text, at, page=page, top=60.0 + 40 * at, width=width))
    return blocks


def pages(blocks: list[Block], **given: object) -> dict[int, PageMarks]:
    facts = [make_fact(TEXT, "20件", "收到政府信息公开申请", id="f1"), make_fact(TEXT, "12件", "网上提交", id="f2")]
    findings = [make_finding(cells=(CELL,), facts=("f2",))]
    reading = make_reading(blocks, facts=facts, findings=findings, format="pdf", pages=4, **given)  # type: ignore[arg-type]
    return placed(reading, marks(reading))


def test_words_of_facts_have_their_rectangles() -> None:
    words = pages(page_blocks())[1].words
    assert [(one.mark.fact.id, one.role) for one in words] == [
        ("f1", "label"),
        ("f1", "quantity"),
        ("f2", "label"),
        ("f2", "quantity"),
    ]
    # 全年收到政府信息公开申请20件: the 12th to the 15th character, 10 points each.
    assert words[1].box == (170.0, 140.0, 200.0, 152.0)


def test_words_on_two_lines_have_a_rectangle_on_each() -> None:
    words = [one for one in pages(page_blocks(width=13))[1].words if one.mark.fact.id == "f1"]
    assert [(one.role, one.box) for one in words] == [
        ("label", (70.0, 140.0, 170.0, 152.0)),
        ("quantity", (170.0, 140.0, 180.0, 152.0)),
        ("quantity", (50.0, 156.0, 70.0, 168.0)),
    ]


def test_cells_and_grids_stand_on_their_pages() -> None:
    found = pages(page_blocks())
    assert {page: [grid.number for _, grid in marks.grids] for page, marks in found.items()} == {
        1: [1],
        2: [2],
        3: [3],
        4: [],
    }
    taken = {page: sum(len(cell.written.marks) for cell in marks.cells) for page, marks in found.items()}
    assert taken == {1: 10, 2: 175, 3: 15, 4: 0}


def test_sections_go_on_over_the_pages_to_the_next_heading() -> None:
    found = pages(page_blocks())
    told = {
        page: [(one.section.number, one.top, one.bottom, one.continued) for one in marks.stretches]
        for page, marks in found.items()
    }
    assert told == {
        1: [("一", 100.0, 180.0, False), ("二", 180.0, None, False)],
        2: [("二", 0.0, 260.0, True), ("三", 260.0, None, False)],
        3: [("三", 0.0, 340.0, True), ("四", 340.0, None, False)],
        4: [("四", 0.0, None, True)],
    }


def test_findings_stand_on_every_page_where_they_fail() -> None:
    found = pages(page_blocks())
    assert {page: [finding.number for _, finding in marks.findings()] for page, marks in found.items()} == {
        1: [1],
        2: [1],
        3: [],
        4: [],
    }


def test_facts_are_told_in_reading_order_once_each() -> None:
    assert [mark.fact.id for _, mark in pages(page_blocks(width=13))[1].facts()] == ["f1", "f2"]


@pytest.mark.parametrize("status", ["doubtful", "ambiguous", "unreadable"])
def test_cells_open_to_doubt_are_told(status: str) -> None:
    reading = make_reading(page_blocks(), format="pdf", pages=3)
    cell = reading.form.cells[CELL]
    doubted = replace(cell, doubtful=True) if status == "doubtful" else replace(cell, status=status, value=None)  # type: ignore[arg-type]
    reading = replace(reading, form=replace(reading.form, cells={**reading.form.cells, CELL: doubted}))
    assert [mark.cell.id for _, mark in placed(reading, marks(reading))[2].doubted()] == [CELL]


def test_a_document_without_places_has_no_marks_on_pages() -> None:
    assert pages(list(make_blocks())) == {}
