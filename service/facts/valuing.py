"""What a fact's words are worth: value, unit, sign, year. Deterministic; the model only says what belongs together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import Approximation
from service.facts.numerals import numeral_value
from service.facts.quantities import Number

_DECREASE = re.compile("减|降|回落|下滑|下跌|缩|少|低|负")
_YEAR = re.compile(r"((?:19|20)\d{2})")
_LAST_YEAR = re.compile("上年|上一年|去年|上年度|上一年度|前一年")
_BEFORE_LAST = re.compile("前年|上上年")
_SINCE = re.compile("以来|累计|历年|历次|往年|至今|^自(?!然)|近.{1,2}年")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as the words state it."""

    value: Decimal
    unit: str | None
    negated: bool
    approx: Approximation | None
    precision: Decimal | None = None


NEGATED = Stated(value=Decimal(0), unit=None, negated=True, approx=None)


def stated_quantity(number: Number, change_words: str | None) -> Stated:
    """The value of a number; negative where the words of change say that something became less."""
    if number.value is None:
        raise ValueError("a number that is no quantity has no value")
    value = number.value
    if change_words is not None and _DECREASE.search(change_words) and value > 0:
        value = -value
    return Stated(value, number.unit, negated=False, approx=number.approx, precision=number.precision)


def stated_unchanged(unit: str | None) -> Stated:
    """与上年持平: a change of nothing, in the unit of what did not change."""
    return Stated(value=Decimal(0), unit=unit, negated=False, approx=None)


def year_of(period_words: str | None, report_year: int | None) -> int | None:
    """The year that a figure is about: the report's, unless words of period say another.

    >>> year_of(None, 2023), year_of("上年", 2023), year_of("2021年", 2023), year_of("自2019年以来", 2023)
    (2023, 2022, 2021, None)
    """
    if period_words is None:
        return report_year
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", period_words))
    if _SINCE.search(words):
        return None
    if match := _YEAR.search(words):
        return int(match[1])
    if match := re.search("[二一][零〇○一二三四五六七八九]{3}", words):
        value = numeral_value(match[0].replace("○", "〇"))
        return None if value is None else int(value)
    if report_year is None:
        return None
    if _BEFORE_LAST.search(words):
        return report_year - 2
    return report_year - 1 if _LAST_YEAR.search(words) else report_year
