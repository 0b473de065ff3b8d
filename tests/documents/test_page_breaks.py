from __future__ import annotations

import pytest

from service.documents.document import Paragraph, Source
from service.documents.page_breaks import repair

HEAD = "全年围绕河道治理、农村供水、水土保持等重点，持续加大公开力度，把政务公开纳入年度考核"


def repaired(*texts: str, after_gap: bool = True) -> list[str]:
    return [
        paragraph.text
        for paragraph in repair([Paragraph(text, Source(at), after_gap) for at, text in enumerate(texts)])
    ]


@pytest.mark.parametrize(
    ("head", "tail", "joined"),
    [
        (HEAD, "范围，作为评优依据。", HEAD + "范围，作为评优依据。"),
        (HEAD, "核范围，作为评优依据。", HEAD + "范围，作为评优依据。"),
        (HEAD, "纳入年度考核范围，作为评优依据。", HEAD + "范围，作为评优依据。"),
        (
            "严格落实发布审核制度，把好关口。依照《青禾县",
            "水务局信息发布办法》执行。",
            "严格落实发布审核制度，把好关口。依照《青禾县水务局信息发布办法》执行。",
        ),
        ("围绕河道治理、农村供水、", "水土保持开展工作。", "围绕河道治理、农村供水、水土保持开展工作。"),
        (
            "围绕重点领域持续发力，扎实推进各类政府信息公开",
            "开展专题培训。",
            "围绕重点领域持续发力，扎实推进各类政府信息公开开展专题培训。",
        ),
        (
            "全年通过各类渠道公开信息，其中网站公开政务信息1",
            "12条。",
            "全年通过各类渠道公开信息，其中网站公开政务信息112条。",
        ),
        (
            "一是公开不够及时，重发布轻回应；二是解读",
            "二是解读形式单一；三是人员不足。",
            "一是公开不够及时，重发布轻回应；二是解读形式单一；三是人员不足。",
        ),
        (HEAD + "，培训3期，753", "，753人次参加。", HEAD + "，培训3期，753人次参加。"),
        (HEAD + "，培训50人次。", "，培训50人次。社会反映良好。", HEAD + "，培训50人次。社会反映良好。"),
        (HEAD + "，结转0件。", "0件。答复规范。", HEAD + "，结转0件。答复规范。"),
    ],
    ids=[
        "cut",
        "one character repeated",
        "words repeated",
        "open bracket",
        "enumeration",
        "natural doubling",
        "digits",
        "the beginning of an item repeated",
        "digits repeated",
        "the end of a sentence repeated from a comma on",
        "the end of a sentence repeated",
    ],
)
def test_cut_paragraph_is_joined(head: str, tail: str, joined: str) -> None:
    assert repaired(head, tail) == [joined]


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (HEAD + "。", "范围不断扩大。"),
        (HEAD, "二、主动公开政府信息情况"),
        (HEAD, "（二）依申请公开情况。全年收到申请3件。"),
        (HEAD, "2.依申请公开。"),
        (HEAD, "二是加强培训。"),
        (HEAD, "青禾县水务局"),
        (HEAD, "2024年1月18日"),
        ("（一）河道治理信息主动公开及门户网站栏目建设情况", "全年公开信息12条。"),
        ("青禾县水务局2023年政府信息公开工作年度报告", "本报告由青禾县水务局编制。"),
        ("一是加强学习；", "落实责任。"),
    ],
)
def test_separate_paragraphs_stay_apart(head: str, tail: str) -> None:
    assert repaired(head, tail) == [head, tail]


def test_without_a_gap_only_an_open_end_is_joined() -> None:
    assert repaired(HEAD, "范围不断扩大。", after_gap=False) == [HEAD, "范围不断扩大。"]
    assert repaired(HEAD + "，", "范围不断扩大。", after_gap=False) == [HEAD + "，范围不断扩大。"]


def test_a_long_tail_repeated_after_a_finished_sentence_is_taken_out() -> None:
    tail = "认真落实信息发布三级审核制度。"
    assert repaired(HEAD + "。" + tail, tail + "全年无泄密事件。") == [HEAD + "。" + tail + "全年无泄密事件。"]


def test_lines_broken_at_one_width_are_joined() -> None:
    text = (
        "全年围绕河道治理农村供水水土保持等重点持续加大公开力度把政务公开纳入年度考核范围作为科室评优的重要依据并定期通报结果"
        * 4
        + "。"
    )
    lines = [text[at : at + 30] for at in range(0, len(text), 30)]
    assert repaired("一、总体情况", *lines, "（一）主动公开情况", after_gap=False) == [
        "一、总体情况",
        text,
        "（一）主动公开情况",
    ]


def test_digits_take_half_the_room_of_a_line() -> None:
    lines = [
        "围绕重点领域持续加大公开力度全年公开各类政务信息",
        "1200条其中网站900条公众号300条比上年增加12.5%主动",
        "接受社会各界监督并定期向社会通报公开工作进展情况取",
    ] * 3
    assert repaired(*lines, "得实效。", after_gap=False) == ["".join(lines) + "得实效。"]


def test_width_of_lines_may_be_known_from_the_rest_of_the_document() -> None:
    head, tail = HEAD[:30], HEAD[30:] + "范围。"
    lines = [Paragraph(text, Source(at)) for at, text in enumerate((head, tail))]
    assert [paragraph.text for paragraph in repair(lines, wrapped_width=30)] == [head + tail]
    assert len(repair(lines)) == 2


def test_heading_said_again_as_a_caption_stays_a_heading() -> None:
    texts = ("三、收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请情况统计表")
    assert repaired(*texts) == [*texts]


def test_joined_paragraph_keeps_the_source_of_its_first_part() -> None:
    (joined,) = repair([Paragraph(HEAD, Source(4), True), Paragraph("范围。", Source(5), True)])
    assert joined.source == Source(4)
