"""Indented paragraphs broken into lines."""

from __future__ import annotations

from service.documents.document import Paragraph
from service.documents.text.blocks import read_text

SENTENCE = "全年围绕河道治理、农村供水和水土保持等重点工作，主动公开政府信息12条，其中网站公开8条。"
WIDTH = 20


def broken(text: str) -> list[str]:
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]


def texts(text: str) -> list[str]:
    return [block.text for block in read_text(text) if isinstance(block, Paragraph)]


def test_lines_of_an_indented_paragraph_are_joined() -> None:
    paragraphs = [SENTENCE * 2, SENTENCE, SENTENCE * 3, "下一步抓好落实。", SENTENCE]
    lines = [line for paragraph in paragraphs for line in broken("\u3000\u3000" + paragraph)]
    assert texts("\n".join(["一、总体情况", *lines])) == ["一、总体情况", *paragraphs]


def test_headings_behind_a_full_line_stand_alone() -> None:
    full = "全年共公开政务信息若干条次并接受社会监督。"[:18]
    lines = [line for _ in range(5) for line in broken("\u3000\u3000" + SENTENCE)]
    found = texts("\n".join([*lines, "\u3000\u3000" + full, "二、主动公开政府信息情况"]))
    assert found == [SENTENCE] * 5 + [full, "二、主动公开政府信息情况"]


def test_lines_without_indents_are_left_to_the_repair_of_page_breaks() -> None:
    lines = [line for _ in range(5) for line in broken(SENTENCE)]
    assert texts("\n".join(lines)) == lines
