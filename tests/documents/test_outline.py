from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Document
from service.documents.outline import read_report
from service.documents.report import Report
from service.documents.text.blocks import read_text

PREAMBLE = "本报告由青禾县水务局按照《中华人民共和国政府信息公开条例》编制，统计期限为2023年1月1日至12月31日。"
BODY = f"""青禾县水务局2023年政府信息公开工作年度报告
{PREAMBLE}
一、总体情况
（一）主动公开
2023年，全局主动公开政府信息 12 条。
二、主动公开政府信息情况
规章 | 0 | 0 | 0
行政规范性文件 | 1 | 0 | 2
三、收到和处理政府信息公开申请情况
全年未收到申请。
一、本年新收政府信息公开申请数量 | 0 | 0
四、结转下年度继续办理 | 0 | 0
四、政府信息公开行政复议、行政诉讼情况
结果维持 | 总计
0 | 0
五、存在的主要问题及改进情况
公开渠道还不够多样。下一步，加强培训。
六、其他需要报告的事项
无。
青禾县水务局
2024年1月18日
"""
FORM = ["一", "二", "三", "四", "五", "六"]


def report_of(text: str) -> Report:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return read_report(Document("report.txt", "text", digest, read_text(text)))


def passages(report: Report) -> list[tuple[str | None, str]]:
    return [(passage.section, report.text[passage.start : passage.end]) for passage in report.passages]


def test_a_report_tells_title_agency_year_and_sections() -> None:
    report = report_of(BODY)
    assert report.title == "青禾县水务局2023年政府信息公开工作年度报告"
    assert (report.agency, report.year) == ("青禾县水务局", 2023)
    assert [(section.number, section.present) for section in report.sections] == [(number, True) for number in FORM]
    assert [section.kind for section in report.sections] == ["prose", "table", "table", "table", "prose", "prose"]
    assert len(report.tables) == 3


def test_text_holds_all_prose_and_no_table() -> None:
    report = report_of(BODY)
    expected = [line.replace(" ", "") for line in BODY.splitlines() if "|" not in line]
    assert report.text.split("\n") == expected


def test_lines_point_back_to_their_blocks() -> None:
    report = report_of(BODY)
    at = report.text.index("公开渠道还")
    source = report.source_at(at + 3)
    assert source is not None
    block = report.document.blocks[source.block]
    assert block.source == source
    assert report.text[at : at + 10] in getattr(block, "text", "")


def test_passages_are_paragraphs_with_their_headings() -> None:
    assert passages(report_of(BODY)) == [
        (None, PREAMBLE),
        ("一", "一、总体情况\n（一）主动公开\n2023年，全局主动公开政府信息12条。"),
        ("三", "三、收到和处理政府信息公开申请情况\n全年未收到申请。"),
        ("五", "五、存在的主要问题及改进情况\n公开渠道还不够多样。下一步，加强培训。"),
        ("六", "六、其他需要报告的事项\n无。"),
    ]


@pytest.mark.parametrize(
    "signature", ["青禾县水务局 2024年1月18日", "青禾县水务局            2024 年 1 月 18 日", "2024年1月18日"]
)
def test_a_signature_is_no_passage(signature: str) -> None:
    report = report_of(BODY.replace("青禾县水务局\n2024年1月18日", signature))
    assert report.text.endswith("18日")
    assert passages(report)[-1] == ("六", "六、其他需要报告的事项\n无。")


def test_a_truncated_report_lacks_the_last_sections() -> None:
    report = report_of(BODY[: BODY.index("四、政府")])
    assert [section.number for section in report.sections if not section.present] == ["四", "五", "六"]


@pytest.mark.parametrize("answer", ["无", "无。", "未收取信息处理费", "共收取信息处理费20元"])
def test_a_short_answer_stays_with_its_heading(answer: str) -> None:
    report = report_of(BODY.replace("无。", answer))
    assert passages(report)[-1] == ("六", f"六、其他需要报告的事项\n{answer}")


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        ("青禾县水务局\n2023年政府信息公开工作年度报告", "青禾县水务局", 2023),
        ("青禾县水务局\n\n2023年政府信息公开工作年度报告", "青禾县水务局", 2023),
        ("青禾县水务局2022年政府信息公开\n工作年度报告", "青禾县水务局", 2022),
        ("县水务局2023年政府信息公开工作\n年度报告", "青禾县水务局", 2023),
        ("2023年度青禾县水务局政府信息公开工作年度报告", "青禾县水务局", 2023),
        ("青禾县水务局政府信息公开工作年度报告（2023年）", "青禾县水务局", 2023),
        ("青禾县水务局政府信息公开工作年度报告\n（2023年度）", "青禾县水务局", 2023),
        ("青禾县水务局关于2023年政府信息公开工作情况的报告", "青禾县水务局", 2023),
        ("青禾县水务局二〇二三年政府信息公开年报", "青禾县水务局", 2023),
        ("青禾县水务局 ２０２３ 年政务公开工作年度报告", "青禾县水务局", 2023),
        ("青禾县人民政府2023年政府信息公开工作年度报告", "青禾县人民政府", 2023),
        ("青禾县人民政府信息公开工作年度报告（2023）", "青禾县人民政府", 2023),
        ("青禾县人民政府办公室2023年政府信息公开工作年度报告", "青禾县人民政府办公室", 2023),
        ("《青禾县水务局2023年政府信息公开工作年度报告》", "青禾县水务局", 2023),
        ("**青禾县水务局2023年政府信息公开工作年度报告**", "青禾县水务局", 2023),
        ("关于青禾县水务局2023年政府信息公开工作年度报告的公告", "青禾县水务局", 2023),
        ("青禾县水务局（县河长制办公室）2023年政府信息公开工作年度报告", "青禾县水务局（县河长制办公室）", 2023),
        ("首页 > 政务公开 > 政府信息公开年报\n青禾县水务局2023年政府信息公开工作年度报告", "青禾县水务局", 2023),
        ("2023年政府信息公开工作年度报告", "青禾县水务局", 2023),
        ("政府信息公开工作年度报告", "青禾县水务局", 2023),
        (
            "首页 > 政务公开\n发布日期：2024-01-18 浏览次数：35\n青禾县水务局2023年政府信息公开工作年度报告",
            "青禾县水务局",
            2023,
        ),
    ],
)
def test_titles(lines: str, agency: str, year: int) -> None:
    report = report_of(BODY.replace("青禾县水务局2023年政府信息公开工作年度报告", lines))
    assert (report.agency, report.year) == (agency, year)
    assert report.text.index(report.text.splitlines()[0]) == 0
    assert passages(report)[0] == (None, PREAMBLE)


@pytest.mark.parametrize(
    ("heading", "written", "title"),
    [
        ("一、总体情况", "1、总体情况", None),
        ("一、总体情况", "一、概述", "概述"),
        ("一、总体情况", "总体情况", "总体情况"),
        ("一、总体情况", "第一部分 总体情况", None),
        ("一、总体情况", "一. 总体情况：", "总体情况"),
        ("二、主动公开政府信息情况", "二、主动公开政府\n信息情况", "主动公开政府信息情况"),
        ("五、存在的主要问题及改进情况", "五、存在的主要问题\n\n及改进情况", "存在的主要问题及改进情况"),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四，政府信息公开行政复议，行政诉讼情况",
            "政府信息公开行政复议，行政诉讼情况",
        ),
        ("二、主动公开政府信息情况", "二、行政机关主动公开政府信息情况", "行政机关主动公开政府信息情况"),
        ("二、主动公开政府信息情况", "二、主动公开政府信息情况 | |||", "主动公开政府信息情况"),
        (
            "三、收到和处理政府信息公开申请情况",
            "三、行政机关收到和处理政府信息公开申请的情况",
            "行政机关收到和处理政府信息公开申请的情况",
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、政府信息公开行政法复议行政诉讼情况",
            "政府信息公开行政法复议行政诉讼情况",
        ),
        (
            "五、存在的主要问题及改进情况",
            "五、政府信息公开工作存在的主要问题和改进措施",
            "政府信息公开工作存在的主要问题和改进措施",
        ),
        ("五、存在的主要问题及改进情况", "四、存在的主要问题及改进情况", "存在的主要问题及改进情况"),
        ("六、其他需要报告的事项", "六、需要报告的其他事项", "需要报告的其他事项"),
        ("六、其他需要报告的事项\n", "六、其他需要报告的事项。", "其他需要报告的事项"),
        ("六、其他需要报告的事项\n", "六、其他需要报告的事项 ", "其他需要报告的事项"),
    ],
)
def test_headings_in_other_words(heading: str, written: str, title: str | None) -> None:
    report = report_of(BODY.replace(heading, written))
    number = heading[0]
    (section,) = [section for section in report.sections if section.number == number]
    if title is None:
        assert not section.present
    else:
        assert (section.present, section.title) == (True, title)


@pytest.mark.parametrize("style", ["{}、", "第{}部分 ", "{}. ", "（{}）"])
def test_headings_numbered_in_another_way(style: str) -> None:
    text = BODY
    for at, number in enumerate(FORM, start=1):
        for title in ("总体", "主动公开", "收到", "政府信息公开行政", "存在的", "其他需要"):
            text = text.replace(f"\n{number}、{title}", "\n" + style.format(at if style == "{}. " else number) + title)
    assert all(section.present for section in report_of(text).sections)


@pytest.mark.parametrize("number", FORM)
def test_a_missing_heading_is_told(number: str) -> None:
    lines = [line for line in BODY.splitlines() if not line.startswith(number + "、") or "|" in line]
    sections = report_of("\n".join(lines)).sections
    assert [section.number for section in sections if not section.present] == [number]


def test_a_contents_list_is_not_taken_for_the_headings() -> None:
    listed = "\n".join(line for line in BODY.splitlines() if line[1:2] == "、" and "|" not in line)
    report = report_of(BODY.replace(PREAMBLE, f"目录\n{listed}\n{PREAMBLE}"))
    below = {section.number: section.source.block for section in report.sections if section.source is not None}
    assert min(below.values()) > 7


OLD = """青禾县2012年政府信息公开工作年度报告
一、概述
2012年，全县公开信息300条。
二、主动公开政府信息的情况
公开信息300条。
三、依申请公开政府信息和不予公开政府信息的情况
受理申请2件。
四、政府信息公开的收费及减免情况
没有收费。
五、因政府信息公开申请行政复议、提起行政诉讼的情况
没有发生。
六、政府信息公开工作存在的主要问题及改进情况
一是人员不足。
七、附表
"""


def test_an_old_report_keeps_its_own_headings() -> None:
    report = report_of(OLD)
    assert report.year == 2012
    assert [section.number for section in report.sections] == ["一", "二", "三", "四", "五", "六", "七"]
    assert report.sections[3].title == "政府信息公开的收费及减免情况"
    assert all(section.present for section in report.sections)
    assert ("四", "四、政府信息公开的收费及减免情况\n没有收费。") in passages(report)


@pytest.mark.parametrize("text", ["无", "一、", "|\n|", "2023年", "关于转发通知的报告\n请查收。", "1\n2\n3"])
def test_what_is_no_report_is_read_all_the_same(text: str) -> None:
    report = report_of(text)
    assert [section.present for section in report.sections].count(True) <= 1


LINES = [*BODY.splitlines(), "", "\t规章", "\t0", "1", "打印 关闭", "全年公开信息3条", "（一）", "无"]


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_every_paragraph_is_in_one_passage(lines: list[str]) -> None:
    report = report_of("\n".join(lines))
    covered = [at for passage in report.passages for at in range(passage.start, passage.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    for start, _ in report.lines:
        line = report.text[start:].split("\n")[0]
        if line.endswith("。"):
            assert start in covered


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_lines_and_offsets_agree(lines: list[str]) -> None:
    report = report_of("\n".join(lines))
    assert [start for start, _ in report.lines] == [
        0 if at == 0 else sum(len(line) + 1 for line in report.text.split("\n")[:at]) for at in range(len(report.lines))
    ]
    assert len(report.lines) == (len(report.text.split("\n")) if report.text else 0)
