"""Places in words: section, page or paragraph, table, row and column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.documents.document import Place, Source
from service.findings.places import cell_path, cells_path, cells_place, sentence_place
from service.forms.cell import Edition
from tests.draw.builders import SENTENCE, make_fact
from tests.findings.readings import checked


@pytest.mark.parametrize(
    ("edition", "cell_id", "path"),
    [
        ("V2", "outcomes.granted@natural_person", "表三“予以公开”行“自然人”列"),
        ("V2", "proactive.normative.issued", "表二“行政规范性文件”行“本年制发件数”列"),
        ("V2", "review.total", "表四“行政复议”行“总计”列"),
        ("V1", "p19.procurement.amount", "表二“政府集中采购”行“采购总金额”列"),
        ("V0b", "v0.requests.received", "统计表“收到申请数”行"),
        (None, "review.total", "表四“行政复议”行“总计”列"),
        ("V2", "of no table", "of no table"),
    ],
)
def test_way_to_a_cell(edition: Edition | None, cell_id: str, path: str) -> None:
    assert cell_path(edition, cell_id) == path


@pytest.mark.parametrize(
    ("cell_ids", "path"),
    [
        (["requests.new@total"], "表三“本年新收政府信息公开申请数量”行“总计”列"),
        (["outcomes.granted@total", "outcomes.granted@other"], "表三“予以公开”行"),
        (["outcomes.granted@total", "outcomes.partial@total"], "表三“总计”列"),
        (["outcomes.granted@total", "outcomes.partial@other"], "表三"),
        (["outcomes.granted@total", "review.total"], ""),
        (["of no table"], ""),
        ([], ""),
    ],
)
def test_what_cells_have_in_common(cell_ids: list[str], path: str) -> None:
    assert cells_path("V2", cell_ids) == path


@pytest.mark.parametrize(
    ("sentences", "place"),
    [((SENTENCE,), "一、总体情况 第1段"), (("工作平稳。", "渠道畅通。", SENTENCE), "一、总体情况 第3段")],
)
def test_sentence_is_counted_from_the_heading_of_its_section(sentences: tuple[str, ...], place: str) -> None:
    reading = checked(sentences=sentences, facts={"20件": "政府信息公开申请"})
    assert sentence_place(reading, reading.facts[0].evidence[0]) == place


def test_page_is_told_where_there_are_pages() -> None:
    reading = checked()
    (evidence,) = make_fact(reading.report.text, "20件", "申请").evidence
    placed = replace(evidence, source=Source(2, place=Place(3, (0, 0, 1, 1))))
    assert sentence_place(reading, placed) == "一、总体情况 第3页"


def test_cells_stand_in_the_section_of_their_table() -> None:
    reading = checked()
    section = "三、收到和处理政府信息公开申请情况"
    assert cells_place(reading, ["requests.new@total"]) == f"{section} 表三“本年新收政府信息公开申请数量”行“总计”列"
    assert cells_place(reading, ["of no table"]) == ""
