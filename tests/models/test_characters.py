"""The one form of every character."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.characters import canonical, canonical_characters


@pytest.mark.parametrize(
    ("characters", "form"),
    [
        ("0123456789０９", "0"),
        (",，﹐", "，"),
        (":：∶", "："),
        (";；", "；"),
        ("(（﹙", "（"),
        (")）", "）"),
        ('“”"「」『』„＂', '"'),
        ("‘’'＇`", "'"),
        ("[［【〔", "〔"),
        ("]］】〕", "〕"),
        ("<＜〈", "〈"),
        (">＞〉", "〉"),
        ("-－—–―~～", "-"),
        ("·•・", "·"),
        ("%％﹪", "%"),
        ("?？", "？"),
        ("!！", "！"),
        ("aAａＡ", "a"),
        ("。｡", "。"),
        ("①⒈", "0"),
        ("公", "公"),
        ("《", "《"),
        ("、", "、"),
        ("\n", "\n"),
        (" \u3000\xa0\t\r\u200b\ufeff\u2028\x00\u00ad", ""),
    ],
)
def test_canonical(characters: str, form: str) -> None:
    assert {character: canonical(character) for character in characters} == dict.fromkeys(characters, form)


def test_canonical_of_every_character_is_at_most_one_and_stays_as_it_is() -> None:
    for code in (*range(0x3400), *range(0xF900, 0x10000), 0x1F600, sys.maxunicode):
        form = canonical(chr(code))
        assert len(form) <= 1
        assert form == "" or canonical(form) == form or form == "\n", hex(code)


def test_canonical_characters_remember_where_they_stood() -> None:
    characters = canonical_characters("申请 ２０ 件,")
    assert characters.symbols == "申请00件，"
    assert characters.offsets == (0, 1, 3, 4, 6, 7)


@given(st.text(max_size=120))
def test_canonical_characters_stand_in_order_and_only_noise_is_left_out(text: str) -> None:
    characters = canonical_characters(text)
    offsets = characters.offsets
    assert len(offsets) == len(characters.symbols)
    assert all(before < after for before, after in zip(offsets, offsets[1:], strict=False))
    assert all(symbol == canonical(text[at]) for symbol, at in zip(characters.symbols, offsets, strict=True))
    for at in set(range(len(text))) - set(offsets):
        assert unicodedata.category(text[at])[0] in "CZM"


@given(st.text(alphabet="公开信息20条，。a ", max_size=40), st.text(alphabet=" \u3000\u200b\xa0", max_size=3))
def test_canonical_characters_are_the_same_with_white_space_between(text: str, space: str) -> None:
    assert canonical_characters(space.join(text)).symbols == canonical_characters(text).symbols
