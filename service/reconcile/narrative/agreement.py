"""Whether a stated figure and an exact one can be the same: intervals of what the words and digits allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.facts.fact import Fact

Agreement = Literal["agrees", "disagrees", "open"]
_ABOUT_NEAR = Decimal("0.1")
_ABOUT_FAR = Decimal("0.3")
_A_LITTLE_MORE = ("余", "多", "几")
_AND_MORE = ("以上", "超", "逾", "突破", "不少于", "不低于", "至少", "+", "＋")
_HUNDRED = Decimal(100)
_HALF_TENTH = Decimal(5)
_DECIMALS = re.compile(r"[0-9０-９]\s*[.．]\s*([0-9０-９]+)")


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from ``low`` to ``high``, both within."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


def exactly(value: Decimal) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def printed(value: Decimal, *, scale: Decimal) -> Interval:
    """What a printed number times ``scale`` may stand for when its last digit is rounded: 1155 万 is ±0.5 万."""
    if scale == 1:
        return exactly(value)
    exponent = value.as_tuple().exponent
    half = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) * scale / 2
    return Interval(value * scale - half, value * scale + half)


def agreement(fact: Fact, stated: Interval, *, words: str = "") -> Agreement:
    """Whether the fact can be a value of ``stated``; ``open`` where only its approximation could tell.

    ``words`` are those of the quantity: 余 and 多 promise at least the figure and less than its next round step,
    以上 and 超过 no more than at least the figure; without them what lies beyond the step is open. 不足 promises at
    most the figure; 约, 近 and 左右 are taken as a tenth, and up to three tenths off nothing is claimed.
    """
    value, step = fact.value, rounding_step(fact)
    match fact.approx:
        case "at_least":
            near = far = Interval(value, value + step)
            if not any(word in words for word in _A_LITTLE_MORE):
                far = Interval(value, Decimal("Infinity"))
                near = far if any(word in words for word in _AND_MORE) else near
        case "at_most":
            near, far = Interval(value - step, value), Interval(Decimal("-Infinity"), value)
        case "about":
            reach = max(abs(value) * _ABOUT_NEAR, step / 2)
            near = Interval(value - reach, value + reach)
            reach = max(abs(value) * _ABOUT_FAR, step)
            far = Interval(value - reach, value + reach)
        case None:
            near = far = _as_precise(fact)
    if near.meets(stated):
        return "agrees"
    return "open" if far.meets(stated) else "disagrees"


def possible(fact: Fact) -> Interval:
    """All that the fact may mean, its approximation taken widely: what lies outside contradicts it."""
    value, step = fact.value, rounding_step(fact)
    match fact.approx:
        case "at_least":
            return Interval(value, value + step)
        case "at_most":
            return Interval(value - step, value)
        case "about":
            reach = max(abs(value) * _ABOUT_NEAR, step / 2)
            return Interval(value - reach, value + reach)
        case None:
            return _as_precise(fact)


def sum_of(facts: Sequence[Fact]) -> Interval:
    """All that several facts together may mean."""
    each = [possible(fact) for fact in facts]
    return Interval(sum((i.low for i in each), start=Decimal(0)), sum((i.high for i in each), start=Decimal(0)))


def _as_precise(fact: Fact) -> Interval:
    """1.2万 to thousands: rounded it may be 11,500, cut off it may be 12,999."""
    if fact.precision is None or fact.precision <= 1:
        return exactly(fact.value)
    return Interval(fact.value - fact.precision / 2, fact.value + fact.precision)


def rounding_step(fact: Fact) -> Decimal:
    """The unit of the last digit that says something: 450 → 10, 1.2万 → 1000, 452 → 1."""
    if fact.precision is not None and fact.precision > 0:
        return fact.precision
    digits = fact.value.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return Decimal(1).scaleb(exponent) if fact.value else Decimal(1)


def share_of(part: Interval, whole: Interval) -> Interval | None:
    """What per cent of the whole the part can be; None where the whole may be nothing."""
    if whole.low <= 0:
        return None
    return Interval(part.low / whole.high * _HUNDRED, part.high / whole.low * _HUNDRED)


def rate_agreement(fact: Fact, computed: Interval, *, words: str = "") -> Agreement:
    """Whether a stated percentage is the computed one, off by at most a unit of its last digit (a point if whole)."""
    if fact.approx is not None:
        return agreement(fact, computed, words=words)
    unit = percent_unit(fact.value, words)
    return "agrees" if Interval(fact.value - unit, fact.value + unit).meets(computed) else "disagrees"


def percent_unit(value: Decimal, words: str) -> Decimal:
    """One of the last digit that a percentage was written with: 57.9 → 0.1, 58 → 1, 六成 → 5.

    The words come first: the value of 57.0 has lost its last digit.
    """
    if "成" in words or "半" in words:
        return _HALF_TENTH
    decimals = _DECIMALS.search(words)
    if decimals:
        return Decimal(1).scaleb(-len(decimals[1]))
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
