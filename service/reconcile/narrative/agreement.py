"""Whether a stated figure and an exact one can be the same: intervals of what the words and digits allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.facts.fact import Fact

Agreement = Literal["agrees", "disagrees", "open"]
_ABOUT_NEAR = Decimal("0.1")
_ABOUT_FAR = Decimal("0.3")


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


def agreement(fact: Fact, stated: Interval) -> Agreement:
    """Whether the fact can be a value of ``stated``; ``open`` where only its approximation could tell.

    余 and 多 promise at least the figure and less than its next round step; 不足 at most the figure; 约, 近 and 左右
    are taken as a tenth, and up to three tenths off nothing is claimed.
    """
    value, step = fact.value, rounding_step(fact)
    match fact.approx:
        case "at_least":
            near, far = Interval(value, value + step), Interval(value, Decimal("Infinity"))
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
