"""Value, sign and year of what is stated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.facts.quantities import Number, find_numbers
from service.facts.valuing import NEGATED, stated_quantity, stated_unchanged, year_of


@pytest.mark.parametrize(
    ("text", "change", "value"),
    [
        ("5件", None, "5"),
        ("12.3%", "同比增长", "12.3"),
        ("12.3%", "同比下降", "-12.3"),
        ("5件", "较上年减少", "-5"),
        ("5件", "比上年少", "-5"),
        ("5件", "较上年多", "5"),
        ("5%", "降幅", "-5"),
        ("5%", "同比回落", "-5"),
        ("5%", "同比下滑", "-5"),
        ("5%", "同比下跌", "-5"),
        ("3个百分点", "低于上年", "-3"),
        ("3个百分点", "高于上年", "3"),
        ("5%", "负增长", "-5"),
        ("两成", "下降", "-20"),
        ("0件", "减少", "0"),
        ("1.6倍", "是上年的", "1.6"),
    ],
)
def test_stated_quantity_takes_its_sign_from_the_words_of_change(text: str, change: str | None, value: str) -> None:
    (number,) = find_numbers(text)
    stated = stated_quantity(number, change)
    assert (stated.value, stated.negated) == (Decimal(value), False)


@pytest.mark.parametrize("change", ["同比增长", "同比下降"])
def test_stated_quantity_keeps_a_sign_that_is_written(change: str) -> None:
    number = find_numbers("增长-5.2%")[0]
    assert stated_quantity(number, change).value == Decimal("-5.2")


def test_stated_quantity_keeps_unit_approximation_and_precision() -> None:
    stated = stated_quantity(find_numbers("1.8万余条")[0], None)
    assert (stated.unit, stated.approx, stated.precision) == ("条", "at_least", 1000)


def test_stated_quantity_refuses_a_number_that_is_none() -> None:
    with pytest.raises(ValueError, match="no quantity"):
        stated_quantity(Number(0, 5, "other"), None)


def test_negations_and_standstill_are_worth_nothing() -> None:
    assert (NEGATED.value, NEGATED.unit, NEGATED.negated) == (0, None, True)
    unchanged = stated_unchanged("件")
    assert (unchanged.value, unchanged.unit, unchanged.negated) == (0, "件", False)


@pytest.mark.parametrize(
    ("words", "year"),
    [
        (None, 2023),
        ("上年", 2022),
        ("上一年度", 2022),
        ("去年同期", 2022),
        ("前一年", 2022),
        ("前年", 2021),
        ("2021年", 2021),
        ("2021 年", 2021),
        ("２０２１年", 2021),
        ("二〇二一年", 2021),
        ("二○二一年度", 2021),
        ("去年（2022年）", 2022),
        ("2019年末", 2019),
        ("年初", 2023),
        ("自2019年以来", None),
        ("自2008年5月", None),
        ("2019年至今", None),
        ("历年", None),
        ("近三年", None),
    ],
)
def test_year_of(words: str | None, year: int | None) -> None:
    assert year_of(words, 2023) == year


@pytest.mark.parametrize(("words", "year"), [(None, None), ("上年", None), ("2021年", 2021)])
def test_year_of_a_report_without_year(words: str | None, year: int | None) -> None:
    assert year_of(words, None) == year
