from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.text.labels import completes, glued_labels, is_cut


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("信息内容本年制发件数本年废止件数", ["信息内容", "本年制发件数", "本年废止件数"]),
        ("行政复议行政诉讼", ["行政复议", "行政诉讼"]),
        ("自然人法人或其他组织总 计", ["自然人", "法人或其他组织", "总 计"]),
        ("三、本年度办理结果（一）予以公开", ["三、本年度办理结果", "（一）予以公开"]),
        ("（三）不予公开3.危及“三安全一稳定”", ["（三）不予公开", "3.危及“三安全一稳定”"]),
        ("第二十条第（一）项信息内容", ["第二十条第（一）项", "信息内容"]),
        ("规章", None),
        ("规章和文件", None),
        ("", None),
        ("总计" * 500, None),
    ],
)
def test_glued_labels_are_taken_apart(text: str, expected: list[str] | None) -> None:
    assert glued_labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、本年新收政府信息公", True),
        ("（三）不予公开 2.其他法律行政", True),
        ("5.要求行政机关确认", True),
        ("规章", False),
        ("一、总体情况", False),
        ("要求各单位确认", False),
        ("要", False),
        ("", False),
    ],
)
def test_labels_cut_short_are_known(text: str, expected: bool) -> None:
    assert is_cut(text) is expected


@pytest.mark.parametrize(
    ("head", "tail", "expected"),
    [
        ("2.没有现成信息", "需要另行制作", True),
        ("2.没有现成信息", "需要", False),
        ("规章", "总计", False),
    ],
)
def test_two_lines_make_a_label(head: str, tail: str, expected: bool) -> None:
    assert completes(head, tail) is expected


@given(st.text(alphabet="总计规章其他行政许可（一）、.1 ", max_size=150))
def test_parts_of_glued_labels_are_the_text(text: str) -> None:
    parts = glued_labels(text)
    assert parts is None or "".join(parts).replace(" ", "") == text.replace(" ", "")
