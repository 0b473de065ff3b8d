"""What expressions say beyond the cells of one report: what the narrative states, the year before, what is filled in.

The nodes of ``expression.py`` go on below and above these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from service.reconcile.expression import (
    Amount,
    CellState,
    Decision,
    Logical,
    Lookup,
    Numeric,
    Outside,
    bound,
    named,
    together,
    unique,
)
from service.reconcile.nodes import Arithmetic, Comparison, Implication, Junction, Not, Total

_NO_LAST_YEAR = Outside(reasons=("没有上年的报告",))
_ZERO = Decimal(0)
_NO_YEAR = Outside(reasons=("不知道报告的年份",))


@dataclass(frozen=True, slots=True)
class Year:
    """The year of the report."""

    def amount(self, lookup: Lookup) -> Amount:
        """None where the report names no year."""
        return Amount(None, outside=_NO_YEAR) if lookup.year is None else Amount(Decimal(lookup.year))

    def patterns(self) -> tuple[str, ...]:
        """None: it names no cell."""
        return ()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """Nothing to bind."""
        return self


@dataclass(frozen=True, slots=True)
class Stated:
    """The one level value that the narrative states of a metric for the report's year.

    With ``words`` the facts of a category in which these stand, else those without qualifiers.
    """

    metric: str
    words: str = ""

    def amount(self, lookup: Lookup) -> Amount:
        """None where nothing is stated, or where values differ, are doubtful or approximate."""
        said = lookup.stated(self.metric, self.words)
        if said is None:
            return Amount(None, outside=Outside(reasons=("文字中没有这一数字",)))
        return Amount(said.value, outside=Outside(said.facts, reasons=(said.reason,) if said.reason else ()))

    def patterns(self) -> tuple[str, ...]:
        """None: it names no cell."""
        return ()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The same for the first metric that the name is bound to."""
        return Stated(bound(self.metric, names)[0], self.words)


@dataclass(frozen=True, slots=True)
class Last:
    """A number of the same body's report of the year before."""

    operand: Numeric

    def amount(self, lookup: Lookup) -> Amount:
        """Its value there; what is missing there is told as of last year."""
        if lookup.last is None:
            return Amount(None, outside=_NO_LAST_YEAR)
        found = self.operand.amount(lookup.last)
        inner = found.outside or Outside()
        reasons = tuple(f"上年报告：{reason}" for reason in inner.reasons)
        return Amount(found.value, outside=Outside((), found.cells, found.missing, reasons))

    def patterns(self) -> tuple[str, ...]:
        """None of this year."""
        return ()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The same over the bound operand."""
        return Last(self.operand.bind(names))


@dataclass(frozen=True, slots=True)
class Modulo:
    """The remainder of a division; a divisor of 0 raises, which makes the rule broken."""

    left: Numeric
    right: Numeric

    def amount(self, lookup: Lookup) -> Amount:
        """None where an operand has no value."""
        left, right = self.left.amount(lookup), self.right.amount(lookup)
        value = None if left.value is None or right.value is None else left.value % right.value
        cells, missing = unique(left.cells + right.cells), unique(left.missing + right.missing)
        return Amount(value, cells, missing, together((left, right)))

    def patterns(self) -> tuple[str, ...]:
        """The patterns of both."""
        return self.left.patterns() + self.right.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The same over bound operands."""
        return Modulo(self.left.bind(names), self.right.bind(names))


@dataclass(frozen=True, slots=True)
class UpTo:
    """The most that a cell may stand for, its last printed digit being rounded: 0.5 is up to 0.55, 12 up to 12.5."""

    cell: Total

    def amount(self, lookup: Lookup) -> Amount:
        """The cell's value and half a unit of its last digit."""
        found = self.cell.amount(lookup)
        if found.value is None:
            return found
        exponent = found.value.as_tuple().exponent
        half = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) / 2
        return replace(found, value=found.value + half)

    def patterns(self) -> tuple[str, ...]:
        """The cell's pattern."""
        return self.cell.patterns()

    def bind(self, names: Mapping[str, Sequence[str]]) -> Numeric:
        """The same over the bound cell."""
        return UpTo(Total(tuple(text for name in self.cell.names for text in bound(name, names))))


@dataclass(frozen=True, slots=True)
class Empty:
    """In every cell that the patterns name stands nothing, a mark for nothing, or 0."""

    names: tuple[str, ...]

    def decide(self, lookup: Lookup) -> Decision:
        """Fails on one filled cell, whatever the others are; undecided where the others could not all be read."""
        cells, unknown = named(self.names, lookup)
        states: dict[str, CellState] = {cell: lookup.state(cell) for cell in cells}
        if filled := tuple(cell for cell, state in states.items() if state == "filled"):
            return Decision("fails", cells=filled)
        missing = tuple(cell for cell, state in states.items() if state == "unknown") + unknown
        return Decision("undecided" if missing else "holds", cells=cells, missing=missing)

    def patterns(self) -> tuple[str, ...]:
        """The patterns looked at."""
        return self.names

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over the bound patterns."""
        return Empty(tuple(text for name in self.names for text in bound(name, names)))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Every cell that the patterns name is as it was the year before; nothing and 0 are the same."""

    names: tuple[str, ...]

    def decide(self, lookup: Lookup) -> Decision:
        """Fails on one cell that is another; undecided where cells of either report could not be read."""
        last = lookup.last
        if last is None:
            return Decision("undecided", outside=_NO_LAST_YEAR)
        cells, unknown = named(self.names, lookup)
        pairs = [(cell, _count(lookup, cell), _count(last, cell)) for cell in cells]
        changed = tuple(cell for cell, now, then in pairs if now is not None and then is not None and now != then)
        if changed:
            return Decision("fails", cells=changed, culprits=changed, outside=Outside(last=changed))
        missing = (*(cell for cell, now, _ in pairs if now is None), *unknown)
        open_then = tuple(cell for cell, _, then in pairs if then is None)
        verdict: Literal["undecided", "holds"] = "undecided" if missing or open_then else "holds"
        return Decision(verdict, cells=cells, missing=missing, outside=Outside(last=cells, last_missing=open_then))

    def patterns(self) -> tuple[str, ...]:
        """The patterns looked at."""
        return self.names

    def bind(self, names: Mapping[str, Sequence[str]]) -> Logical:
        """The same over the bound patterns."""
        return Unchanged(tuple(text for name in self.names for text in bound(name, names)))


def _count(lookup: Lookup, cell: str) -> Decimal | None:
    """What stands in a cell, 0 for nothing; None where it could not be read."""
    value = lookup.value(cell)
    return _ZERO if value is None and lookup.state(cell) == "empty" else value


def nodes(node: Numeric | Logical) -> Iterator[Numeric | Logical]:
    """The node and all below it, but not what stands inside ``last(…)``."""
    yield node
    below: tuple[Numeric | Logical, ...]
    match node:
        case Arithmetic() | Junction():
            below = node.operands
        case Comparison() | Modulo():
            below = (node.left, node.right)
        case Not():
            below = (node.operand,)
        case Implication():
            below = (node.condition, node.consequence)
        case _:
            below = ()
    for each in below:
        yield from nodes(each)
