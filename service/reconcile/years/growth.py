"""Whether a stated change can be the one between two figures: its shapes, its rounding, its loose words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.narrative.agreement import Agreement, Interval, agreement, rate_agreement
from service.reconcile.wording import figure
from service.reconcile.years.figures import Figure, year_data

Shape = Literal["unchanged", "share", "points", "multiple", "count"]
_POINTS = ("个百分点", "百分点")
_ROUGH_NEAR, _ROUGH_FAR = Decimal("0.1"), Decimal("0.3")
# How far a share said in tenths (两成), or as a doubling, may be off before anything is claimed.
_ROUGH_SHARE = Decimal(10)
_HUNDRED = Decimal(100)
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of kind ``change`` with its words: the quantity as written, and the sentence up to it."""

    fact: Fact
    quantity: str
    sentence: str

    @property
    def extent(self) -> range:
        """Where in the report's text the sentence stands."""
        end = self.fact.evidence[0].end
        return range(end - len(self.sentence), end)

    @property
    def of_rate(self) -> bool:
        """Whether what changed is itself a percentage."""
        return catalogue()[self.fact.metric].measure == "rate"

    @property
    def is_of_share(self) -> bool:
        """Whether it tells how a share of something changed, of which no figure is known."""
        label = self.sentence[-(self.fact.evidence[0].end - self.fact.evidence[0].start) :]
        return not self.of_rate and (self.shape == "points" or any(word in label for word in ("占", "比重", "比例")))

    @property
    def shape(self) -> Shape:
        """What the number is a measure of."""
        if self.fact.value == 0 and not any(character.isdigit() for character in self.quantity):
            return "unchanged"
        if self.fact.unit in _POINTS:
            return "points"
        shapes: dict[str | None, Shape] = {"倍": "multiple", "%": "share"}
        return shapes.get(self.fact.unit, "count")

    def says(self, kind: str) -> bool:
        """Whether one of the words of a kind (``comparison.toml``) stands in the sentence."""
        return any(word in self.sentence for word in year_data()["words"][kind])

    @property
    def described(self) -> str:
        """The change in plain words."""
        value, unit = figure(abs(self.fact.value)), self.fact.unit or ""
        if self.shape == "unchanged":
            return "与上年持平"
        if self.shape == "multiple":
            return f"变动为{value}倍"
        return f"{'减少' if self.fact.value < 0 else '增加'}{value}{unit}"


def agrees(change: Change, this: Figure, last: Figure) -> Agreement | None:
    """``open`` where the figures are too vague to tell, None where they have no such change: a share of nothing."""
    if change.shape == "unchanged":
        return _unchanged(change, this, last)
    found = [_agreement(change, each) for each in _computed(change.shape, change, this.interval, last.interval)]
    if not found or "agrees" in found:
        return "agrees" if found else None
    vague = not (this.sure and last.sure)
    return "open" if vague or "open" in found else "disagrees"


def computed(change: Change, this: Figure, last: Figure) -> Decimal | None:
    """The change by these figures in the unit of the stated one; None where there is none (a share of nothing)."""
    shape = "count" if change.shape == "unchanged" else change.shape
    found = _computed(shape, change, this.interval, last.interval)
    if not found:
        return None
    value = (found[0].low + found[0].high) / 2
    return value if shape == "count" else round(value, 2)


def difference(change: Change, this: Figure, last: Figure) -> str:
    """The same in words."""
    value = computed(change, this, last)
    if value is None:
        return "上年为零，无从计算"
    if change.shape == "multiple":
        return f"相当于{figure(value)}倍"
    return f"{'减少' if value < 0 else '增加'}{figure(abs(value))}{change.fact.unit or ''}" if value else "没有变化"


def _computed(shape: Shape, change: Change, this: Interval, last: Interval) -> Sequence[Interval]:
    """The change by the figures, in the unit in which it is stated; two where the words leave two readings."""
    plain = Interval(this.low - last.high, this.high - last.low)
    if shape in ("count", "points"):
        return (plain,)
    if last.low <= 0:
        return ()
    ratio = Interval(this.low / last.high, this.high / last.low)
    above = Interval(ratio.low - 1, ratio.high - 1)
    if shape == "multiple":
        # 增长1.4倍 is meant as 1.4 times as often as as 2.4 times.
        return (above, ratio) if change.says("growing") else (ratio,)
    grown = Interval(above.low * _HUNDRED, above.high * _HUNDRED)
    # 满意率提高1.2% is mostly meant as 1.2 points.
    return (plain, grown) if change.of_rate else (grown,)


def _agreement(change: Change, computed: Interval) -> Agreement:
    fact = change.fact
    turned = Interval(-computed.high, -computed.low) if fact.value < 0 else computed
    size = replace(fact, value=abs(fact.value))
    if change.shape in ("share", "points"):
        found = rate_agreement(size, turned, words=change.quantity)
    elif fact.approx is not None:
        found = agreement(size, turned, words=change.quantity)
    else:
        found = _within(size.value, turned, _tolerance(change))
    if found != "disagrees":
        return found
    if change.shape == "share" and not any(character.isdigit() for character in change.quantity):
        return "open" if _within(size.value, turned, _ROUGH_SHARE) == "agrees" else "disagrees"
    other_way = Interval(-turned.high, -turned.low)
    if change.says("growing") and change.says("shrinking") and _within(size.value, other_way, _ONE) == "agrees":
        return "open"  # perhaps the word for the way belongs to another figure
    return "disagrees"


def _within(value: Decimal, computed: Interval, tolerance: Decimal) -> Agreement:
    return "agrees" if Interval(value - tolerance, value + tolerance).meets(computed) else "disagrees"


def _tolerance(change: Change) -> Decimal:
    """Counts are exact but for 万; of a multiple half of the last digit, a whole one where it has decimals."""
    fact = change.fact
    if change.shape == "count":
        return fact.precision or Decimal(0)
    exponent = fact.value.as_tuple().exponent
    last_digit = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
    return last_digit if last_digit < 1 else last_digit / 2


def _unchanged(change: Change, this: Figure, last: Figure) -> Agreement:
    if this.interval.meets(last.interval):
        return "agrees"
    apart, size = abs(this.value - last.value), max(abs(this.value), abs(last.value))
    if change.says("roughly"):
        if apart <= max(size * _ROUGH_NEAR, Decimal(1)):
            return "agrees"
        return "open" if apart <= size * _ROUGH_FAR else "disagrees"
    return "disagrees" if this.sure and last.sure else "open"
