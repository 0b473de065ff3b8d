from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.spacing import close_spaces


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("2024 年 1 月 1 日", "2024年1月1日"),
        ("自 然 人", "自然人"),
        ("公开信息 1452 条，占 4 %", "公开信息1452条，占4%"),
        ("公开信息 1 452 条", "公开信息1452条"),
        ("2 0 2 4 年度", "2024年度"),
        ("利用 New Media 平台", "利用New Media平台"),
        ("Open Government", "Open Government"),
        ("1. 2024 年计划", "1. 2024年计划"),
        ("1. 主动公开", "1.主动公开"),
        ("其中 ，网站 12 条", "其中，网站12条"),
        ("分别为 12 34 件", "分别为12 34件"),
        ("青禾县水务局            2024年1月18日", "青禾县水务局 2024年1月18日"),
        ("　　一、总体　情况", "一、总体情况"),
        ("占比 ３ ％", "占比３％"),
    ],
)
def test_close_spaces(text: str, closed: str) -> None:
    assert close_spaces(text) == closed


@given(st.text(alphabet="公开 信息12. %，a　", max_size=60))
def test_close_spaces_changes_nothing_but_spaces(text: str) -> None:
    assert "".join(close_spaces(text).split()) == "".join(text.split())
