"""Chinese numerals and their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.numerals import LARGEST, NUMERAL, digit_string, numeral_value

_DIGITS = "零一二三四五六七八九"


def _under_myriad(number: int) -> str:
    """A number under 10000 in Chinese, as schools teach it."""
    written, gap = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written


def _in_chinese(number: int) -> str:
    written, gap = "", False
    for step, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // step % 10**4
        if section:
            zero = written and (gap or section < 1000)
            written += ("零" if zero else "") + _under_myriad(section) + name
            gap = False
        else:
            gap = True
    return written


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("两", 2),
        ("俩", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("贰拾壹", 21),
        ("百", 100),
        ("一百", 100),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百五", 150),
        ("一百一十", 110),
        ("百十", 110),
        ("三百二十一", 321),
        ("千", 1000),
        ("一千零二十", 1020),
        ("一千零五", 1005),
        ("两千五", 2500),
        ("两千零五", 2005),
        ("两千〇五", 2005),
        ("三千零五十万", 30_500_000),
        ("万", 10_000),
        ("一万二", 12_000),
        ("一万二千", 12_000),
        ("一万零五", 10_005),
        ("一万零五十", 10_050),
        ("十万", 100_000),
        ("一百五十二万三", 1_523_000),
        ("二十三万四千五百六十七", 234_567),
        ("千万", 10_000_000),
        ("一亿", 10**8),
        ("一亿二", 120_000_000),
        ("一亿二千万", 120_000_000),
        ("一亿零五万", 100_050_000),
        ("三万亿", 3 * 10**12),
        ("二〇二三", 2023),
        ("一九九八", 1998),
        ("二〇", 20),
    ],
)
def test_numeral_value(numeral: str, value: int) -> None:
    assert numeral_value(numeral) == value


@pytest.mark.parametrize("text", ["", "公开", "十公", "12", "三五百", "三四", "十二三", "亿亿亿", "九千万亿亿"])
def test_numeral_value_is_none_for_estimates_and_other_words(text: str) -> None:
    assert numeral_value(text) is None


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_numeral_value_reads_what_schools_write(number: int) -> None:
    assert numeral_value(_in_chinese(number)) == number


@given(st.text(alphabet=NUMERAL + "x", max_size=30))
def test_numeral_value_of_anything_is_none_or_a_bounded_whole_number(text: str) -> None:
    value = numeral_value(text)
    assert value is None or (value == int(value) and (0 <= value < LARGEST or set(text).isdisjoint("十百千万亿")))


@pytest.mark.parametrize(
    ("numeral", "digits"), [("二〇二三", "2023"), ("五六", "56"), ("十", None), ("", None), ("x", None)]
)
def test_digit_string(numeral: str, digits: str | None) -> None:
    assert digit_string(numeral) == digits
