"""Text broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.draw.pictures.fonts import fonts
from service.draw.pictures.pen import Words, broken, height_of
from tests.draw.pictures.fonts import need_font


@pytest.fixture(autouse=True)
def _font() -> None:
    need_font()


def lines(text: str, width: float) -> list[str]:
    return ["".join(piece.words.text for piece in line) for line in broken([Words(text, 20)], width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("收到申请", 1000, ["收到申请"]),
        ("收到申请", 45, ["收到", "申请"]),
        ("收到申请，", 85, ["收到申", "请，"]),
        ("收到（网上）", 65, ["收到", "（网", "上）"]),
        ("收到abcdefg", 110, ["收到", "abcdefg"]),
        ("甲\u202e乙", 1000, ["甲⟨U+202E⟩乙"]),
        ("第一\n第二", 1000, ["第一 第二"]),
    ],
)
def test_lines(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(max_size=60), st.floats(30, 400))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: float) -> None:
    placed = broken([Words(text, 20)], width)
    for line in placed:
        for piece in line:
            narrow = fonts().width(piece.words.text, 20) <= width
            assert not narrow or piece.x + fonts().width(piece.words.text, 20) <= width + 0.01
    assert height_of(placed) == pytest.approx(29 * len(placed))
