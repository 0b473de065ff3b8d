"""What the text of one cell is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.value import clean, is_value, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        (" 19 ", "19"),
        ("１９", "19"),
        ("零", "0"),
        ("〇", "0"),
        ("1 9", "19"),
        ("16 962", "16962"),
        ("1,452", "1452"),
        ("1，452，000", "1452000"),
        ("1154.95", "1154.95"),
        ("1154．95", "1154.95"),
        ("1154·95", "1154.95"),
        ("24252.311082", "24252.311082"),
        ("+3", "3"),
        ("－6", "-6"),
        ("—6", "-6"),
        ("−6", "-6"),
        ("减少6", "-6"),
        ("增3", "3"),
        ("[bookmark: _GoBack]0", "0"),
        ("[bookmark: _Hlk66973412] 20", "20"),
        ("_GoBack 7", "7"),
        ("\ufeff12\u200b", "12"),
        ("5*", "5"),
        ("5①", "5"),
        ("5²", "5"),
        ("5[1]", "5"),
        ("5（注1）", "5"),
        ("5注", "5"),
        ("0 0 0", "0"),
        ("0\n0", "0"),
    ],
)
def test_value_is_read(text: str, value: str) -> None:
    read = parse(text)
    assert (read.status, str(read.value)) == ("read", value)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "[bookmark: _GoBack]", "\u200b"])
def test_blank_is_not_zero(text: str) -> None:
    read = parse(text)
    assert (read.status, read.value) == ("blank", None)


@pytest.mark.parametrize("text", ["/", "／", "-", "—", "——", "－", "–", "\\", "无", " 无 ", "N/A", "不适用"])
def test_mark_for_none_is_not_applicable(text: str) -> None:
    read = parse(text)
    assert (read.status, read.value) == ("not_applicable", None)


@pytest.mark.parametrize(
    "text",
    ["见附件", "约20", "1.2.3", "1、154", "12,34", "3-5", "1e5", "NaN", "Infinity", "#REF!", "9" * 40, "*", "0x10"],
)
def test_anything_else_is_unreadable(text: str) -> None:
    read = parse(text)
    assert (read.status, read.value) == ("unreadable", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("379460.00元", "379460.00", "元"),
        ("976.81万元", "976.81", "万元"),
        ("976.81 （万元）", "976.81", "万元"),
        ("251000元", "251000", "元"),
        ("￥8,040元", "8040", "元"),
        ("8040", "8040", None),
        ("5件", "5", "件"),
    ],
)
def test_unit_is_kept_and_the_figure_not_converted(text: str, value: str, unit: str | None) -> None:
    read = parse(text)
    assert (str(read.value), read.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "candidates"), [("19 0", ["19", "0", "190"]), ("0 19", ["0", "19"]), ("5 5", ["5", "55"])]
)
def test_several_values_in_a_cell_are_not_guessed_at(text: str, candidates: list[str]) -> None:
    read = parse(text)
    assert (read.status, read.value, [*map(str, read.candidates)]) == ("ambiguous", None, candidates)


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False), st.sampled_from(["", "元", "万元"]))
def test_every_plain_amount_keeps_its_digits(amount: Decimal, unit: str) -> None:
    assert str(parse(f"{amount:f}{unit}").value) == f"{amount:f}"


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    read = parse(text)
    assert (read.value is not None) == (read.status == "read")
    assert is_value(text) == (read.status != "unreadable")
    assert clean(clean(text)) == clean(text)
