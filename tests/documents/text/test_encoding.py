from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.text.encoding import decode
from service.errors import UndecodableText

TEXT = "青禾县水务局2023年政府信息公开工作年度报告\r\n一、总体情况\n全年主动公开政府信息１２条，其中“河长制”信息5条。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"],
)
def test_decode_finds_the_encoding(data: bytes) -> None:
    assert decode(data) == TEXT


def test_borders_drawn_in_gbk_are_text() -> None:
    table = "┌──┬──┐\n│规章│　０│\n├──┼──┤\n│行政许可│　３│\n└──┴──┘\n" * 3
    assert decode(table.encode("gbk")) == table


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03 some text \x00",
        "r\u00e9sum\u00e9 caf\u00e9 na\u00efve \u00fcber stra\u00dfe".encode("latin-1"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("gb18030")[:-1] + b"\xff\xff\xff",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        "漢字繁體資訊公開".encode("big5"),
        "これは日本語の文章です。".encode("shift_jis"),
    ],
    ids=["all bytes", "nul", "latin-1", "utf-16 without mark", "cut", "broken utf-16", "big5", "shift_jis"],
)
def test_decode_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UndecodableText, match="文字编码"):
        decode(data)


@given(st.binary(min_size=1, max_size=400))
def test_decode_gives_text_or_refuses(data: bytes) -> None:
    with contextlib.suppress(UndecodableText):
        assert "\x00" not in decode(data)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF), min_size=1, max_size=80))
def test_decode_returns_what_was_written_in_utf_8(text: str) -> None:
    assert decode(text.encode()) == text
