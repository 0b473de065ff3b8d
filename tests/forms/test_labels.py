"""Labels as reports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.applications import row_labels
from service.forms.labels import body, is_fragment, label, match, number
from service.forms.layout import layout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、本年新收政府信息公开申请数量", "requests.new"),
        ("[bookmark: _Hlk66973412]一、本年新收政府信息公开申请数量", "requests.new"),
        ("二、上年度结转政府信息公开申请数量", "requests.carried_in"),
        ("四、结转下一年度继续办理", "requests.carried_out"),
        ("（一）予以公开", "outcomes.granted"),
        ("(一) 予 以 公 开", "outcomes.granted"),
        ("（二）部分公开（区分处理的，只计这一情况，不计其他情形）", "outcomes.partial"),
        ("2.其他法律、行政法规禁止公开", "outcomes.denied.law_forbidden"),
        ("2．其他法律法规禁止公开", "outcomes.denied.law_forbidden"),
        ('3.危及"三安全一稳定"', "outcomes.denied.security_stability"),
        ("5.属于三类内容事务信息", "outcomes.denied.internal_affairs"),
        ("6.属于四类过程性性信息", "outcomes.denied.process_info"),
        ("6.属于三类过程性信息", "outcomes.denied.process_info"),
        ("8.行政查询", "outcomes.denied.admin_query"),
        ("属于行政执法案卷", "outcomes.denied.enforcement_file"),
        ("2.重复申请", "outcomes.not_processed.duplicate"),
        ("4.无正当理由大量反复申请", "outcomes.not_processed.excessive"),
        ("5.要求行政机关确认或重新\n出具已获取信息", "outcomes.not_processed.reconfirm"),
        ("5.确认重新出具", "outcomes.not_processed.reconfirm"),
        ("1.申请人无正当理由逾期不补正", "outcomes.other.no_correction"),
        ("2.申请人逾期未按收费通知要求", "outcomes.other.fee_unpaid"),
        ("2.申请人", "outcomes.other.fee_unpaid"),
        ("3.其他", "outcomes.other.misc"),
        ("其他", "outcomes.other.misc"),
        ("3.其他处理", "outcomes.other.misc"),
        ("（六）其他处理", "outcomes.other"),
        ("其他处理", "outcomes.other"),
        ("（三）不予公开", "outcomes.denied"),
        ("（七）合计", "outcomes.total"),
    ],
)
def test_label_is_known_with_its_variants(text: str, expected: str) -> None:
    labels = row_labels(layout("V2").table("applications"))
    index = match(text, labels)
    assert index is not None
    assert labels[index].id == expected


@pytest.mark.parametrize(
    "text", ["", "其他主动公开文件", "申请人", "合法权益", "1.其", "公开", "行政奖励", "一" * 5000]
)
def test_what_is_no_label_is_not_forced_into_one(text: str) -> None:
    assert match(text, row_labels(layout("V2").table("applications"))) is None


def test_other_processing_is_a_row_of_the_edition_of_2019() -> None:
    labels = row_labels(layout("V1").table("applications"))
    index = match("（六）其他处理", labels)
    assert index is not None
    assert (labels[index].id, labels[index].is_row) == ("outcomes.other.all", True)


def test_among_equals_the_next_in_order_is_taken() -> None:
    labels = (label("first", ["其他"]), label("second", ["其他"]))
    assert match("其他", labels, after=-1) == 0
    assert match("其他", labels, after=0) == 1


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("一、本年新收", "一", "本年新收"),
        ("(三)不予公开", "（三）", "不予公开"),
        ("㈢不予公开", "（三）", "不予公开"),
        ("⒊其他", "3", "其他"),
        ("1. 属于国家秘密", "1", "属于国家秘密"),
        ("本年（2023）制发件数", None, "本年制发件数"),
        ("2023年制发件数", None, "本年制发件数"),
        ("现行有效件数（历史累计）", None, "现行有效件数"),
    ],
)
def test_number_and_words_are_told_apart(text: str, expected: str | None, words: str) -> None:
    assert (number(text), body(text)) == (expected, words)


def test_a_fragment_has_two_characters() -> None:
    reconfirm = label("reconfirm", ["要求行政机关确认或重新出具已获取信息"])
    assert is_fragment("出具已获取信息", reconfirm)
    assert not is_fragment("出", reconfirm)


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    match(text, row_labels(layout("V2").table("applications")))
    number(text)
