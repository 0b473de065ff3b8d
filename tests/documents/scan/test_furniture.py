"""Page numbers and running heads go; titles and prose stay."""

from __future__ import annotations

import pytest

from service.documents.document import Block, Paragraph, Source
from service.documents.scan.furniture import without_furniture

HEAD, PROSE = "政府信息公开工作年度报告", "全年共主动公开政府信息若干条，均按时发布。"


def page(*texts: str) -> list[Block]:
    return [Paragraph(text, Source(number)) for number, text in enumerate(texts)]


def texts(pages: list[list[Block]]) -> list[str]:
    return [block.text for block in without_furniture(pages) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("number", ["2", "— 2 —", "一2一", "- 12 -", "·3·"])
def test_page_numbers_go(number: str) -> None:
    assert texts([page(PROSE, number), page(number, PROSE)]) == [PROSE, PROSE]


@pytest.mark.parametrize("line", ["2023", "一、总体情况", "3件", "2023年1月5日"])
def test_other_last_lines_stay(line: str) -> None:
    assert texts([page(PROSE, line)]) == [PROSE, line]


def test_a_head_on_every_page_goes_however_it_was_recognised() -> None:
    pages = [
        page(HEAD, "某县2023年政府信息公开工作年度报告", PROSE),
        page("政府信急公开工作年庋报告", PROSE),
        page(HEAD, PROSE),
    ]
    assert texts(pages) == ["某县2023年政府信息公开工作年度报告", PROSE, PROSE, PROSE]


def test_the_title_stays_where_the_head_is_the_title() -> None:
    assert texts([page(HEAD, PROSE), page(HEAD, PROSE)]) == [HEAD, PROSE, PROSE]


def test_sentences_are_no_heads() -> None:
    assert texts([page(PROSE), page(PROSE)]) == [PROSE, PROSE]


def test_blocks_are_numbered_anew() -> None:
    blocks = without_furniture([page(PROSE, "1"), page(PROSE, PROSE, "2"), []])
    assert [block.source.block for block in blocks] == [0, 1, 2]
