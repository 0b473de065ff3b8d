"""Characters that hide or reorder others are written out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.draw.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("收到20件", "收到20件"),
        ("plain", "plain"),
        ("第一行\n第二行\t尾", "第一行\n第二行\t尾"),
        ("甲\u202e21\u202c乙", "甲⟨U+202E⟩21⟨U+202C⟩乙"),
        ("甲\u2067乙\u200f", "甲⟨U+2067⟩乙⟨U+200F⟩"),
        ("a\x07b\x00", "a⟨U+0007⟩b⟨U+0000⟩"),
        ("\x85\ud800", "⟨U+0085⟩⟨U+D800⟩"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_nothing_shown_is_hidden_and_nothing_shown_turns_the_line(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(sign) for sign in shown if sign not in "\n\t"} & {"Cc", "Cs"}
    assert not {unicodedata.bidirectional(sign) for sign in shown} & {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }
