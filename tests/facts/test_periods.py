"""上年 at the head of a clause puts its figure into the year before, each case beside a twin of this year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.periods import last_year_words
from service.facts.words import Range


def _words(text: str, label: str, quantity: str, *, report_year: int = 2023) -> str | None:
    return last_year_words(text, label=_last(text, label), quantity=_last(text, quantity), report_year=report_year)


def _last(text: str, quote: str) -> Range:
    at = text.rindex(quote)
    return at, at + len(quote)


@pytest.mark.parametrize(
    ("text", "label", "quantity", "words"),
    [
        ("上年收到申请8件", "收到申请", "8件", "上年"),
        ("全年收到申请13件。上年收到申请8件", "收到申请", "8件", "上年"),
        ("全年新收13件，去年新收8件", "新收", "8件", "去年"),
        ("（上年度收到申请8件）", "收到申请", "8件", "上年度"),
        ("而上一年同期收到申请8件", "收到申请", "8件", "上一年"),
        ("上年我局共收到申请8件", "收到申请", "8件", "上年"),
        ("上年收到8件申请", "申请", "8件", "上年"),
        ("上年未收到申请", "申请", "未收到", "上年"),
        ("2022年收到申请8件", "收到申请", "8件", "2022年"),
        ("2022年度收到申请8件", "收到申请", "8件", "2022年度"),
        ("上 年收到申请8件", "收到申请", "8件", "上年"),
        ("截至上年底现行有效的规范性文件为23件", "规范性文件", "23件", "上年"),
        ("截止到去年年末有效的规范性文件23件", "规范性文件", "23件", "去年"),
        ("到2022年底关注人数为23人", "关注人数", "23人", "2022年"),
    ],
)
def test_year_before_stands_directly_before_what_is_counted(
    text: str, label: str, quantity: str, words: str | None
) -> None:
    assert _words(text, label, quantity) == words


@pytest.mark.parametrize(
    ("text", "label", "quantity"),
    [
        ("收到申请8件", "收到申请", "8件"),
        ("上年结转申请2件", "申请", "2件"),
        ("上一年度结转的撤回1件", "撤回", "1件"),
        ("2022年遗留的复议案件1起", "复议案件", "1起"),
        ("去年未办结的申请2件", "申请", "2件"),
        ("较上年多收到申请8件", "收到申请", "8件"),
        ("比上年收到申请8件", "收到申请", "8件"),
        ("与上年收到申请8件", "收到申请", "8件"),
        ("由上年度申请引起的复议3件", "复议", "3件"),
        ("上年度申请引起的复议3件", "复议", "3件"),
        ("上年相比收到申请8件", "收到申请", "8件"),
        ("上年度工作要点12项", "工作要点", "12项"),
        ("去年反馈问题整改12项", "整改", "12项"),
        ("上年制发的文件废止3件", "废止", "3件"),
        ("上年底有效的文件清理后废止3件", "废止", "3件"),
        ("上年底未办结的申请今年办结3件", "办结", "3件"),
        ("2022年度部门决算公开12条", "公开", "12条"),
        ("上年和今年收到申请21件", "收到申请", "21件"),
        ("上年起收到申请21件", "收到申请", "21件"),
        ("2021年收到申请8件", "收到申请", "8件"),
        ("2022年12月收到申请1件", "收到申请", "1件"),
        ("针对上年的意见，收到申请8件", "收到申请", "8件"),
        ("上年8件、收到申请13件", "收到申请", "13件"),
        ("上年收到申请8件，今年13件", "收到申请", "13件"),
        ("上年收到申请8件、今年13件", "收到申请", "13件"),
        ("全年收到申请13件，上年", "收到申请", "13件"),
    ],
)
def test_figure_of_this_year_stays_in_it(text: str, label: str, quantity: str) -> None:
    assert _words(text, label, quantity) is None


@given(st.text(alphabet="上去年度底结转收到申请的件，。0123截至", max_size=24), st.data())
def test_no_text_breaks_it_and_none_without_the_year_before_has_one(text: str, data: st.DataObject) -> None:
    bounds = st.integers(0, len(text))
    label, quantity = ((min(p), max(p)) for p in (data.draw(st.tuples(bounds, bounds)) for _ in range(2)))
    found = last_year_words(text, label=label, quantity=quantity, report_year=2023)
    assert found is None or "".join(found.split()) in "".join(text.split())
