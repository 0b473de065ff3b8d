"""What could explain broken equations: all smallest sets of one or two cells whose change makes E1–E4 hold.

They are found by trying every cell and every pair. This is the limit of what the equations can tell: where several sets
explain a slip equally well, no method can know from them which is the right one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations

from benchmarks.findings.figures import COLUMNS, NewEdition
from benchmarks.findings.slips import rows_of

Changes = Mapping[str, Decimal]
"""New values by cell."""
_Terms = Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Equations Σ coefficient × cell = 0, and for every cell those it stands in with its coefficient."""

    equations: tuple[_Terms, ...]
    of_cell: Mapping[str, Mapping[int, int]]

    def residuals(self, figures: Mapping[str, Decimal]) -> dict[int, Decimal]:
        """The equations that do not hold, with what is too much."""
        sums = (sum((c * figures[cell] for cell, c in terms.items()), Decimal(0)) for terms in self.equations)
        return {number: value for number, value in enumerate(sums) if value}


@cache
def system(edition: NewEdition) -> System:
    """E1 to E4 of an edition."""
    equations = tuple(_equations(edition))
    of_cell: dict[str, dict[int, int]] = defaultdict(dict)
    for number, terms in enumerate(equations):
        for cell, coefficient in terms.items():
            of_cell[cell][number] = coefficient
    return System(equations, dict(of_cell))


def _equations(edition: NewEdition) -> Iterator[_Terms]:
    *three, four = rows_of(edition)
    names = [row[0].partition("@")[0] for row in three]
    outcomes = [name for name in names if name.startswith("outcomes.") and name != "outcomes.total"]
    for column in COLUMNS:
        yield {
            f"requests.new@{column}": 1,
            f"requests.carried_in@{column}": 1,
            f"outcomes.total@{column}": -1,
            f"requests.carried_out@{column}": -1,
        }
        yield {f"outcomes.total@{column}": -1, **{f"{name}@{column}": 1 for name in outcomes}}
    for row in three:
        yield {cell: -1 if cell.endswith("@total") else 1 for cell in row}
    for start in range(0, len(four), 5):
        yield {cell: -1 if cell.endswith(".total") else 1 for cell in four[start : start + 5]}


def explanations(edition: NewEdition, figures: Mapping[str, Decimal]) -> Sequence[Changes]:
    """The smallest explanations of one cell, or where there is none of two; empty where these do not suffice.

    Changed values are counts: whole and not negative.
    """
    equations = system(edition)
    residuals = equations.residuals(figures)
    if not residuals:
        return ()
    return list(_single(equations, figures, residuals)) or list(_double(equations, figures, residuals))


def _single(equations: System, figures: Mapping[str, Decimal], wrong: Mapping[int, Decimal]) -> Iterator[Changes]:
    for cell, own in equations.of_cell.items():
        if own.keys() == wrong.keys():
            values = {figures[cell] - wrong[number] / coefficient for number, coefficient in own.items()}
            if len(values) == 1 and min(values) >= 0:
                yield {cell: values.pop()}


def _double(equations: System, figures: Mapping[str, Decimal], wrong: Mapping[int, Decimal]) -> Iterator[Changes]:
    """Pairs of which the first cell stands in an equation without the other, so that its value follows from there.

    No other pairs need trying: cells of one case of table four stand in a single equation, which one cell can mend;
    and a cell of which all equations hold would break one that the other cell does not stand in.
    """
    failing = wrong.keys()
    touching = {cell: own for cell, own in equations.of_cell.items() if own.keys() & failing}
    for one, other in combinations(touching, 2):
        ones, others = equations.of_cell[one], equations.of_cell[other]
        if not failing <= ones.keys() | others.keys() or not ones.keys() - others.keys():
            continue
        number = next(iter(ones.keys() - others.keys()))
        first = -wrong.get(number, Decimal(0)) / ones[number]
        left = {n: wrong.get(n, Decimal(0)) + first * ones.get(n, 0) for n in ones.keys() | others.keys()}
        seconds = {-left[n] / coefficient for n, coefficient in others.items()}
        mended = all(not left[n] for n in ones.keys() - others.keys())
        if mended and len(seconds) == 1 and first and (second := seconds.pop()):
            changed = {one: figures[one] + first, other: figures[other] + second}
            if min(changed.values()) >= 0:
                yield changed
