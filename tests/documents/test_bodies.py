"""What stands below each heading, which number it bears, where it is repeated, and what signs the report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Document
from service.documents.heading import heading_end
from service.documents.outline import read_report
from service.documents.report import Report
from service.documents.text.blocks import read_text

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
TITLE = "青禾县水务局2023年政府信息公开工作年度报告"
SIGNATURE = "青禾县水务局\n2024年1月18日"
BODIES = [
    "全年公开信息12条。",
    "表在下面。",
    "申请不多。",
    "没有复议。",
    "渠道不多。\n还要加强培训。",
    "未收取信息处理费。",
]


def report_of(*lines: str) -> Report:
    return read_report(Document("report.txt", "text", "0" * 64, read_text("\n".join(lines))))


def whole(headings: list[str] = HEADINGS, bodies: list[str] = BODIES, *, signature: str = SIGNATURE) -> Report:
    pairs = (line for pair in zip(headings, bodies, strict=True) for line in pair if line)
    return report_of(TITLE, *pairs, signature)


def test_every_section_has_what_stands_below_it() -> None:
    report = whole()
    assert [(report.section_text(number) or "").strip() for number in "一二三四五六"] == BODIES
    assert report.signature is not None
    assert report.text[slice(*report.signature)] == SIGNATURE


def test_the_last_section_of_an_unsigned_report_goes_to_its_end() -> None:
    report = whole(signature="")
    assert report.signature is None
    assert report.section_text("六") == BODIES[5]


def test_a_section_that_is_not_there_has_no_body() -> None:
    report = whole(HEADINGS[:3] + HEADINGS[4:], BODIES[:3] + BODIES[4:])
    assert report.section_text("四") is None
    assert (report.section_text("三") or "").strip() == BODIES[2]
    assert report.section_text("七") is None


def test_a_section_without_content_has_an_empty_body() -> None:
    assert whole(bodies=[*BODIES[:5], ""]).section_text("六") == ""


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("六、其他需要报告的事项 无", "无"),
        ("六、其他需要报告的事项：无。", "无。"),
        (
            "六、其他需要报告的事项。本年度未收取信息处理费，也没有其他事项。",
            "本年度未收取信息处理费，也没有其他事项。",
        ),
        ("六、其他需要报告的事项：", ""),
    ],
)
def test_what_follows_in_the_line_of_a_heading_is_below_it(line: str, body: str) -> None:
    assert whole([*HEADINGS[:5], line], [*BODIES[:5], ""]).section_text("六") == f"{body}\n".lstrip()


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("一、总体情况", 6),
        ("一、总体情况。全年平稳。", 7),
        ("五、存在的主要问题 及改进情况", 15),
        ("无标记的一段话。", 8),
    ],
)
def test_a_heading_ends_where_its_title_does(text: str, end: int) -> None:
    assert heading_end(text) == end


def test_the_number_that_a_heading_bears() -> None:
    report = whole([*HEADINGS[:5], "五、其他需要报告的事项"])
    assert [section.printed for section in report.sections] == ["一", "二", "三", "四", "五", "五"]
    bare = whole([heading[2:] for heading in HEADINGS])
    assert [section.printed for section in bare.sections] == [None] * 6


def test_a_heading_that_stands_there_twice() -> None:
    report = whole(bodies=[*BODIES[:4], f"渠道不多。\n{HEADINGS[4]}\n还要加强培训。", BODIES[5]])
    assert [len(section.again) for section in report.sections] == [0, 0, 0, 0, 1, 0]


def test_a_list_of_contents_is_no_repetition_and_no_section() -> None:
    lines = [line for pair in zip(HEADINGS, BODIES, strict=True) for line in pair]
    report = report_of(TITLE, *HEADINGS, *lines, SIGNATURE)
    assert not any(section.again for section in report.sections)
    assert (report.section_text("一") or "").strip() == BODIES[0]


@given(st.lists(st.sampled_from([*HEADINGS, *BODIES, "规章 | 0 | 0 | 0", "", TITLE, SIGNATURE]), max_size=24))
def test_bodies_are_stretches_of_the_text_and_never_overlap(lines: list[str]) -> None:
    report = report_of("开头的一行。", *lines)
    bodies = sorted(section.body for section in report.sections if section.body is not None)
    assert all(0 <= start <= end <= len(report.text) for start, end in bodies)
    assert all(one[1] <= other[0] for one, other in zip(bodies, bodies[1:], strict=False))
    assert all((section.body is not None) == (section.source is not None) for section in report.sections)
